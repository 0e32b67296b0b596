//! Changes that alter how many groups there are: closing one, opening one. Both are done at once and can be taken back.

use super::clusters::Clusters;

/// A change that has been made.
pub(super) struct Change {
    /// What the squares within groups have grown by.
    pub(super) growth: f64,
    moved: Vec<(usize, usize)>,
}

impl Change {
    const NONE: Self = Self { growth: 0.0, moved: Vec::new() };

    fn move_row(&mut self, clusters: &mut Clusters, row: usize, to: usize) {
        self.growth += clusters.growth_of_move(row, to);
        self.moved.push((row, clusters.group_of(row)));
        clusters.move_row(row, to);
    }

    /// Takes it back.
    pub(super) fn undo(self, clusters: &mut Clusters) {
        for (row, from) in self.moved.into_iter().rev() {
            clusters.move_row(row, from);
        }
    }
}

/// Closes a group: each of its rows goes where it costs least among the groups that `near` names for it. Nothing is done
/// where one of them finds no place.
pub(super) fn close<I: IntoIterator<Item = usize>>(
    clusters: &mut Clusters,
    group: usize,
    mut near: impl FnMut(&Clusters, usize) -> I,
) -> Option<Change> {
    let mut change = Change::NONE;
    for row in clusters.members(group).to_vec() {
        let mut best: Option<(f64, usize)> = None;
        for to in near(clusters, row) {
            if to != group && clusters.may_take(to) {
                let growth = clusters.growth_of_joining(row, to);
                if best.is_none_or(|(least, _)| growth < least) {
                    best = Some((growth, to));
                }
            }
        }
        let Some((_, to)) = best else {
            change.undo(clusters);
            return None;
        };
        change.move_row(clusters, row, to);
    }
    Some(change)
}

/// Opens a group of k of the rows named, the first and then those that their groups can spare. Nothing is done where
/// there are not so many.
pub(super) fn open(clusters: &mut Clusters, rows: impl IntoIterator<Item = usize>) -> Option<Change> {
    let opened = clusters.empty_group();
    let mut change = Change::NONE;
    for row in rows {
        if clusters.may_give(clusters.group_of(row)) {
            change.move_row(clusters, row, opened);
        } else if change.moved.is_empty() {
            return None;
        }
        if change.moved.len() == clusters.size().least() {
            return Some(change);
        }
    }
    change.undo(clusters);
    None
}
