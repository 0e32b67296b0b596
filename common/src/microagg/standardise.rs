//! Z-scores, so that millimetres of mercury and beats per minute weigh the same. Takes a [`NumericTable`].

use super::NumericTable;

/// Each column as z-scores: (x − mean) / sd with the sample's sd; a constant column gets sd 1 and so is all zero.
pub(super) fn standardise(table: &NumericTable) -> Vec<Vec<f64>> {
    table.columns().iter().map(|column| standardise_column(column)).collect()
}

/// A column as z-scores.
pub(super) fn standardise_column(column: &[f64]) -> Vec<f64> {
    let scale = Scale::of(column);
    column.iter().map(|value| scale.apply(*value)).collect()
}

/// Where a column lies and how far it spreads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    origin: f64,
    /// Of the offsets from the origin.
    mean: f64,
    /// The sample's standard deviation; 1 of a constant column.
    pub(super) deviation: f64,
}

impl Scale {
    pub(super) fn of(column: &[f64]) -> Self {
        // Offsets from the first value: a constant column is then exactly zero, and nearly equal values keep their digits.
        let origin = column.first().copied().unwrap_or(0.0);
        let offsets: Vec<f64> = column.iter().map(|value| value - origin).collect();
        let mean = mean(&offsets);
        let squares: f64 = offsets.iter().map(|offset| (offset - mean) * (offset - mean)).sum();
        let variance = squares / as_f64(column.len().saturating_sub(1).max(1));
        let deviation = if variance > 0.0 { variance.sqrt() } else { 1.0 };
        Self { origin, mean, deviation }
    }

    /// A value as a z-score of the column.
    pub(super) fn apply(&self, value: f64) -> f64 {
        (value - self.origin - self.mean) / self.deviation
    }

    /// The column's mean.
    pub(super) fn middle(&self) -> f64 {
        self.origin + self.mean
    }
}

/// The mean, summed in the order of the rows; zero of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / as_f64(values.len().max(1))
}

/// A count as `f64`; counts here are numbers of rows, far below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^53")]
pub(super) fn as_f64(count: usize) -> f64 {
    count as f64
}
