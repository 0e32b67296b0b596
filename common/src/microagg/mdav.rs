//! What both MDAV variants share: the rounds that take two groups at opposite ends, and rows that are left over.

use super::{
    AggregateError, GroupSize, Monitor, PartitionError, Space, aggregate_error::report, points::Points,
    running_centre::RunningCentre, standardise::as_f64,
};

/// The rows that remain while MDAV takes groups from them.
pub(super) struct Rounds<'a> {
    space: &'a Space,
    points: Points<'a>,
    centre: RunningCentre<'a>,
    size: usize,
    pub(super) groups: Vec<Vec<usize>>,
}

impl<'a> Rounds<'a> {
    pub(super) fn of(space: &'a Space, size: GroupSize) -> Result<Self, AggregateError> {
        refuse_too_few(space.rows(), size)?;
        let groups = Vec::with_capacity(space.rows() / size.least() + 1);
        Ok(Self { space, points: Points::of(space), centre: RunningCentre::of(space), size: size.least(), groups })
    }

    /// Takes two groups at a time while at least `least` rows remain.
    pub(super) fn take_pairs(&mut self, least: usize, monitor: &mut dyn Monitor) -> Result<(), AggregateError> {
        while self.points.remaining() >= least {
            report(monitor, share_done(self.points.remaining(), self.space.rows()))?;
            let Some(first) = self.points.farthest(&self.centre.point()) else { break };
            let opposite = self.take_around(first, true);
            let Some(second) = opposite else { break };
            self.take_around(second, false);
        }
        Ok(())
    }

    /// Takes one group around the row farthest from the centre while at least `least` rows remain.
    pub(super) fn take_one(&mut self, least: usize) {
        if self.points.remaining() >= least
            && let Some(first) = self.points.farthest(&self.centre.point())
        {
            self.take_around(first, false);
        }
    }

    /// The rows that no group has taken, ascending.
    pub(super) fn rest(&self) -> Vec<usize> {
        self.points.rows()
    }

    /// Takes a row and its k−1 nearest; gives, if asked for, the row that then remains farthest from it.
    fn take_around(&mut self, row: usize, wants_opposite: bool) -> Option<usize> {
        let point = self.space.point(row);
        self.points.remove(&[row]);
        let (nearest, mut opposite) = if wants_opposite {
            self.points.nearest_and_farthest(&point, self.size - 1)
        } else {
            (self.points.nearest(&point, self.size - 1), None)
        };
        let mut group = vec![row];
        group.extend(nearest.iter().map(|(_, row)| *row));
        self.points.remove(&group);
        self.centre.remove(&group);
        // Where all rows outside are as far as the farthest in the group, the pass named one inside.
        if opposite.is_some_and(|row| group.contains(&row)) {
            opposite = self.points.farthest(&point);
        }
        self.groups.push(group);
        opposite
    }
}

/// Each row joins the group whose centre is nearest, as the centres were before any joined; of equals the first group.
pub(super) fn join_nearest(space: &Space, groups: &mut [Vec<usize>], rows: &[usize]) {
    if rows.is_empty() {
        return;
    }
    let centres: Vec<Vec<f64>> = groups.iter().map(|group| space.centre(group)).collect();
    for row in rows {
        let mut nearest = (f64::INFINITY, 0);
        for (group, centre) in centres.iter().enumerate() {
            let distance = space.distance(*row, centre);
            if distance < nearest.0 {
                nearest = (distance, group);
            }
        }
        if let Some(group) = groups.get_mut(nearest.1) {
            group.push(*row);
        }
    }
}

pub(super) fn refuse_too_few(rows: usize, size: GroupSize) -> Result<(), AggregateError> {
    if rows < size.least() { Err(PartitionError::TooFewRows { rows, least: size.least() }.into()) } else { Ok(()) }
}

/// Each pass is as long as rows remain, so the work that is left shrinks with their square.
pub(super) fn share_done(remaining: usize, rows: usize) -> f64 {
    let left = as_f64(remaining) / as_f64(rows.max(1));
    1.0 - left * left
}
