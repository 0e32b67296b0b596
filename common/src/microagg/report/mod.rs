//! What was lost and what is still at risk: a table beside what became of it. Every measure has its definition above the
//! code that computes it, and in docs/MICROAGGREGATION.md.

mod classes;
mod closeness;
mod disclosure;
mod diversity;
mod linkage;
mod utility;

use serde::{Deserialize, Serialize};

pub use classes::GroupReport;
pub use closeness::Closeness;
pub use disclosure::{ColumnDisclosure, Disclosure};
pub use diversity::Diversity;
pub use linkage::Linkage;
pub use utility::{ColumnUtility, Utility};

use super::{AggregateError, Monitor, Role, Table, monitor::Part};
use classes::Classes;

/// The risk and utility report. Rates are in percent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What was lost.
    pub utility: Utility,
    /// Rows that cannot be told apart by the aggregated columns, as a reader of the masked table sees them.
    pub reached: GroupReport,
    /// How many rows can be linked to the person they came from.
    pub linkage: Linkage,
    /// How closely original values are given away.
    pub disclosure: Disclosure,
    /// How many values of each confidential column the rows that look alike hold.
    pub diversity: Vec<Diversity>,
    /// How far the values of each confidential column among rows that look alike are from those of all rows.
    pub closeness: Vec<Closeness>,
}

impl Report {
    /// Compares a table with what became of it, row by row: `masked` is a result of this module for `original`, its rows
    /// in the same order. Linkage asks a tree of boxes: at most O(n · groups) distances and mostly far fewer, the same answers
    /// to the last bit.
    ///
    /// # Errors
    /// [`AggregateError::OtherTable`] where the tables do not belong together, [`AggregateError::Table`] without an
    /// aggregated column, or when the monitor breaks off.
    pub fn compare(original: &Table, masked: &Table, monitor: &mut dyn Monitor) -> Result<Self, AggregateError> {
        let names = |table: &Table| table.aggregated().map(|column| column.name.clone()).collect::<Vec<_>>();
        if original.rows() != masked.rows() || names(original) != names(masked) {
            return Err(AggregateError::OtherTable);
        }
        let (before, after) = (original.space()?, original.space_of(masked)?);
        let classes = Classes::of(masked);
        Ok(Self {
            utility: Utility::compare(original, masked, &before, &after),
            reached: classes.report(),
            linkage: Linkage::measure(&before, &after, &classes, &mut Part { whole: monitor, from: 0.0, to: 1.0 })?,
            disclosure: Disclosure::measure(original, masked),
            diversity: original.of_role(Role::Confidential).map(|column| Diversity::of(column, &classes)).collect(),
            closeness: original.of_role(Role::Confidential).map(|column| Closeness::of(column, &classes)).collect(),
        })
    }
}

/// Part of a whole in percent.
fn percent(part: usize, whole: usize) -> f64 {
    100.0 * super::standardise::as_f64(part) / super::standardise::as_f64(whole.max(1))
}
