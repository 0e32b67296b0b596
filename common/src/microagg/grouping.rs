//! Which rows belong together. Made by a method of micro-aggregation, measured by [`super::information_loss`].

/// A partition of the rows `0..n` into groups: every row stands in exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping(Vec<Vec<usize>>);

impl Grouping {
    /// From groups that a method of this module has made. Rows ascend within a group, groups by their first row.
    pub(super) fn new(mut groups: Vec<Vec<usize>>) -> Self {
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort_unstable();
        Self(groups)
    }

    /// The groups: rows ascending within each, groups ordered by their first row.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.0
    }
}
