//! Which groups are near a group, by their centres. For which rows are near a point see `points`.

use super::{Space, clusters::Clusters, names::Meetings, points::Points};

/// The centres of all groups that hold rows.
pub(super) struct Centres<'a> {
    /// The centres but for names.
    numbers: &'a Space,
    groups: Vec<usize>,
    points: Points<'a>,
    /// Where groups meet in each column of names.
    columns: Vec<Meetings<'a>>,
}

impl<'a> Centres<'a> {
    /// `numbers` are [`Clusters::centres`].
    pub(super) fn of(clusters: &'a Clusters, numbers: &'a Space) -> Self {
        let groups: Vec<usize> = (0..clusters.groups()).filter(|group| !clusters.members(*group).is_empty()).collect();
        let points = Points::among(numbers, groups.clone());
        Self { numbers, groups, points, columns: clusters.names().iter().map(Meetings::of).collect() }
    }

    /// The `count` groups nearest to a group, itself among them, nearest first, of equals the first. Of a group without rows
    /// there are none.
    pub(super) fn nearest(&self, group: usize, count: usize) -> Vec<usize> {
        let point = self.numbers.point(group);
        if self.columns.is_empty() {
            return self.points.nearest(&point, count).into_iter().map(|(_, near)| near).collect();
        }
        if self.groups.binary_search(&group).is_err() {
            return Vec::new();
        }
        let mut distances = self.points.distances(&point);
        for meetings in &self.columns {
            let apart = meetings.apart(group);
            for (distance, other) in distances.iter_mut().zip(&self.groups) {
                *distance += apart.get(*other).copied().unwrap_or(0.0);
            }
        }
        least(distances.into_iter().zip(self.groups.iter().copied()), count)
    }
}

/// The groups at the least distances, ascending, of groups in ascending order.
fn least(distances: impl Iterator<Item = (f64, usize)>, count: usize) -> Vec<usize> {
    let mut found: Vec<(f64, usize)> = Vec::with_capacity(count + 1);
    let mut bound = f64::INFINITY;
    for (distance, group) in distances {
        if distance < bound {
            // Of equals the first stays.
            let at = found.partition_point(|(known, _)| *known <= distance);
            found.insert(at, (distance, group));
            found.truncate(count);
            if found.len() == count {
                bound = found.last().map_or(f64::NEG_INFINITY, |(greatest, _)| *greatest);
            }
        }
    }
    found.into_iter().map(|(_, group)| group).collect()
}
