//! Rows that look alike: the k that was really reached, counted in the finished table and not taken from the method.

use serde::{Deserialize, Serialize};

use super::super::{Grouping, Table, standardise::as_f64};

/// Sets of rows that are equal in all aggregated columns.
pub(super) struct Classes {
    groups: Vec<Vec<usize>>,
    of_rows: Vec<usize>,
}

impl Classes {
    /// Rows are sorted by their values, column by column, and compared as they are: no hash that could mistake one for
    /// another.
    pub(super) fn of(masked: &Table) -> Self {
        let keys: Vec<Vec<f64>> = masked.aggregated().map(|column| column.values.keys()).collect();
        let compare = |one: &usize, other: &usize| {
            let by_column = |key: &Vec<f64>| key.get(*one).partial_cmp(&key.get(*other)).filter(|order| order.is_ne());
            keys.iter().find_map(by_column).unwrap_or(core::cmp::Ordering::Equal)
        };
        let mut rows: Vec<usize> = (0..masked.rows()).collect();
        rows.sort_by(compare);
        let groups: Vec<Vec<usize>> =
            rows.chunk_by(|one, other| compare(one, other).is_eq()).map(<[usize]>::to_vec).collect();
        let mut of_rows = vec![0; masked.rows()];
        for (number, group) in groups.iter().enumerate() {
            for row in group {
                of_rows.get_mut(*row).into_iter().for_each(|class| *class = number);
            }
        }
        Self { groups, of_rows }
    }

    pub(super) fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// The size of the class of a row.
    pub(super) fn size_of(&self, row: usize) -> usize {
        self.of_rows.get(row).and_then(|class| self.groups.get(*class)).map_or(0, Vec::len)
    }

    pub(super) fn report(&self) -> GroupReport {
        GroupReport::of(&self.groups)
    }
}

/// How many groups there are and how large they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupReport {
    /// How many.
    pub groups: usize,
    /// Rows in the smallest: the k that is reached.
    pub group_size_min: usize,
    /// Rows in the largest.
    pub group_size_max: usize,
    /// Rows in one on average.
    pub group_size_mean: f64,
    /// How many rows stand alone.
    pub unique_rows: usize,
    /// How many groups there are of each size, ascending: pairs of size and number.
    pub sizes: Vec<(usize, usize)>,
}

impl GroupReport {
    fn of(groups: &[Vec<usize>]) -> Self {
        let mut numbers = std::collections::BTreeMap::new();
        for group in groups {
            *numbers.entry(group.len()).or_insert(0) += 1;
        }
        let rows: usize = groups.iter().map(Vec::len).sum();
        Self {
            groups: groups.len(),
            group_size_min: numbers.keys().next().copied().unwrap_or(0),
            group_size_max: numbers.keys().next_back().copied().unwrap_or(0),
            group_size_mean: as_f64(rows) / as_f64(groups.len().max(1)),
            unique_rows: numbers.get(&1).copied().unwrap_or(0),
            sizes: numbers.into_iter().collect(),
        }
    }
}

impl From<&Grouping> for GroupReport {
    fn from(grouping: &Grouping) -> Self {
        Self::of(grouping.groups())
    }
}
