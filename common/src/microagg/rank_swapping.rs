//! Values exchanged between rows of like rank. Groups nothing; for groups see [`super::mdav_generic`].

use super::{
    AggregateError, Monitor, Seed, SwapRange, Table, Values, aggregate_error::report, free_ranks::FreeRanks,
    individual_ranking::ranked, monitor::Part, seed::Stream, standardise::as_f64,
};

/// The monitor is told after so many ranks.
const STRETCH: usize = 4096;

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
/// **Not k-anonymous**: no row is made like another. O(n·log n) steps for each column, whatever the range.
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
        let mut part = Part { whole: monitor, from: as_f64(done) / columns, to: as_f64(done + 1) / columns };
        done += 1;
        match &column.values {
            Values::Nominal(_) => Err(AggregateError::NotNumbers(column.name.clone())),
            Values::Numbers(numbers) => {
                let partners = partners(&ranked(numbers), range, &mut stream, &mut part)?;
                Ok(Values::Numbers(exchange(numbers, &partners)))
            }
            Values::Ordinal(categories) => {
                let partners = partners(&ranked(&column.values.keys()), range, &mut stream, &mut part)?;
                Ok(Values::Ordinal(categories.with_codes(exchange(categories.codes(), &partners))))
            }
        }
    })
}

/// The row whose value each row gets.
fn partners(
    order: &[usize],
    range: SwapRange,
    stream: &mut Stream,
    monitor: &mut dyn Monitor,
) -> Result<Vec<usize>, AggregateError> {
    let reach = range.ranks(order.len());
    let mut partners: Vec<usize> = (0..order.len()).collect();
    // Those above the rank that is looked at: all before it are taken, by a partner or because they had their turn.
    let mut free = FreeRanks::all(order.len());
    for (rank, row) in order.iter().enumerate() {
        if rank % STRETCH == 0 {
            report(monitor, as_f64(rank) / as_f64(order.len()))?;
        }
        if partners.get(*row) != Some(row) {
            continue;
        }
        free.take(rank);
        let near = free.below((rank + reach + 1).min(order.len()));
        let drawn = stream.below(near);
        if near == 0 {
            continue;
        }
        let chosen = free.nth(drawn);
        let Some(other) = order.get(chosen).copied() else { continue };
        free.take(chosen);
        partners.get_mut(*row).into_iter().for_each(|partner| *partner = other);
        partners.get_mut(other).into_iter().for_each(|partner| *partner = *row);
    }
    Ok(partners)
}

fn exchange<T: Copy>(values: &[T], partners: &[usize]) -> Vec<T> {
    partners.iter().filter_map(|partner| values.get(*partner).copied()).collect()
}
