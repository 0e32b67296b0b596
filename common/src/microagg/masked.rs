//! What is made of a table once its rows are in groups: the tables that may leave. For how much they lose and reveal see
//! [`super::Report`].

use super::{
    AggregateError, Grouping, Role, Table, Values,
    space::{counts, median, mode},
    standardise::as_f64,
    table::Column,
};

/// The masked table: every row with the centre of its group in the aggregated columns, the mean of numbers, the lower median of
/// orders, the most frequent name. Identifiers are dropped, all else is as it was. The means of columns of numbers stay
/// what they were.
///
/// # Errors
/// [`AggregateError::OtherTable`] where the groups are of another number of rows.
pub fn mask(table: &Table, grouping: &Grouping) -> Result<Table, AggregateError> {
    refuse_other(table, grouping)?;
    table.with_aggregated(|column| Ok(spread(&column.values, grouping)))
}

/// The masked table of a method that groups each column by itself: one grouping for each aggregated column, in their order.
///
/// # Errors
/// [`AggregateError::OtherTable`] where the groups are of another number of rows or columns.
pub fn mask_each(table: &Table, groupings: &[Grouping]) -> Result<Table, AggregateError> {
    let mut groupings = groupings.iter();
    let masked = table.with_aggregated(|column| {
        let grouping = groupings.next().ok_or(AggregateError::OtherTable)?;
        refuse_other(table, grouping)?;
        Ok(spread(&column.values, grouping))
    })?;
    if groupings.next().is_none() { Ok(masked) } else { Err(AggregateError::OtherTable) }
}

/// The centroid table: one row for each group, the aggregated columns alone.
///
/// # Errors
/// [`AggregateError::OtherTable`] where the groups are of another number of rows.
pub fn centroid_table(table: &Table, grouping: &Grouping) -> Result<Table, AggregateError> {
    refuse_other(table, grouping)?;
    let centres = table.aggregated().map(|column| Column {
        name: column.name.clone(),
        role: column.role,
        values: centres(&column.values, grouping),
    });
    Ok(Table::from_columns(centres.collect()))
}

/// The centroid table with the number of rows of each group in a last column called `count`, or `count_2`, `count_3` and so
/// on where such a column is there: the form that compresses.
///
/// # Errors
/// [`AggregateError::OtherTable`] where the groups are of another number of rows.
pub fn centroid_and_count_table(table: &Table, grouping: &Grouping) -> Result<Table, AggregateError> {
    let mut columns = centroid_table(table, grouping)?.columns().to_vec();
    let is_taken = |name: &str| columns.iter().any(|column| column.name == name);
    let mut name = "count".to_owned();
    let mut number = 1;
    while is_taken(&name) {
        number += 1;
        name = format!("count_{number}");
    }
    let counts = grouping.groups().iter().map(|group| as_f64(group.len())).collect();
    columns.push(Column { name, role: Role::KeptAsIs, values: Values::Numbers(counts) });
    Ok(Table::from_columns(columns))
}

fn refuse_other(table: &Table, grouping: &Grouping) -> Result<(), AggregateError> {
    let rows: usize = grouping.groups().iter().map(Vec::len).sum();
    if rows == table.rows() { Ok(()) } else { Err(AggregateError::OtherTable) }
}

/// The centre of each group.
fn centres(values: &Values, grouping: &Grouping) -> Values {
    let groups = grouping.groups().iter();
    match values {
        Values::Numbers(numbers) => Values::Numbers(groups.map(|group| mean_of(numbers, group)).collect()),
        Values::Ordinal(categories) => {
            let middle = |group: &Vec<usize>| median(counts(categories.codes(), group), group.len());
            Values::Ordinal(categories.with_codes(groups.map(middle).collect()))
        }
        Values::Nominal(categories) => {
            let commonest = |group: &Vec<usize>| mode(counts(categories.codes(), group));
            Values::Nominal(categories.with_codes(groups.map(commonest).collect()))
        }
    }
}

/// The centre of its group for each row.
fn spread(values: &Values, grouping: &Grouping) -> Values {
    match centres(values, grouping) {
        Values::Numbers(numbers) => Values::Numbers(to_rows(&numbers, grouping)),
        Values::Ordinal(categories) => Values::Ordinal(categories.with_codes(to_rows(categories.codes(), grouping))),
        Values::Nominal(categories) => Values::Nominal(categories.with_codes(to_rows(categories.codes(), grouping))),
    }
}

fn to_rows<T: Copy + Default>(of_groups: &[T], grouping: &Grouping) -> Vec<T> {
    let mut of_rows = vec![T::default(); grouping.groups().iter().map(Vec::len).sum()];
    for (group, value) in grouping.groups().iter().zip(of_groups) {
        for row in group {
            of_rows.get_mut(*row).into_iter().for_each(|place| *place = *value);
        }
    }
    of_rows
}

/// The mean, as an offset from the group's first value: equal values keep every digit.
fn mean_of(numbers: &[f64], group: &[usize]) -> f64 {
    let values = || group.iter().filter_map(|row| numbers.get(*row));
    let origin = values().next().copied().unwrap_or(0.0);
    origin + values().map(|value| value - origin).sum::<f64>() / as_f64(group.len().max(1))
}
