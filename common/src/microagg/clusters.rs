//! Groups that change row by row: what the refinements work on. Sums of coordinates are kept for each group, so that what
//! a move or a swap gains is known without looking at the whole group.

use super::{
    GroupSize, Grouping, Space,
    names::Names,
    space::{Axis, Centre},
    standardise::as_f64,
};

/// The rows as coordinates in which the centre of any group is its mean, and the groups that hold them.
///
/// Numbers and orders are coordinates as they are. [`Names`] are coordinates too, so many that they are only counted.
#[derive(Clone)]
pub(super) struct Clusters {
    /// How many columns have a measured distance.
    width: usize,
    coordinates: Vec<f64>,
    of_row: Vec<usize>,
    members: Vec<Vec<usize>>,
    sums: Vec<f64>,
    /// The columns of names.
    names: Vec<Names>,
    /// Every group without rows, once; the one that was emptied last stands last.
    closed: Vec<usize>,
    /// How many moves there were.
    moves: u64,
    /// The last of them that changed each group.
    changed: Vec<u64>,
    size: GroupSize,
}

impl Clusters {
    pub(super) fn of(space: &Space, grouping: &Grouping, size: GroupSize) -> Self {
        let (width, coordinates) = measured(space);
        let members = grouping.groups().to_vec();
        let mut of_row = vec![0; space.rows()];
        let mut sums = vec![0.0; members.len() * width];
        for (group, rows) in members.iter().enumerate() {
            let sum = sums.get_mut(group * width..(group + 1) * width).unwrap_or_default();
            for row in rows {
                of_row.get_mut(*row).into_iter().for_each(|place| *place = group);
                add(sum, point(&coordinates, width, *row), 1.0);
            }
        }
        let names = space.axes().iter().filter_map(|axis| match &axis.centre {
            Centre::Mode(codes) => Some(Names::of(codes, grouping)),
            Centre::Mean | Centre::Median(_) => None,
        });
        let names = names.collect();
        let changed = vec![0; members.len()];
        Self { width, coordinates, of_row, members, sums, names, closed: Vec::new(), moves: 0, changed, size }
    }

    pub(super) fn grouping(&self) -> Grouping {
        Grouping::new(self.members.iter().filter(|group| !group.is_empty()).cloned().collect())
    }

    pub(super) fn rows(&self) -> usize {
        self.of_row.len()
    }

    pub(super) fn size(&self) -> GroupSize {
        self.size
    }

    pub(super) fn groups(&self) -> usize {
        self.members.len()
    }

    pub(super) fn members(&self, group: usize) -> &[usize] {
        self.members.get(group).map_or(&[], Vec::as_slice)
    }

    pub(super) fn group_of(&self, row: usize) -> usize {
        self.of_row.get(row).copied().unwrap_or(0)
    }

    /// Whether the group may give a row away.
    pub(super) fn may_give(&self, group: usize) -> bool {
        self.members(group).len() > self.size.least()
    }

    /// Whether the group may take a row in.
    pub(super) fn may_take(&self, group: usize) -> bool {
        (self.size.least()..self.size.most()).contains(&self.members(group).len())
    }

    /// How many moves there were so far.
    pub(super) fn moves(&self) -> u64 {
        self.moves
    }

    /// After which of the moves the group is as it is now, sums and all.
    pub(super) fn unchanged_since(&self, group: usize) -> u64 {
        self.changed.get(group).copied().unwrap_or(0)
    }

    /// The columns of names.
    pub(super) fn names(&self) -> &[Names] {
        &self.names
    }

    /// The centres of all groups but for names, one axis for each coordinate. A group without rows has none: no number
    /// stands there.
    pub(super) fn centres(&self) -> Space {
        let axis = |place: usize| {
            let of_group = |group| self.sum(group).get(place).copied().unwrap_or(0.0) / self.count(group);
            Axis { values: (0..self.groups()).map(of_group).collect(), centre: Centre::Mean }
        };
        Space::new(self.groups(), (0..self.width).map(axis).collect())
    }

    /// d² between two rows.
    pub(super) fn rows_apart(&self, row: usize, other: usize) -> f64 {
        let numbers: f64 = self.point(row).iter().zip(self.point(other)).map(|(x, y)| (x - y) * (x - y)).sum();
        self.names.iter().fold(numbers, |sum, names| sum + names.rows_apart(row, other))
    }

    /// What the squares within groups grow by where `row` moves to `to`.
    ///
    /// ```text
    ///  Δ = b/(b+1)·|x − c_B|² − a/(a−1)·|x − c_A|²
    /// ```
    pub(super) fn growth_of_move(&self, row: usize, to: usize) -> f64 {
        self.growth_of_joining(row, to) - self.relief_of_leaving(row)
    }

    /// What the squares of `to` grow by where `row` joins it: `b/(b+1)·|x − c_B|²`.
    pub(super) fn growth_of_joining(&self, row: usize, to: usize) -> f64 {
        let count = self.count(to);
        if count < 1.0 { 0.0 } else { count / (count + 1.0) * self.off_centre(row, to, count) }
    }

    /// What the squares of a row's group shrink by where it leaves: `a/(a−1)·|x − c_A|²`.
    pub(super) fn relief_of_leaving(&self, row: usize) -> f64 {
        let group = self.group_of(row);
        let count = self.count(group);
        if count < 2.0 { 0.0 } else { count / (count - 1.0) * self.off_centre(row, group, count) }
    }

