//! How closely masked values give original values away: interval disclosure.

use serde::{Deserialize, Serialize};

use super::super::{
    Table, Values,
    standardise::{Scale, as_f64},
};
use super::percent;

/// Half the width of the interval round a masked value, in deviations of the masked column.
const WIDTH: f64 = 0.05;

/// Interval disclosure (Mateo-Sanz, Sebé and Domingo-Ferrer 2004): an original value counts as disclosed where it lies within
/// the masked value ± 5 % of the masked column's standard deviation. Columns that are not of numbers are disclosed where
/// the category stayed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disclosure {
    /// The share of rows, in percent, of which every aggregated column is disclosed.
    pub rows: f64,
    /// The share of values, in percent, that are disclosed, over all columns.
    pub values: f64,
    /// Column by column.
    pub columns: Vec<ColumnDisclosure>,
}

/// Interval disclosure in one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnDisclosure {
    /// The column's name.
    pub name: String,
    /// The share of its values, in percent, that are disclosed.
    pub values: f64,
}

impl Disclosure {
    pub(super) fn measure(original: &Table, masked: &Table) -> Self {
        let mut whole_rows = vec![true; original.rows()];
        let mut columns = Vec::new();
        for (before, after) in original.aggregated().zip(masked.aggregated()) {
            let disclosed = disclosed(&before.values, &after.values);
            whole_rows.iter_mut().zip(&disclosed).for_each(|(row, value)| *row &= value);
            let count = disclosed.iter().filter(|value| **value).count();
            columns.push(ColumnDisclosure { name: before.name.clone(), values: percent(count, original.rows()) });
        }
        let values = columns.iter().map(|column| column.values).sum::<f64>() / as_f64(columns.len().max(1));
        let rows = percent(whole_rows.iter().filter(|row| **row).count(), original.rows());
        Self { rows, values, columns }
    }
}

fn disclosed(before: &Values, after: &Values) -> Vec<bool> {
    let half = match after {
        Values::Numbers(numbers) if numbers.windows(2).any(|pair| pair.first() != pair.last()) => {
            WIDTH * Scale::of(numbers).deviation
        }
        _ => 0.0,
    };
    before.keys().iter().zip(after.keys()).map(|(one, other)| (one - other).abs() <= half).collect()
}
