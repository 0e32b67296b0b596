//! Refines groups by moves and swaps until none helps. For going on from there see [`super::local_search`].

use super::{
    AggregateError, GroupSize, Grouping, Monitor, Space,
    aggregate_error::report,
    clusters::Clusters,
    monitor::Part,
    restructure::{Change, close, open},
    standardise::as_f64,
};

/// Gains below this are rounding, not gains; squares are of z-scores.
const LEAST_GAIN: f64 = 1e-10;
/// How many neighbouring groups a row is tried in.
const NEIGHBOURS: usize = 48;

/// Descent over groups of k..2k−1: each row in turn takes the move into a neighbouring group, or the exchange with one of
/// its rows, that shrinks the squares within groups most; until a whole round changes nothing.
///
/// ```text
///  repeat
///    N(A) = the 48 groups whose centres are nearest to that of A, for every group A
///    for each row x, in a group A, in order:
///      best = the least Δ over B in N(A) of  moving x to B, where |A| > k and |B| < 2k−1,  and  exchanging x with y in B
///      if best < 0: do it
///    if no row did anything: close groups of k whose rows cost less in neighbouring groups, open groups of k near rows that
///      their groups can spare, wherever Δ < 0
///  until nothing was done
/// ```
///
/// Done twice from the given groups, with the rows in order and in the opposite order; the better result counts.
///
/// Groups larger than 2k−1 may give rows and never take one. The loss never grows: where columns of names or orders make
/// the result worse than what was given (their centres are not means), the given grouping comes back.
///
/// # Errors
/// [`AggregateError::Cancelled`] when the monitor breaks off.
pub fn descend(
    space: &Space,
    grouping: &Grouping,
    size: GroupSize,
    monitor: &mut dyn Monitor,
) -> Result<Grouping, AggregateError> {
    let start = Clusters::of(space, grouping, size);
    let mut best = grouping.clone();
    for (direction, from) in [(Direction::Forwards, 0.0), (Direction::Backwards, 0.5)] {
        let mut clusters = start.clone();
        settle(&mut clusters, direction, &mut Part { whole: monitor, from, to: from + 0.5 })?;
        best = better_of(space, best, clusters.grouping());
    }
    Ok(best)
}

/// The order in which rows are looked at.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    Forwards,
    Backwards,
}

/// The grouping that loses less, of equals the first.
pub(super) fn better_of(space: &Space, one: Grouping, other: Grouping) -> Grouping {
    if space.squares_within(&other) < space.squares_within(&one) { other } else { one }
}

/// Moves and exchanges until none helps.
pub(super) fn settle(
    clusters: &mut Clusters,
    direction: Direction,
    monitor: &mut dyn Monitor,
) -> Result<(), AggregateError> {
    let mut round = 0_usize;
    loop {
        let neighbours = neighbours(clusters, monitor)?;
        let mut changed = false;
        for looked_at in 0..clusters.rows() {
            let row = match direction {
                Direction::Forwards => looked_at,
                Direction::Backwards => clusters.rows() - 1 - looked_at,
            };
            if looked_at % 256 == 0 {
                // How many rounds it takes is not known beforehand; each is taken to be half of what remains.
                let within = as_f64(looked_at) / as_f64(clusters.rows());
                report(monitor, 1.0 - (1.0 - within / 2.0) * libm::exp2(-as_f64(round)))?;
            }
            changed |= improve(clusters, &neighbours, row);
        }
        if !changed {
            changed = restructure(clusters, &neighbours);
        }
        if !changed {
            return Ok(());
        }
        round += 1;
    }
}

enum Step {
    Move(usize),
    Swap(usize),
}

fn improve(clusters: &mut Clusters, neighbours: &[Vec<usize>], row: usize) -> bool {
    let group = clusters.group_of(row);
    let relief = clusters.relief_of_leaving(row);
    let may_give = clusters.may_give(group);
    let mut best = (-LEAST_GAIN, None);
    for to in neighbours.get(group).map_or(&[][..], Vec::as_slice) {
        if may_give && clusters.may_take(*to) {
            let growth = clusters.growth_of_joining(row, *to) - relief;
            if growth < best.0 {
                best = (growth, Some(Step::Move(*to)));
            }
        }
        for other in clusters.members(*to) {
            let growth = clusters.growth_of_swap(row, *other);
            if growth < best.0 {
                best = (growth, Some(Step::Swap(*other)));
            }
        }
    }
    match best.1 {
        Some(Step::Move(to)) => clusters.move_row(row, to),
        Some(Step::Swap(other)) => clusters.swap(row, other),
        None => return false,
    }
    true
}

/// Opens and closes groups where that helps.
fn restructure(clusters: &mut Clusters, neighbours: &[Vec<usize>]) -> bool {
    let mut changed = false;
    for group in 0..clusters.groups() {
        if clusters.members(group).len() == clusters.size().least() {
            let change = close(clusters, group, |clusters, row| around(neighbours, clusters.group_of(row)));
            changed |= keep_gain(clusters, change);
        }
    }
    for row in 0..clusters.rows() {
        let group = clusters.group_of(row);
        if clusters.may_give(group) {
            let mut near: Vec<(f64, usize)> = core::iter::once(group)
                .chain(around(neighbours, group))
                .flat_map(|near| clusters.members(near))
                .map(|other| (clusters.rows_apart(row, *other), *other))
                .filter(|(_, other)| *other != row)
                .collect();
            near.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let change = open(clusters, core::iter::once(row).chain(near.into_iter().map(|(_, near)| near)));
            changed |= keep_gain(clusters, change);
        }
    }
    changed
}

fn keep_gain(clusters: &mut Clusters, change: Option<Change>) -> bool {
    match change {
        Some(change) if change.growth < -LEAST_GAIN => true,
        Some(change) => {
            change.undo(clusters);
            false
        }
        None => false,
    }
}

fn around(neighbours: &[Vec<usize>], group: usize) -> Vec<usize> {
    neighbours.get(group).cloned().unwrap_or_default()
}

/// For each group the groups with the nearest centres, nearest first, of equals the first.
fn neighbours(clusters: &Clusters, monitor: &mut dyn Monitor) -> Result<Vec<Vec<usize>>, AggregateError> {
    let mut of_groups = Vec::with_capacity(clusters.groups());
    for group in 0..clusters.groups() {
        if group % 256 == 0 {
            report(monitor, 0.0)?;
        }
        let mut nearest: Vec<(f64, usize)> = (0..clusters.groups())
            .filter(|other| *other != group && !clusters.members(*other).is_empty())
            .map(|other| (clusters.apart(group, other), other))
            .collect();
        if nearest.len() > NEIGHBOURS {
            nearest
                .select_nth_unstable_by(NEIGHBOURS, |one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            nearest.truncate(NEIGHBOURS);
        }
        of_groups.push(nearest.into_iter().map(|(_, group)| group).collect());
    }
    Ok(of_groups)
}
