//! What is lost: squares, absolute differences, means, variances, correlations.

use serde::{Deserialize, Serialize};

use super::super::{
    Space, Table, Values,
    correlation::correlations,
    space::Axis,
    standardise::{Scale, as_f64},
    table::Column,
};

/// What was lost over all aggregated columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Utility {
    /// IL = 100 · Σ d²(x, x') / SST in percent, with the distance of [`Space`] on the original's scales
    /// (Domingo-Ferrer and Mateo-Sanz 2002). For groups this is 100 · SSE/SST. Not capped: much noise loses more than 100.
    pub information_loss: f64,
    /// `IL1s` = (1/pn) · Σ |x − x'| / (√2 · S) over the p columns of numbers, S a column's deviation (Yancey, Winkler and Creecy
    /// 2002), in the form of a mean over all cells, not of a sum. None without a column of numbers.
    pub il1s: Option<f64>,
    /// The mean of |r − r'| over all pairs of columns of numbers. None below two of them.
    pub correlation_change: Option<f64>,
    /// Column by column, in the table's order.
    pub columns: Vec<ColumnUtility>,
}

/// What was lost in one column. Measures of numbers are none for other columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnUtility {
    /// The column's name.
    pub name: String,
    /// 100 · Σ d² / SST within the column, in percent; 0 of a constant column that stayed so.
    pub information_loss: f64,
    /// mean' − mean in deviations of the original.
    pub mean_change: Option<f64>,
    /// 100 · (variance' / variance − 1) in percent; none of a constant column.
    pub variance_change: Option<f64>,
    /// (1/n) · Σ |x − x'| / (√2 · S).
    pub il1s: Option<f64>,
}

impl Utility {
    pub(super) fn compare(original: &Table, masked: &Table, before: &Space, after: &Space) -> Self {
        let lost = before.axes().iter().zip(after.axes()).map(|(before, after)| before.squares_from(after)).sum();
        let pairs: Vec<(&Column, &Column)> = original.aggregated().zip(masked.aggregated()).collect();
        let columns: Vec<ColumnUtility> =
            pairs.iter().map(|(before, after)| ColumnUtility::compare(before, after)).collect();
        let il1s: Vec<f64> = columns.iter().filter_map(|column| column.il1s).collect();
        Self {
            information_loss: in_percent(lost, before.squares_total()),
            il1s: (!il1s.is_empty()).then(|| il1s.iter().sum::<f64>() / as_f64(il1s.len())),
            correlation_change: correlation_change(&pairs),
            columns,
        }
    }
}

impl ColumnUtility {
    fn compare(before: &Column, after: &Column) -> Self {
        let (own, other) = (before.values.axis(&before.values), after.values.axis(&before.values));
        let total = Space::new(before.values.rows(), vec![own.clone()]).squares_total();
        let information_loss = in_percent(own.squares_from(&other), total);
        let name = before.name.clone();
        let (Values::Numbers(numbers), Values::Numbers(masked)) = (&before.values, &after.values) else {
            return Self { name, information_loss, mean_change: None, variance_change: None, il1s: None };
        };
        let (scale, new) = (Scale::of(numbers), Scale::of(masked));
        let absolute: f64 = numbers.iter().zip(masked).map(|(one, other)| (one - other).abs()).sum();
        let ratio = variance(masked) / variance(numbers);
        Self {
            name,
            information_loss,
            mean_change: Some((new.middle() - scale.middle()) / scale.deviation),
            variance_change: ratio.is_finite().then_some(100.0 * (ratio - 1.0)),
            il1s: Some(absolute / (2.0_f64.sqrt() * scale.deviation * as_f64(numbers.len().max(1)))),
        }
    }
}

impl Axis {
    /// Σ d² between the rows here and there.
    fn squares_from(&self, other: &Self) -> f64 {
        self.values.iter().zip(&other.values).map(|(one, other)| self.distance(*one, *other)).sum()
    }
}

/// Nothing lost of nothing is 0; something lost of nothing, as by noise on constants, is not counted either.
fn in_percent(lost: f64, total: f64) -> f64 {
    if total > 0.0 { 100.0 * lost / total } else { 0.0 }
}

/// The sample's variance; 0 of a constant column.
fn variance(values: &[f64]) -> f64 {
    let is_constant = values.windows(2).all(|pair| pair.first() == pair.last());
    if is_constant { 0.0 } else { Scale::of(values).deviation * Scale::of(values).deviation }
}

fn correlation_change(pairs: &[(&Column, &Column)]) -> Option<f64> {
    let numbers = pairs.iter().filter_map(|(before, after)| match (&before.values, &after.values) {
        (Values::Numbers(before), Values::Numbers(after)) => Some((before.as_slice(), after.as_slice())),
        _ => None,
    });
    let (before, after): (Vec<&[f64]>, Vec<&[f64]>) = numbers.unzip();
    let count = before.len();
    let changes = correlations(&before).into_iter().flatten().zip(correlations(&after).into_iter().flatten());
    let sum: f64 = changes.map(|(one, other)| (one - other).abs()).sum();
    // Both halves of the matrix are in the sum, and the diagonal adds nothing.
    (count >= 2).then(|| sum / as_f64(count * (count - 1)))
}
