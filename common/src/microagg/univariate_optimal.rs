//! The best groups of one column of numbers, in any order. For rows whose order counts see
//! [`super::optimal_partition`].

use super::{
    AggregateError, GroupSize, Grouping, Monitor, NumericTable, aggregate_error::report,
    optimal_partition::run_lengths, standardise::standardise,
};

/// Groups of at least k with the least squares within groups (Hansen and Mukherjee 2003): sort, then shortest path.
/// Equal numbers keep the order of their rows.
///
/// # Errors
/// [`AggregateError`] for a number that is none, for fewer than k of them, or when the monitor breaks off.
pub fn univariate_optimal(
    values: &[f64],
    size: GroupSize,
    monitor: &mut dyn Monitor,
) -> Result<Grouping, AggregateError> {
    let table = NumericTable::try_new(vec![values.to_vec()])?;
    let mut order: Vec<(usize, f64)> = standardise(&table).into_iter().flatten().enumerate().collect();
    order.sort_unstable_by(|(row, value), (other_row, other)| value.total_cmp(other).then(row.cmp(other_row)));
    let sorted: Vec<f64> = order.iter().map(|(_, value)| *value).collect();
    let lengths = run_lengths(&[sorted], values.len(), size, |share| report(monitor, share))?;
    let mut rows = order.into_iter().map(|(row, _)| row);
    let groups = lengths.into_iter().map(|length| rows.by_ref().take(length).collect());
    Ok(Grouping::new(groups.collect()))
}
