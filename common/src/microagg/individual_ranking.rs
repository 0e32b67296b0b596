//! Each column grouped by itself. Loses least and protects least; for groups of whole rows see [`super::mdav_generic`].

use super::{
    AggregateError, GroupSize, Grouping, Monitor, Table, Values, aggregate_error::report, mdav::refuse_too_few,
    standardise::as_f64,
};

/// Individual ranking (Pagliuca and Seri 1999): each aggregated column is sorted by itself, equal values in the order of their
/// rows, and cut into groups of k, the rest joining the last. One grouping for each aggregated column, in their order.
///
/// **Not k-anonymous**: every column by itself is in groups of k, whole rows usually all stay unique. [`super::Report`] shows it.
///
/// # Errors
/// [`AggregateError::NotNumbers`] for a column of names, [`AggregateError`] below k rows, or when the monitor breaks off.
pub fn individual_ranking(
    table: &Table,
    size: GroupSize,
    monitor: &mut dyn Monitor,
) -> Result<Vec<Grouping>, AggregateError> {
    refuse_too_few(table.rows(), size)?;
    let columns = as_f64(table.aggregated().count());
    let mut groupings = Vec::new();
    for (number, column) in table.aggregated().enumerate() {
        report(monitor, as_f64(number) / columns)?;
        if matches!(column.values, Values::Nominal(_)) {
            return Err(AggregateError::NotNumbers(column.name.clone()));
        }
        let order = ranked(&column.values.keys());
        let groups = order.len() / size.least();
        let end = |group| if group + 1 == groups { order.len() } else { (group + 1) * size.least() };
        let rows = |group| order.get(group * size.least()..end(group)).unwrap_or_default().to_vec();
        groupings.push(Grouping::new((0..groups).map(rows).collect()));
    }
    if groupings.is_empty() { Err(super::TableError::NothingToAggregate.into()) } else { Ok(groupings) }
}

/// The rows by ascending value, of equals in their order.
pub(super) fn ranked(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_unstable_by(|(value, row), (other, other_row)| value.total_cmp(other).then(row.cmp(other_row)));
    order.into_iter().map(|(_, row)| row).collect()
}
