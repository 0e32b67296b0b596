//! How columns of numbers go together. Shared by noise that keeps it and by the report that compares it.

use super::standardise::{as_f64, standardise_column};

/// The correlations of columns: Σ with every deviation 1. Of a constant column all are 0 but its own.
pub(super) fn correlations(columns: &[&[f64]]) -> Vec<Vec<f64>> {
    let scaled: Vec<Vec<f64>> = columns.iter().map(|column| standardise_column(column)).collect();
    let degrees = as_f64(columns.first().map_or(0, |column| column.len()).saturating_sub(1).max(1));
    let product =
        |one: &Vec<f64>, other: &Vec<f64>| one.iter().zip(other).map(|(one, other)| one * other).sum::<f64>() / degrees;
    let row = |(number, one): (usize, &Vec<f64>)| {
        let cell = |(column, other)| if number == column { 1.0 } else { product(one, other) };
        scaled.iter().enumerate().map(cell).collect()
    };
    scaled.iter().enumerate().map(row).collect()
}