    fn off_centre(&self, row: usize, group: usize, count: f64) -> f64 {
        let pairs = self.point(row).iter().zip(self.sum(group));
        let numbers: f64 = pairs.map(|(value, sum)| (value - sum / count) * (value - sum / count)).sum();
        self.names.iter().fold(numbers, |sum, names| sum + names.off_centre(row, group))
    }

    /// What the squares within groups grow by where two rows of different groups change places. With D = y − x
    ///
    /// ```text
    ///  Δ = 2(c_B − c_A)·D − |D|²·(1/a + 1/b)
    /// ```
    pub(super) fn growth_of_swap(&self, row: usize, other: usize) -> f64 {
        let (group, other_group) = (self.group_of(row), self.group_of(other));
        let (share, other_share) = (1.0 / self.count(group), 1.0 / self.count(other_group));
        let (mut across, mut squares) = (0.0, 0.0);
        let sums = self.sum(group).iter().zip(self.sum(other_group));
        for ((x, y), (sum, other_sum)) in self.point(row).iter().zip(self.point(other)).zip(sums) {
            let apart = y - x;
            across += (other_sum * other_share - sum * share) * apart;
            squares += apart * apart;
        }
        for names in &self.names {
            across += names.across((row, group), (other, other_group));
            squares += names.rows_apart(row, other);
        }
        2.0 * across - squares * (share + other_share)
    }

    /// Moves a row to another group, whatever the sizes.
    pub(super) fn move_row(&mut self, row: usize, to: usize) {
        let from = self.group_of(row);
        self.moves += 1;
        for group in [from, to] {
            self.changed.get_mut(group).into_iter().for_each(|last| *last = self.moves);
        }
        self.add_to_sum(from, row, -1.0);
        self.add_to_sum(to, row, 1.0);
        self.names.iter_mut().for_each(|names| names.move_row(row, from, to));
        if let Some(members) = self.members.get_mut(from) {
            members.retain(|member| *member != row);
            if members.is_empty() {
                self.closed.push(from);
            }
        }
        if let Some(members) = self.members.get_mut(to) {
            // It is the last, but for a caller that fills another than it was given.
            if members.is_empty()
                && let Some(place) = self.closed.iter().rposition(|closed| *closed == to)
            {
                self.closed.remove(place);
            }
            members.push(row);
        }
        self.of_row.get_mut(row).into_iter().for_each(|group| *group = to);
    }

    /// Two rows change places.
    pub(super) fn swap(&mut self, row: usize, other: usize) {
        let (group, other_group) = (self.group_of(row), self.group_of(other));
        self.move_row(row, other_group);
        self.move_row(other, group);
    }

    /// The number of a group without rows, which is made where there is none.
    pub(super) fn empty_group(&mut self) -> usize {
        if let Some(group) = self.closed.last() {
            return *group;
        }
        self.members.push(Vec::new());
        self.sums.resize(self.members.len() * self.width, 0.0);
        self.names.iter_mut().for_each(Names::add_group);
        self.changed.push(self.moves);
        self.closed.push(self.members.len() - 1);
        self.members.len() - 1
    }

    fn add_to_sum(&mut self, group: usize, row: usize, sign: f64) {
        let (width, start) = (self.width, group * self.width);
        if let Some(sum) = self.sums.get_mut(start..start + width) {
            add(sum, point(&self.coordinates, width, row), sign);
        }
    }

    fn count(&self, group: usize) -> f64 {
        as_f64(self.members(group).len())
    }

    fn sum(&self, group: usize) -> &[f64] {
        point(&self.sums, self.width, group)
    }

    fn point(&self, row: usize) -> &[f64] {
        point(&self.coordinates, self.width, row)
    }
}

fn point(coordinates: &[f64], width: usize, row: usize) -> &[f64] {
    coordinates.get(row * width..(row + 1) * width).unwrap_or_default()
}

fn add(sum: &mut [f64], point: &[f64], sign: f64) {
    sum.iter_mut().zip(point).for_each(|(sum, value)| *sum += sign * value);
}

/// How many columns have a measured distance, and the rows' coordinates in them.
fn measured(space: &Space) -> (usize, Vec<f64>) {
    let width = space.measured();
    let mut coordinates = Vec::with_capacity(width * space.rows());
    for row in 0..space.rows() {
        coordinates.extend(space.axes().iter().take(width).map(|axis| axis.value(row)));
    }
    (width, coordinates)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::microagg::{NumericTable, restructure::open};

    #[test]
    fn a_group_that_is_opened_in_vain_again_and_again_is_noted_once() {
        let table = NumericTable::try_new(vec![(0..8_u8).map(f64::from).collect()]).unwrap();
        let grouping = Grouping::new(vec![vec![0, 1, 2, 3], vec![4, 5, 6, 7]]);
        let mut clusters = Clusters::of(&Space::from(&table), &grouping, GroupSize::try_from(2).unwrap());
        for _ in 0..100 {
            let change = open(&mut clusters, [3, 4]).unwrap();
            assert_eq!((clusters.grouping().groups().len(), clusters.closed.len()), (3, 0));
            change.undo(&mut clusters);
            assert_eq!((clusters.grouping(), clusters.closed.as_slice()), (grouping.clone(), &[2][..]));
        }
    }
}
