//! Why a method ends without groups. For what is wrong with a table see [`super::TableError`].

use core::ops::ControlFlow;

use super::{Monitor, PartitionError, TableError};

/// Why a method gives no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AggregateError {
    /// Fewer rows than one group needs.
    #[error(transparent)]
    TooFewRows(#[from] PartitionError),
    /// The table does not suit the method.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A group does not fit the table: another number of rows, or of columns.
    #[error("the groups were not made for this table")]
    OtherTable,
    /// The monitor broke off.
    #[error("cancelled")]
    Cancelled,
    /// The method takes one column and was given another number of them. None is chosen silently.
    #[error("this method takes exactly one aggregated column, not {0}")]
    NotOneColumn(usize),
    /// The method works on numbers (and orders) and the column holds names without an order.
    #[error("this method cannot take the column {0}, which is not of numbers")]
    NotNumbers(String),
}

/// Tells the monitor and ends where it breaks off.
pub(super) fn report(monitor: &mut dyn Monitor, share: f64) -> Result<(), AggregateError> {
    match monitor.progress(share) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(AggregateError::Cancelled),
    }
}
