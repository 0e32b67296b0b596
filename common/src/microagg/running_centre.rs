//! The centre of the rows that remain, kept up to date while groups are taken: O(k) per group instead of a pass.

use super::{
    Space,
    space::{Axis, Centre, median, mode},
    standardise::as_f64,
};

/// The centre of a set of rows that shrinks. Sums are carried in two numbers each (Knuth's exact sum), so that what was
/// taken away leaves no rounding behind.
pub(super) struct RunningCentre<'a> {
    axes: &'a [Axis],
    totals: Vec<Total>,
    rows: usize,
}

enum Total {
    Sum { high: f64, low: f64 },
    Counts(Vec<usize>),
}

impl<'a> RunningCentre<'a> {
    /// Of all rows.
    pub(super) fn of(space: &'a Space) -> Self {
        let total = |axis: &Axis| match &axis.centre {
            Centre::Mean => {
                let mut total = Total::Sum { high: 0.0, low: 0.0 };
                axis.values.iter().for_each(|value| total.add(*value));
                total
            }
            Centre::Median(codes) | Centre::Mode(codes) => Total::Counts(codes.counts_of_all()),
        };
        Self { axes: space.axes(), totals: space.axes().iter().map(total).collect(), rows: space.rows() }
    }

    /// Takes rows away.
    pub(super) fn remove(&mut self, rows: &[usize]) {
        self.rows -= rows.len();
        for (axis, total) in self.axes.iter().zip(&mut self.totals) {
            for row in rows {
                match &axis.centre {
                    Centre::Mean => total.add(-axis.value(*row)),
                    Centre::Median(codes) | Centre::Mode(codes) => total.forget(codes.of_row(*row)),
                }
            }
        }
    }

    /// One coordinate for each axis.
    pub(super) fn point(&self) -> Vec<f64> {
        let rows = self.rows;
        let coordinate = |(axis, total): (&Axis, &Total)| match (&axis.centre, total) {
            (Centre::Median(codes), Total::Counts(counts)) => {
                as_f64(median(counts.iter().copied().enumerate(), rows)) / as_f64(codes.categories)
            }
            (_, Total::Counts(counts)) => as_f64(mode(counts.iter().copied().enumerate())),
            (_, Total::Sum { high, .. }) => high / as_f64(rows.max(1)),
        };
        self.axes.iter().zip(&self.totals).map(coordinate).collect()
    }
}

impl Total {
    fn add(&mut self, value: f64) {
        if let Self::Sum { high, low } = self {
            let (sum, rest) = exact_sum(*high, value);
            (*high, *low) = exact_sum(sum, rest + *low);
        }
    }

    fn forget(&mut self, category: usize) {
        if let Self::Counts(counts) = self
            && let Some(count) = counts.get_mut(category)
        {
            *count = count.saturating_sub(1);
        }
    }
}

/// a + b as the rounded sum and what rounding lost (Knuth, The Art of Computer Programming, volume 2, 4.2.2).
fn exact_sum(one: f64, other: f64) -> (f64, f64) {
    let sum = one + other;
    let part = sum - one;
    (sum, (one - (sum - part)) + (other - part))
}
