//! Values exchanged between rows of like rank. Groups nothing; for groups see [`super::mdav_generic`].

use super::{
    AggregateError, Monitor, Seed, SwapRange, Table, Values, aggregate_error::report, individual_ranking::ranked,
    seed::Stream, standardise::as_f64,
};

/// Rank swapping (Greenberg 1987; Moore 1996): in each aggregated column by itself every value changes places with one
/// within ±p percent of the ranks. The set of values of each column stays exactly what it was.
///
/// ```text
///  for each column:  ranks 0..n by ascending value, of equals in the order of rows;  m = max(1, ⌊p·n/100⌋)
///    for each rank i, ascending, that has no partner:
///      j = one of the ranks i+1..=i+m without partner, each equally likely; the values of i and j change places
///      where there is none, the value stays
/// ```
///
/// **Not k-anonymous**: no row is made like another.
///
/// # Errors
/// [`AggregateError::NotNumbers`] for a column of names, or when the monitor breaks off.
pub fn rank_swapping(
    table: &Table,
    range: SwapRange,
    seed: &Seed,
    monitor: &mut dyn Monitor,
) -> Result<Table, AggregateError> {
    let mut stream = seed.stream();
    let columns = as_f64(table.aggregated().count());
    let mut done = 0;
    table.with_aggregated(|column| {
        report(monitor, as_f64(done) / columns)?;
        done += 1;
        match &column.values {
            Values::Nominal(_) => Err(AggregateError::NotNumbers(column.name.clone())),
            Values::Numbers(numbers) => {
                let partners = partners(&ranked(numbers), range, &mut stream);
                Ok(Values::Numbers(exchange(numbers, &partners)))
            }
            Values::Ordinal(categories) => {
                let partners = partners(&ranked(&column.values.keys()), range, &mut stream);
                Ok(Values::Ordinal(categories.with_codes(exchange(categories.codes(), &partners))))
            }
        }
    })
}

/// The row whose value each row gets.
fn partners(order: &[usize], range: SwapRange, stream: &mut Stream) -> Vec<usize> {
    let reach = range.ranks(order.len());
    let mut partners: Vec<usize> = (0..order.len()).collect();
    let mut is_free = vec![true; order.len()];
    for (rank, row) in order.iter().enumerate() {
        if is_free.get(rank) != Some(&true) {
            continue;
        }
        let end = (rank + reach + 1).min(order.len());
        let free: Vec<usize> = (rank + 1..end).filter(|other| is_free.get(*other) == Some(&true)).collect();
        let Some(chosen) = free.get(stream.below(free.len())).copied() else { continue };
        let Some(other) = order.get(chosen).copied() else { continue };
        for place in [rank, chosen] {
            is_free.get_mut(place).into_iter().for_each(|free| *free = false);
        }
        partners.get_mut(*row).into_iter().for_each(|partner| *partner = other);
        partners.get_mut(other).into_iter().for_each(|partner| *partner = *row);
    }
    partners
}

fn exchange<T: Copy>(values: &[T], partners: &[usize]) -> Vec<T> {
    partners.iter().filter_map(|partner| values.get(*partner).copied()).collect()
}
