//! Four ways to add noise to columns of numbers (Brand 2002). Groups nothing; for groups see [`super::mdav_generic`].

use super::{
    AggregateError, Monitor, NoiseLevel, Seed, Table, TableError, Values,
    aggregate_error::report,
    correlation::correlations,
    standardise::{Scale, as_f64},
};

/// What the noise is like. In all of them its variance in a column is α times the column's variance σ².
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// x + √α·σ·e, each e normal and by itself: means stay, correlations shrink by 1/(1+α).
    Uncorrelated,
    /// x + √α·L·e with L·Lᵀ = Σ, the covariance of the columns (Cholesky): correlations stay.
    Correlated,
    /// As correlated, and then each column is shifted and scaled so that its mean and variance are exactly what they were
    /// (Kim 1986).
    Restoring,
    /// x·(1 + s·e) with s² = α·σ² / mean(x²): larger values get more noise. A column of zeros stays.
    Multiplicative,
}

/// Adds noise to every aggregated column. **Not k-anonymous**: no row is made like another.
///
/// # Errors
/// [`AggregateError::NotNumbers`] for a column that is not of numbers, or when the monitor breaks off.
pub fn add_noise(
    table: &Table,
    noise: Noise,
    level: NoiseLevel,
    seed: &Seed,
    monitor: &mut dyn Monitor,
) -> Result<Table, AggregateError> {
    let mut columns = Vec::new();
    for column in table.aggregated() {
        match &column.values {
            Values::Numbers(numbers) => columns.push(numbers.as_slice()),
            Values::Ordinal(_) | Values::Nominal(_) => return Err(AggregateError::NotNumbers(column.name.clone())),
        }
    }
    if columns.is_empty() {
        return Err(TableError::NothingToAggregate.into());
    }
    let mut errors = draw(columns.len(), table.rows(), seed, monitor)?;
    if matches!(noise, Noise::Correlated | Noise::Restoring) {
        errors = mix(&errors, &factor(&correlations(&columns)));
    }
    let mut changed = columns.iter().zip(&errors).map(|(values, errors)| apply(noise, level, values, errors));
    table.with_aggregated(|_| Ok(Values::Numbers(changed.next().unwrap_or_default())))
}

/// Independent normal numbers, column by column within each row.
fn draw(columns: usize, rows: usize, seed: &Seed, monitor: &mut dyn Monitor) -> Result<Vec<Vec<f64>>, AggregateError> {
    let mut stream = seed.stream();
    let mut errors = vec![Vec::with_capacity(rows); columns];
    for row in 0..rows {
        if row % 4096 == 0 {
            report(monitor, as_f64(row) / as_f64(rows))?;
        }
        for column in &mut errors {
            column.push(stream.normal());
        }
    }
    Ok(errors)
}

fn apply(noise: Noise, level: NoiseLevel, values: &[f64], errors: &[f64]) -> Vec<f64> {
    let Some(deviation) = spread(values) else { return values.to_vec() };
    let root = level.number().sqrt();
    let pairs = values.iter().zip(errors);
    match noise {
        Noise::Uncorrelated | Noise::Correlated => {
            pairs.map(|(value, error)| value + root * deviation * error).collect()
        }
        Noise::Restoring => {
            let changed: Vec<f64> = pairs.map(|(value, error)| value + root * deviation * error).collect();
            let (before, after) = (Scale::of(values), Scale::of(&changed));
            changed.iter().map(|value| before.middle() + after.apply(*value) * deviation).collect()
        }
        Noise::Multiplicative => {
            let squares = values.iter().map(|value| value * value).sum::<f64>() / as_f64(values.len());
            let scale = root * deviation / squares.sqrt();
            pairs.map(|(value, error)| value * (1.0 + scale * error)).collect()
        }
    }
}

/// The deviation of a column, none of a constant one.
fn spread(values: &[f64]) -> Option<f64> {
    let is_constant = values.windows(2).all(|pair| pair.first() == pair.last());
    (!is_constant).then(|| Scale::of(values).deviation)
}

/// L with L·Lᵀ = the matrix (Cholesky). Columns that others determine get nothing of their own.
fn factor(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    const DETERMINED: f64 = 1e-12;
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (number, cells) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(number + 1);
        for (column, cell) in cells.iter().enumerate().take(number) {
            let before = rows.get(column).map_or(&[][..], Vec::as_slice);
            let known: f64 = row.iter().zip(before).map(|(one, other)| one * other).sum();
            let own = before.get(column).copied().unwrap_or(0.0);
            row.push(if own > 0.0 { (cell - known) / own } else { 0.0 });
        }
        let rest = cells.get(number).copied().unwrap_or(0.0) - row.iter().map(|cell| cell * cell).sum::<f64>();
        row.push(if rest > DETERMINED { rest.sqrt() } else { 0.0 });
        rows.push(row);
    }
    rows
}

/// L·e for every row.
fn mix(errors: &[Vec<f64>], factor: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let rows = errors.first().map_or(0, Vec::len);
    let mixed = |weights: &Vec<f64>| {
        let mut column = vec![0.0; rows];
        for (weight, errors) in weights.iter().zip(errors) {
            column.iter_mut().zip(errors).for_each(|(sum, error)| *sum += weight * error);
        }
        column
    };
    factor.iter().map(mixed).collect()
}
