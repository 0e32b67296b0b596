//! The best groups of neighbouring rows: for series in time order. For unordered numbers see
//! [`super::univariate_optimal`].

use super::{
    GroupSize, Grouping, NumericTable,
    standardise::{as_f64, standardise},
};

/// Why rows cannot be grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartitionError {
    /// Fewer rows than one group needs.
    #[error("{rows} rows do not make one group of {least}")]
    TooFewRows {
        /// How many rows there are.
        rows: usize,
        /// k.
        least: usize,
    },
}

/// Cuts the rows, in their order, into runs of k..2k−1 so that the squares within runs, summed over the standardised
/// columns, are least: the shortest path of Hansen and Mukherjee (2003), on rows in time order and several columns.
///
/// ```text
///  D(0) = 0;   D(j) = min over m in k..2k−1 of D(j−m) + SSE(rows j−m .. j)
/// ```
///
/// O(k·n) steps. Of equally good cuts the one whose last run is shortest is taken. Below 2k rows there is one group.
///
/// # Errors
/// [`PartitionError::TooFewRows`] below k rows.
pub fn optimal_partition(table: &NumericTable, size: GroupSize) -> Result<Grouping, PartitionError> {
    let lengths = run_lengths(&standardise(table), table.rows(), size, |_| Ok::<(), PartitionError>(()))?;
    let mut start = 0;
    let runs = lengths.into_iter().map(|length| {
        let run = (start..start + length).collect();
        start += length;
        run
    });
    Ok(Grouping::new(runs.collect()))
}

/// The lengths of the best runs, first to last. `columns` are standardised and hold `rows` rows each. `tell` hears every so
/// often what share of the work is done, and ends it with an error.
pub(super) fn run_lengths<E: From<PartitionError>>(
    columns: &[Vec<f64>],
    rows: usize,
    size: GroupSize,
    mut tell: impl FnMut(f64) -> Result<(), E>,
) -> Result<Vec<usize>, E> {
    if rows < size.least() {
        return Err(PartitionError::TooFewRows { rows, least: size.least() }.into());
    }
    // best[j]: the least squares for the first j rows and the length of the last run; infinite where no cut exists.
    let mut best = vec![Step::NONE; rows + 1];
    if let Some(first) = best.first_mut() {
        *first = Step { squares: 0.0, last_run: 0 };
    }
    let mut within = vec![Sums::default(); size.most().min(rows) + 1 - size.least()];
    for end in size.least()..=rows {
        if end % 256 == 0 {
            tell(as_f64(end) / as_f64(rows))?;
        }
        let step = best_last_run(columns, end, size, &best, &mut within);
        if let Some(place) = best.get_mut(end) {
            *place = step;
        }
    }
    let mut lengths = Vec::new();
    let mut end = rows;
    while let Some(step) = best.get(end).filter(|step| step.last_run > 0) {
        lengths.push(step.last_run);
        end -= step.last_run;
    }
    lengths.reverse();
    Ok(lengths)
}

#[derive(Clone, Copy)]
struct Step {
    squares: f64,
    last_run: usize,
}

impl Step {
    const NONE: Self = Self { squares: f64::INFINITY, last_run: 0 };
}

/// What a run adds up to, over the columns: the squares of its values, and the squares of its columns' sums.
#[derive(Clone, Copy, Default)]
struct Sums {
    squares: f64,
    squared_sums: f64,
}

/// The best run that ends before row `end`. Sums grow backwards from the last row and are taken as offsets from it, so
/// that they never cancel against the rest of the series as global prefix sums would. `within` is room for the sums of one
/// run per length, from the least.
fn best_last_run(columns: &[Vec<f64>], end: usize, size: GroupSize, best: &[Step], within: &mut [Sums]) -> Step {
    let longest = size.most().min(end);
    within.fill(Sums::default());
    for column in columns {
        let run = column.get(end - longest..end).unwrap_or_default();
        let origin = run.last().copied().unwrap_or_default();
        let mut offsets = run.iter().rev().map(|value| value - origin);
        let (mut sum, mut square) = (0.0, 0.0);
        for offset in offsets.by_ref().take(size.least() - 1) {
            sum += offset;
            square += offset * offset;
        }
        for (offset, sums) in offsets.zip(&mut *within) {
            sum += offset;
            square += offset * offset;
            sums.squares += square;
            sums.squared_sums += sum * sum;
        }
    }
    let mut found = Step::NONE;
    for (length, sums) in (size.least()..=longest).zip(&*within) {
        let before = best.get(end - length).map_or(f64::INFINITY, |step| step.squares);
        // Rounding may leave a hair below zero; a sum of squares is none.
        let total = before + (sums.squares - sums.squared_sums / as_f64(length)).max(0.0);
        if total < found.squares {
            found = Step { squares: total, last_run: length };
        }
    }
    found
}
