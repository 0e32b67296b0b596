//! Rows as points: what all methods on several columns measure distances in. Made from a [`super::Table`] or a
//! [`NumericTable`]; for the fast copy that shrinks while groups are taken see `points`.

use super::{
    Grouping, NumericTable,
    standardise::{as_f64, mean, standardise},
};

/// One axis for each aggregated column, `rows` values each. Distances are
///
/// ```text
///  d²(a, b) = Σ numbers (z_a − z_b)²  +  Σ ordinal ((i_a − i_b) / m)²  +  Σ nominal [a ≠ b]
/// ```
///
/// with z-scores z of the sample's deviation (a constant column is all zero), the places i among the m categories of an
/// ordinal column, and 1 for two different names (Domingo-Ferrer and Torra 2005, sections 3 and 4). The centre of rows is
/// the mean of numbers, the lower median of orders and the most frequent name, of equally frequent ones the first.
#[derive(Clone, Debug)]
pub struct Space {
    rows: usize,
    axes: Vec<Axis>,
}

/// The values of one column as the distance takes them.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) values: Vec<f64>,
    pub(super) centre: Centre,
}

/// What the centre of rows is on an axis, and the categories' numbers where the values stand for some.
#[derive(Clone, Debug)]
pub(super) enum Centre {
    Mean,
    Median(Codes),
    Mode(Codes),
}

/// The category of each row.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    pub(super) of_rows: Vec<usize>,
    pub(super) categories: usize,
}

impl Space {
    /// From axes of `rows` values each. Those with a measured distance come first, names last.
    pub(super) fn new(rows: usize, mut axes: Vec<Axis>) -> Self {
        axes.sort_by_key(Axis::is_nominal);
        Self { rows, axes }
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// How many axes have a measured distance; the others are names.
    pub(super) fn measured(&self) -> usize {
        self.axes.iter().take_while(|axis| !axis.is_nominal()).count()
    }

    /// The coordinates of a row.
    pub(super) fn point(&self, row: usize) -> Vec<f64> {
        self.axes.iter().map(|axis| axis.value(row)).collect()
    }

    /// The centre of rows, one coordinate for each axis.
    pub(super) fn centre(&self, rows: &[usize]) -> Vec<f64> {
        self.axes.iter().map(|axis| axis.centre_of(rows)).collect()
    }

    /// d² of a row from a point.
    pub(super) fn distance(&self, row: usize, point: &[f64]) -> f64 {
        self.axes.iter().zip(point).map(|(axis, coordinate)| axis.distance(axis.value(row), *coordinate)).sum()
    }

    /// The squares of rows about their centre.
    pub(super) fn squares(&self, rows: &[usize]) -> f64 {
        let of_axis = |axis: &Axis| {
            let centre = axis.centre_of(rows);
            rows.iter().map(|row| axis.distance(axis.value(*row), centre)).sum::<f64>()
        };
        self.axes.iter().map(of_axis).sum()
    }

    /// SSE: the squares within groups, summed group by group.
    pub fn squares_within(&self, grouping: &Grouping) -> f64 {
        grouping.groups().iter().map(|group| self.squares(group)).sum()
    }

    /// SST: the squares of all rows about their common centre.
    pub fn squares_total(&self) -> f64 {
        self.squares(&(0..self.rows).collect::<Vec<_>>())
    }

    /// SSA: the squares of the groups' centres about the common centre, each as often as its group has rows. On columns of
    /// numbers SSE + SSA = SST.
    pub fn squares_between(&self, grouping: &Grouping) -> f64 {
        let all = self.centre(&(0..self.rows).collect::<Vec<_>>());
        let of_group = |group: &Vec<usize>| {
            let centre = self.centre(group);
            let apart: f64 = self
                .axes
                .iter()
                .zip(centre.iter().zip(&all))
                .map(|(axis, (one, other))| axis.distance(*one, *other))
                .sum();
            apart * as_f64(group.len())
        };
        grouping.groups().iter().map(of_group).sum()
    }

    /// IL = 100 · SSE / SST, in percent (Domingo-Ferrer and Mateo-Sanz 2002). Rows that are all alike lose 0.
    pub fn information_loss(&self, grouping: &Grouping) -> f64 {
        let total = self.squares_total();
        // Squares within groups never exceed all squares of numbers; rounding may, by a hair.
        if total > 0.0 { (100.0 * self.squares_within(grouping) / total).min(100.0) } else { 0.0 }
    }
}

impl From<&NumericTable> for Space {
    fn from(table: &NumericTable) -> Self {
        let axes = standardise(table).into_iter().map(|values| Axis { values, centre: Centre::Mean });
        Self::new(table.rows(), axes.collect())
    }
}

impl Axis {
    /// An ordinal column: places among the categories over their number.
    pub(super) fn ordinal(codes: Codes) -> Self {
        let values = codes.of_rows.iter().map(|code| as_f64(*code) / as_f64(codes.categories)).collect();
        Self { values, centre: Centre::Median(codes) }
    }

