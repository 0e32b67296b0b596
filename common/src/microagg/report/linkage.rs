//! Whether somebody who knows the original values finds a person's row: distance-based record linkage.

use serde::{Deserialize, Serialize};

use super::super::{AggregateError, Monitor, Space, aggregate_error::report, boxes::Boxes, standardise::as_f64};
use super::{Classes, percent};

/// Distance-based record linkage (Pagliuca and Seri 1999; Domingo-Ferrer and Torra 2001): each original row is linked to
/// the masked rows nearest to it, all aggregated columns known exactly. The worst case: nobody outside knows so much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linkage {
    /// The share of rows, in percent, to which no masked row is nearer than their own. Ties count as found.
    pub own_group: f64,
    /// The share of rows, in percent, for which a guess among the nearest masked rows would find the person: the mean of 1/number
    /// of all masked rows at the least distance where the row's own is one of them, of 0 where it is not. 100/k at most for
    /// groups of k.
    pub expected_person: f64,
}

impl Linkage {
    pub(super) fn measure(
        before: &Space,
        after: &Space,
        classes: &Classes,
        monitor: &mut dyn Monitor,
    ) -> Result<Self, AggregateError> {
        // One of each class stands for all: the others are as far away.
        let first_of_each = classes.groups().iter().filter_map(|group| group.first().copied()).collect();
        let boxes = Boxes::of(after, first_of_each, |row| classes.size_of(row));
        let (mut found, mut guessed) = (0, 0.0);
        for row in 0..before.rows() {
            if row % 256 == 0 {
                report(monitor, as_f64(row) / as_f64(before.rows()))?;
            }
            let own = before.distance(row, &after.point(row));
            if let Some(as_near) = boxes.ties(&before.point(row), own) {
                found += 1;
                guessed += 1.0 / as_f64(as_near.max(1));
            }
        }
        Ok(Self {
            own_group: percent(found, before.rows()),
            expected_person: 100.0 * guessed / as_f64(before.rows().max(1)),
        })
    }
}
