//! Which groups are near a group, by their centres. For which rows are near a point see `points`.

use super::{Space, clusters::Clusters, names::Meetings, points::Points};

/// The centres of all groups that hold rows.
pub(super) struct Centres<'a> {
    /// The centres but for names.
    numbers: &'a Space,
    held: Held<'a>,
}

enum Held<'a> {
    /// Numbers and orders alone: a centre is a point.
    Points(Points<'a>),
    /// With names: the groups, and where they meet in each column of names.
    Meetings(Vec<usize>, Vec<Meetings<'a>>),
}

impl<'a> Centres<'a> {
    /// `numbers` are [`Clusters::centres`].
    pub(super) fn of(clusters: &'a Clusters, numbers: &'a Space) -> Self {
        let groups = (0..clusters.groups()).filter(|group| !clusters.members(*group).is_empty()).collect();
        let held = if clusters.names().is_empty() {
            Held::Points(Points::among(numbers, groups))
        } else {
            Held::Meetings(groups, clusters.names().iter().map(Meetings::of).collect())
        };
        Self { numbers, held }
    }

    /// The `count` groups nearest to a group, itself among them, nearest first, of equals the first. Of a group without rows
    /// there are none.
    pub(super) fn nearest(&self, group: usize, count: usize) -> Vec<usize> {
        let point = self.numbers.point(group);
        match &self.held {
            Held::Points(points) => points.nearest(&point, count).into_iter().map(|(_, near)| near).collect(),
            Held::Meetings(groups, _) if groups.binary_search(&group).is_err() => Vec::new(),
            Held::Meetings(groups, columns) => {
                let mut near: Vec<(f64, usize)> =
                    groups.iter().map(|other| (self.numbers.distance(*other, &point), *other)).collect();
                for meetings in columns {
                    let apart = meetings.apart(group);
                    for (distance, other) in &mut near {
                        *distance += apart.get(*other).copied().unwrap_or(0.0);
                    }
                }
                first(near, count)
            }
        }
    }
}

/// The groups at the least distances, ascending.
fn first(mut near: Vec<(f64, usize)>, count: usize) -> Vec<usize> {
    let by_distance = |one: &(f64, usize), other: &(f64, usize)| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1));
    if count < near.len() {
        near.select_nth_unstable_by(count, by_distance);
        near.truncate(count);
    }
    near.sort_unstable_by(by_distance);
    near.into_iter().map(|(_, group)| group).collect()
}
