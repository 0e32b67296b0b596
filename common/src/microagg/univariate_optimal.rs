//! The best groups of one column of numbers, in any order. For rows whose order counts see
//! [`super::optimal_partition`].

use super::{
    GroupSize, Grouping, NumericTable, PartitionError, TableError, optimal_partition::run_lengths,
    standardise::standardise,
};

/// Why a column cannot be grouped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnivariateError {
    /// The numbers do not make a table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// There are too few of them.
    #[error(transparent)]
    Partition(#[from] PartitionError),
}

/// Groups of at least k with the least squares within groups (Hansen and Mukherjee 2003): sort, then shortest path.
/// Equal numbers keep the order of their rows.
///
/// # Errors
/// [`UnivariateError`] for a number that is none, or fewer than k of them.
pub fn univariate_optimal(values: &[f64], size: GroupSize) -> Result<Grouping, UnivariateError> {
    let table = NumericTable::try_new(vec![values.to_vec()])?;
    let mut order: Vec<(usize, f64)> = standardise(&table).into_iter().flatten().enumerate().collect();
    order.sort_unstable_by(|(row, value), (other_row, other)| value.total_cmp(other).then(row.cmp(other_row)));
    let sorted: Vec<f64> = order.iter().map(|(_, value)| *value).collect();
    let mut rows = order.into_iter().map(|(row, _)| row);
    let groups =
        run_lengths(&[sorted], values.len(), size)?.into_iter().map(|length| rows.by_ref().take(length).collect());
    Ok(Grouping::new(groups.collect()))
}
