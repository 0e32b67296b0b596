//! MDAV and V-MDAV written down as their papers say, row by row, with a sort where they say "nearest": the yardstick of
//! the figures, and what the tests compare the application's groups with. Nothing here is ever made faster.

/// What MDAV does with the rows that remain when the rounds end.
#[derive(Clone, Copy)]
pub(crate) enum Ending {
    /// Domingo-Ferrer and Torra (2005): at most one more group, the rest is the last group.
    Generic,
    /// The published tables: one more group of exactly k, each row left over joins the nearest group.
    ToNearest,
}

/// Rows as z-scores with the sample's deviation; a constant column gets deviation 1.
pub(crate) fn z_scores(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = rows.len() as f64;
    let means = mean(rows, &(0..rows.len()).collect::<Vec<_>>());
    let deviations: Vec<f64> = (0..means.len())
        .map(|column| {
            let squares: f64 = rows.iter().map(|row| (row[column] - means[column]).powi(2)).sum();
            if squares > 0.0 { (squares / (count - 1.0)).sqrt() } else { 1.0 }
        })
        .collect();
    rows.iter()
        .map(|row| (0..row.len()).map(|column| (row[column] - means[column]) / deviations[column]).collect())
        .collect()
}

/// MDAV on standardised rows: groups of row numbers.
pub(crate) fn mdav(rows: &[Vec<f64>], k: usize, ending: Ending) -> Vec<Vec<usize>> {
    let mut remaining: Vec<usize> = (0..rows.len()).collect();
    let mut groups = Vec::new();
    let round_needs = match ending {
        Ending::Generic => 3 * k,
        Ending::ToNearest => 2 * k,
    };
    while remaining.len() >= round_needs {
        let centre = mean(rows, &remaining);
        let first = farthest(rows, &remaining, &centre);
        let around_first = take_nearest(rows, &mut remaining, first, k);
        let second = farthest(rows, &remaining, &rows[first]);
        groups.push(around_first);
        groups.push(take_nearest(rows, &mut remaining, second, k));
    }
    match ending {
        Ending::Generic => {
            if remaining.len() >= 2 * k {
                let first = farthest(rows, &remaining, &mean(rows, &remaining));
                groups.push(take_nearest(rows, &mut remaining, first, k));
            }
            groups.push(remaining);
        }
        Ending::ToNearest => {
            if remaining.len() >= k {
                let first = farthest(rows, &remaining, &mean(rows, &remaining));
                groups.push(take_nearest(rows, &mut remaining, first, k));
            }
            join_nearest(rows, &mut groups, &remaining);
        }
    }
    groups
}

/// V-MDAV (Solanas and Martínez-Ballesté 2006) on standardised rows.
pub(crate) fn v_mdav(rows: &[Vec<f64>], k: usize, gamma: f64) -> Vec<Vec<usize>> {
    let mut remaining: Vec<usize> = (0..rows.len()).collect();
    let centre = mean(rows, &remaining);
    let mut groups = Vec::new();
    while remaining.len() >= k {
        let first = farthest(rows, &remaining, &centre);
        let mut group = take_nearest(rows, &mut remaining, first, k);
        while group.len() < 2 * k - 1 && !remaining.is_empty() {
            let to_group = |row: usize| {
                group.iter().map(|member| distance(&rows[row], &rows[*member])).fold(f64::INFINITY, f64::min)
            };
            let nearest = closest(&remaining, to_group);
            let others: Vec<usize> = remaining.iter().copied().filter(|row| *row != nearest).collect();
            // The last row of all has no other to be measured against: it is left over.
            if others.is_empty() {
                break;
            }
            let inside = to_group(nearest).sqrt();
            let outside =
                others.iter().map(|row| distance(&rows[*row], &rows[nearest])).fold(f64::INFINITY, f64::min).sqrt();
            if inside < gamma * outside {
                group.push(nearest);
                remaining = others;
            } else {
                break;
            }
        }
        groups.push(group);
    }
    join_nearest(rows, &mut groups, &remaining);
    groups
}

/// 100 · SSE / SST of standardised rows.
pub(crate) fn loss(rows: &[Vec<f64>], groups: &[Vec<usize>]) -> f64 {
    let squares = |group: &Vec<usize>| {
        let centre = mean(rows, group);
        group.iter().map(|row| distance(&rows[*row], &centre)).sum::<f64>()
    };
    100.0 * groups.iter().map(squares).sum::<f64>() / squares(&(0..rows.len()).collect())
}

fn mean(rows: &[Vec<f64>], group: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; rows[0].len()];
    for row in group {
        for (sum, value) in sums.iter_mut().zip(&rows[*row]) {
            *sum += value;
        }
    }
    sums.iter().map(|sum| sum / group.len() as f64).collect()
}

/// Squared Euclidean.
fn distance(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum()
}

/// The row farthest from a point, of equals the first.
fn farthest(rows: &[Vec<f64>], remaining: &[usize], point: &[f64]) -> usize {
    closest(remaining, |row| -distance(&rows[row], point))
}

/// The row of the least measure, of equals the first.
fn closest(remaining: &[usize], measure: impl Fn(usize) -> f64) -> usize {
    let mut best = (remaining[0], measure(remaining[0]));
    for row in &remaining[1..] {
        let measured = measure(*row);
        if measured < best.1 {
            best = (*row, measured);
        }
    }
    best.0
}

/// Removes a row and its k−1 nearest.
fn take_nearest(rows: &[Vec<f64>], remaining: &mut Vec<usize>, first: usize, k: usize) -> Vec<usize> {
    let mut by_distance: Vec<(f64, usize)> =
        remaining.iter().filter(|row| **row != first).map(|row| (distance(&rows[*row], &rows[first]), *row)).collect();
    by_distance.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let mut group = vec![first];
    group.extend(by_distance[..k - 1].iter().map(|(_, row)| *row));
    remaining.retain(|row| !group.contains(row));
    group
}

/// Each row joins the group with the nearest centroid, as the centroids were before any joined.
fn join_nearest(rows: &[Vec<f64>], groups: &mut [Vec<usize>], left: &[usize]) {
    let centres: Vec<Vec<f64>> = groups.iter().map(|group| mean(rows, group)).collect();
    let numbers: Vec<usize> = (0..groups.len()).collect();
    for row in left {
        let nearest = closest(&numbers, |group| distance(&rows[*row], &centres[group]));
        groups[nearest].push(*row);
    }
}
