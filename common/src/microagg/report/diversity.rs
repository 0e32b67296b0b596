//! Whether rows that look alike also share what nobody should learn: l-diversity.

use serde::{Deserialize, Serialize};

use super::super::{standardise::as_f64, table::Column};
use super::{Classes, percent};

/// l-diversity of a confidential column (Machanavajjhala and others 2007) over the sets of rows that look alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diversity {
    /// The column's name.
    pub name: String,
    /// Distinct l: the least number of different values in a set. At 1 there are people whose value anybody can read.
    pub distinct: usize,
    /// Entropy l: the least exp(−Σ p·ln p) over the shares p of values in a set.
    pub entropy: f64,
    /// The share of rows, in percent, in sets that hold one value only.
    pub homogeneous_rows: f64,
}

impl Diversity {
    pub(super) fn of(column: &Column, classes: &Classes) -> Self {
        let keys = column.values.keys();
        let (mut distinct, mut entropy, mut homogeneous, mut rows) = (usize::MAX, f64::INFINITY, 0, 0);
        for group in classes.groups() {
            let counts = counts(&keys, group);
            distinct = distinct.min(counts.len());
            entropy = entropy.min(libm::exp(shannon(&counts, group.len())));
            rows += group.len();
            if counts.len() <= 1 {
                homogeneous += group.len();
            }
        }
        if rows == 0 {
            (distinct, entropy) = (0, 0.0);
        }
        Self { name: column.name.clone(), distinct, entropy, homogeneous_rows: percent(homogeneous, rows) }
    }
}

/// How often each value occurs in a set.
fn counts(keys: &[f64], group: &[usize]) -> Vec<usize> {
    let mut values: Vec<f64> = group.iter().filter_map(|row| keys.get(*row).copied()).collect();
    values.sort_by(f64::total_cmp);
    // −0 and 0 are one value, as in every other comparison here.
    values.chunk_by(|one, other| one.partial_cmp(other) == Some(core::cmp::Ordering::Equal)).map(<[f64]>::len).collect()
}

/// −Σ p·ln p.
fn shannon(counts: &[usize], rows: usize) -> f64 {
    let of_value = |count: &usize| {
        let share = as_f64(*count) / as_f64(rows);
        -share * libm::log(share)
    };
    counts.iter().map(of_value).sum()
}
