//! How much rows that look alike tell about what nobody should learn: t-closeness.

use serde::{Deserialize, Serialize};

use super::super::{Values, standardise::as_f64, table::Column};
use super::Classes;

/// t-closeness of a confidential column (Li, Li and Venkatasubramanian 2007): the greatest earth mover's distance between the
/// values of a set of rows that look alike and those of all rows. From 0, nothing is learnt, to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closeness {
    /// The column's name.
    pub name: String,
    /// t. Numbers and orders by the ordered distance over the m different values, names by the equal distance.
    ///
    /// ```text
    ///  ordered  (1/(m−1)) · Σ over i < m of |Q_i − P_i|, the shares of values up to the i-th here and in all rows
    ///  equal    ½ · Σ |q_i − p_i|
    /// ```
    pub distance: f64,
}

impl Closeness {
    pub(super) fn of(column: &Column, classes: &Classes) -> Self {
        let all = Distribution::of(&column.values.keys());
        let is_ordered = !matches!(column.values, Values::Nominal(_));
        let of_group = |group: &Vec<usize>| if is_ordered { all.ordered(group) } else { all.equal(group) };
        Self { name: column.name.clone(), distance: classes.groups().iter().map(of_group).fold(0.0, f64::max) }
    }
}

/// The different values of all rows, ascending.
struct Distribution {
    /// The place of each row's value among the different values.
    of_rows: Vec<usize>,
    /// The share of each.
    shares: Vec<f64>,
    /// The share of all values up to each.
    up_to: Vec<f64>,
    /// The sums of the shares before each, with one more at the end: sums over any stretch without walking it.
    sums: Vec<f64>,
}

impl Distribution {
    fn of(keys: &[f64]) -> Self {
        let mut values = keys.to_vec();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let place = |key: &f64| values.partition_point(|value| value < key);
        let of_rows: Vec<usize> = keys.iter().map(place).collect();
        let mut counts = vec![0_usize; values.len()];
        for place in &of_rows {
            counts.get_mut(*place).into_iter().for_each(|count| *count += 1);
        }
        let rows = as_f64(keys.len());
        let shares = counts.iter().map(|count| as_f64(*count) / rows).collect();
        let mut seen = 0;
        let until = |count: &usize| {
            seen += count;
            as_f64(seen) / rows
        };
        let up_to: Vec<f64> = counts.iter().map(until).collect();
        let mut sum = 0.0;
        let mut sums = vec![0.0];
        sums.extend(up_to.iter().map(|share| {
            sum += share;
            sum
        }));
        Self { of_rows, shares, up_to, sums }
    }

    /// The places of a set's values, ascending.
    fn places(&self, group: &[usize]) -> Vec<usize> {
        let mut places: Vec<usize> = group.iter().filter_map(|row| self.of_rows.get(*row).copied()).collect();
        places.sort_unstable();
        places
    }

    fn equal(&self, group: &[usize]) -> f64 {
        let places = self.places(group);
        let rows = as_f64(group.len());
        let (mut apart, mut covered) = (0.0, 0.0);
        for same in places.chunk_by(usize::eq) {
            let share = same.first().and_then(|place| self.shares.get(*place)).copied().unwrap_or(0.0);
            apart += (as_f64(same.len()) / rows - share).abs();
            covered += share;
        }
        // Values that the set does not hold count with their whole share.
        0.5 * (apart + (1.0 - covered).max(0.0))
    }

    /// Between two values of the set Q stays what it is, so each stretch is a sum over ascending P.
    fn ordered(&self, group: &[usize]) -> f64 {
        let different = self.up_to.len();
        if different < 2 {
            return 0.0;
        }
        let places = self.places(group);
        let rows = as_f64(group.len());
        let mut work = 0.0;
        let mut start = 0;
        for (before, place) in places.iter().enumerate() {
            work += self.stretch(start, *place, as_f64(before) / rows);
            start = *place;
        }
        work += self.stretch(start, different, 1.0);
        work / as_f64(different - 1)
    }

    /// `Σ |P_i − q|` over `start..end`.
    fn stretch(&self, start: usize, end: usize, share: f64) -> f64 {
        let stretch = self.up_to.get(start..end).unwrap_or_default();
        let middle = start + stretch.partition_point(|up_to| *up_to < share);
        let sum = |from: usize, to: usize| {
            self.sums.get(to).copied().unwrap_or(0.0) - self.sums.get(from).copied().unwrap_or(0.0)
        };
        let below = share * as_f64(middle - start) - sum(start, middle);
        let above = sum(middle, end) - share * as_f64(end - middle);
        below.max(0.0) + above.max(0.0)
    }
}