    /// A nominal column: numbers that are only ever compared for equality.
    pub(super) fn nominal(codes: Codes) -> Self {
        Self { values: codes.of_rows.iter().map(|code| as_f64(*code)).collect(), centre: Centre::Mode(codes) }
    }

    pub(super) fn is_nominal(&self) -> bool {
        matches!(self.centre, Centre::Mode(_))
    }

    pub(super) fn value(&self, row: usize) -> f64 {
        self.values.get(row).copied().unwrap_or(0.0)
    }

    pub(super) fn distance(&self, one: f64, other: f64) -> f64 {
        if self.is_nominal() { name_distance(one, other) } else { (one - other) * (one - other) }
    }

    fn centre_of(&self, rows: &[usize]) -> f64 {
        match &self.centre {
            Centre::Mean => mean(&rows.iter().map(|row| self.value(*row)).collect::<Vec<_>>()),
            Centre::Median(codes) => {
                as_f64(median(counts(&codes.of_rows, rows), rows.len())) / as_f64(codes.categories)
            }
            Centre::Mode(codes) => as_f64(mode(counts(&codes.of_rows, rows))),
        }
    }
}

impl Codes {
    /// The category of a row.
    pub(super) fn of_row(&self, row: usize) -> usize {
        self.of_rows.get(row).copied().unwrap_or(0)
    }

    /// How many of all rows are of each category.
    pub(super) fn counts_of_all(&self) -> Vec<usize> {
        let mut counts = vec![0; self.categories];
        for code in &self.of_rows {
            counts.get_mut(*code).into_iter().for_each(|count| *count += 1);
        }
        counts
    }
}

/// 0 for the same name, 1 for another.
#[expect(clippy::float_cmp, reason = "the numbers of names are whole")]
pub(super) fn name_distance(one: f64, other: f64) -> f64 {
    if one == other { 0.0 } else { 1.0 }
}

/// The categories that occur among `rows`, ascending, and how often. Others cost nothing, however many there are.
pub(super) fn counts(of_rows: &[usize], rows: &[usize]) -> Vec<(usize, usize)> {
    let mut codes: Vec<usize> = rows.iter().filter_map(|row| of_rows.get(*row).copied()).collect();
    codes.sort_unstable();
    codes.chunk_by(usize::eq).filter_map(|same| Some((*same.first()?, same.len()))).collect()
}

/// The category at the middle, of two middles the lower. Takes categories, ascending, and how often each occurs.
pub(super) fn median(counts: impl IntoIterator<Item = (usize, usize)>, rows: usize) -> usize {
    let mut seen = 0;
    let reaches_middle = |(_, count): &(usize, usize)| {
        seen += count;
        2 * seen >= rows
    };
    counts.into_iter().find(reaches_middle).map_or(0, |(category, _)| category)
}

/// The most frequent category, of equals the first. Takes categories, ascending, and how often each occurs.
pub(super) fn mode(counts: impl IntoIterator<Item = (usize, usize)>) -> usize {
    let more_frequent = |most: (usize, usize), next: (usize, usize)| if next.1 > most.1 { next } else { most };
    counts.into_iter().reduce(more_frequent).map_or(0, |(category, _)| category)
}
