//! Refines groups by moves and swaps until none helps. For going on from there see [`super::local_search`].

use super::{
    AggregateError, GroupSize, Grouping, Monitor, Space,
    aggregate_error::report,
    centres::Centres,
    clusters::Clusters,
    monitor::Part,
    restructure::{Change, close, open},
    standardise::as_f64,
};

/// Gains below this are rounding, not gains; squares are of z-scores.
const LEAST_GAIN: f64 = 1e-10;
/// How many neighbouring groups a row is tried in.
const NEIGHBOURS: usize = 48;
/// The monitor is told after at most so many rows or groups, and the sooner the larger groups are: a row is tried against all
/// rows of its neighbours.
const STRETCH: usize = 256;

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
/// A row that found nothing better is tried again only in what has changed since: its own group, or a group in N(A) that
/// changed or came to it. What has not would be found no better again, to the last bit.
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
    descend_until(space, grouping, size, &mut Watch { monitor, is_over: &mut || false })
}

/// Who is told how far a descent is, and may cancel it; and who may end it early, with the groups as they then are.
pub(super) struct Watch<'a> {
    pub(super) monitor: &'a mut dyn Monitor,
    pub(super) is_over: &'a mut dyn FnMut() -> bool,
}

impl Watch<'_> {
    /// Whether to go on.
    fn goes_on(&mut self, share: f64) -> Result<bool, AggregateError> {
        report(self.monitor, share)?;
        Ok(!(self.is_over)())
    }
}

/// [`descend`], or as far as it comes before it is over.
pub(super) fn descend_until(
    space: &Space,
    grouping: &Grouping,
    size: GroupSize,
    watch: &mut Watch<'_>,
) -> Result<Grouping, AggregateError> {
    let start = Clusters::of(space, grouping, size);
    let mut best = grouping.clone();
    for (direction, from) in [(Direction::Forwards, 0.0), (Direction::Backwards, 0.5)] {
        let mut clusters = start.clone();
        let part = &mut Part { whole: watch.monitor, from, to: from + 0.5 };
        settle(&mut clusters, direction, &mut Watch { monitor: part, is_over: watch.is_over })?;
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

/// Moves and exchanges until none helps, or it is over.
pub(super) fn settle(
    clusters: &mut Clusters,
    direction: Direction,
    watch: &mut Watch<'_>,
) -> Result<(), AggregateError> {
    let stretch = stretch(clusters.size());
    let mut round = 0_usize;
    let mut memory = Memory::of(clusters);
    loop {
        // How many rounds it takes is not known beforehand; each is taken to be half of what remains.
        let left = libm::exp2(-as_f64(round));
        if !memory.look_around(clusters, 1.0 - left, watch)? {
            return Ok(());
        }
        let mut changed = false;
        for looked_at in 0..clusters.rows() {
            let row = match direction {
                Direction::Forwards => looked_at,
                Direction::Backwards => clusters.rows() - 1 - looked_at,
            };
            let within = as_f64(looked_at) / as_f64(clusters.rows());
            if looked_at % stretch == 0 && !watch.goes_on(1.0 - (1.0 - within / 2.0) * left)? {
                return Ok(());
            }
            changed |= improve(clusters, &mut memory, row);
        }
        if !changed {
            changed = restructure(clusters, &memory, 1.0 - left / 2.0, watch)?;
        }
        if !changed {
            return Ok(());
        }
        round += 1;
    }
}

/// After how many rows the monitor is told.
fn stretch(size: GroupSize) -> usize {
    (GroupSize::DEFAULT.least() * STRETCH / size.least()).clamp(1, STRETCH)
}

enum Step {
    Move(usize),
    Swap(usize),
}

/// A group near another, and the number of the first move after it became one.
#[derive(Clone, Copy)]
struct Neighbour {
    group: usize,
    since: u64,
}

/// What is near what, and what was tried in vain.
struct Memory {
    /// For each group the groups with the nearest centres, nearest first, of equals the first.
    neighbours: Vec<Vec<Neighbour>>,
    /// After how many moves each row found nothing better; none where it never did in its group.
    in_vain: Vec<Option<u64>>,
}

impl Memory {
    fn of(clusters: &Clusters) -> Self {
        Self { neighbours: Vec::new(), in_vain: vec![None; clusters.rows()] }
    }

    fn around(&self, group: usize) -> &[Neighbour] {
        self.neighbours.get(group).map_or(&[], Vec::as_slice)
    }

    /// Finds the neighbours anew, or says that it is over.
    fn look_around(&mut self, clusters: &Clusters, share: f64, watch: &mut Watch<'_>) -> Result<bool, AggregateError> {
        let numbers = clusters.centres();
        let centres = Centres::of(clusters, &numbers);
        self.neighbours.resize(clusters.groups(), Vec::new());
        for (group, neighbours) in self.neighbours.iter_mut().enumerate() {
            if group % STRETCH == 0 && !watch.goes_on(share)? {
                return Ok(false);
            }
            let nearest = centres.nearest(group, NEIGHBOURS + 1).into_iter();
            let since = |near| {
                neighbours.iter().find(|known| known.group == near).map_or(clusters.moves() + 1, |known| known.since)
            };
            *neighbours = nearest
                .filter(|near| *near != group)
                .take(NEIGHBOURS)
                .map(|near| Neighbour { group: near, since: since(near) })
                .collect();
        }
        Ok(true)
    }

    /// Remembers that a row found nothing better, or that it has to be tried everywhere again.
    fn note(&mut self, row: usize, in_vain: Option<u64>) {
        self.in_vain.get_mut(row).into_iter().for_each(|place| *place = in_vain);
    }
}

fn improve(clusters: &mut Clusters, memory: &mut Memory, row: usize) -> bool {
    let group = clusters.group_of(row);
    // Where its own group has changed everything may have.
    let in_vain = memory.in_vain.get(row).copied().flatten().filter(|moves| clusters.unchanged_since(group) <= *moves);
    let relief = clusters.relief_of_leaving(row);
    let may_give = clusters.may_give(group);
    let mut best = (-LEAST_GAIN, None);
    for Neighbour { group: to, since } in memory.around(group) {
        if in_vain.is_some_and(|moves| *since <= moves && clusters.unchanged_since(*to) <= moves) {
            continue;
        }
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
        None => {
            memory.note(row, Some(clusters.moves()));
            return false;
        }
    }
    memory.note(row, None);
    true
}

/// Opens and closes groups where that helps; whether it did, which counts for nothing where it is over.
fn restructure(
    clusters: &mut Clusters,
    memory: &Memory,
    share: f64,
    watch: &mut Watch<'_>,
) -> Result<bool, AggregateError> {
    let stretch = stretch(clusters.size());
    let mut changed = false;
    for group in 0..clusters.groups() {
        if group % stretch == 0 && !watch.goes_on(share)? {
            return Ok(false);
        }
        if clusters.members(group).len() == clusters.size().least() {
            let change = close(clusters, group, |clusters, row| around(memory, clusters.group_of(row)));
            changed |= keep_gain(clusters, change);
        }
    }
    for row in 0..clusters.rows() {
        if row % stretch == 0 && !watch.goes_on(share)? {
            return Ok(false);
        }
        let group = clusters.group_of(row);
        if clusters.may_give(group) {
            let mut near: Vec<(f64, usize)> = core::iter::once(group)
                .chain(around(memory, group))
                .flat_map(|near| clusters.members(near))
                .map(|other| (clusters.rows_apart(row, *other), *other))
                .filter(|(_, other)| *other != row)
                .collect();
            near.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let change = open(clusters, core::iter::once(row).chain(near.into_iter().map(|(_, near)| near)));
            changed |= keep_gain(clusters, change);
        }
    }
    Ok(changed)
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

fn around(memory: &Memory, group: usize) -> Vec<usize> {
    memory.around(group).iter().map(|near| near.group).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use proptest::prelude::*;

    use super::*;
    use crate::microagg::{Categories, Column, Role, Table, Unwatched, Values, mdav_generic};

    /// [`settle`] by one who forgets at once what was tried in vain.
    fn settle_forgetfully(clusters: &mut Clusters) {
        let mut memory = Memory::of(clusters);
        loop {
            let watch = &mut Watch { monitor: &mut Unwatched, is_over: &mut || false };
            memory.look_around(clusters, 0.0, watch).unwrap();
            let mut changed = false;
            for row in 0..clusters.rows() {
                memory.note(row, None);
                changed |= improve(clusters, &mut memory, row);
            }
            if !changed && !restructure(clusters, &memory, 0.0, watch).unwrap() {
                return;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn what_is_not_tried_again_would_have_been_in_vain(
            columns in prop::collection::vec(prop::collection::vec(-9.0..9.0_f64, 240), 1..4),
            rows in 12..240_usize,
            ties in any::<bool>(),
            with_names in any::<bool>(),
            k in 2..5_u32,
        ) {
            let spell = |value: &f64| if ties { value.round() } else { *value };
            let numbers = |column: &Vec<f64>| Values::Numbers(column.iter().take(rows).map(spell).collect());
            let names: Vec<String> = (0..rows).map(|row| (row * 7 % 5).to_string()).collect();
            let names = Values::Nominal(Categories::as_they_appear(names.iter().map(String::as_str)));
            let column = |(number, values): (usize, Values)| Column {
                name: number.to_string(),
                role: Role::QuasiIdentifier,
                values,
            };
            let columns = columns.iter().map(numbers).chain(with_names.then_some(names));
            let table = Table::try_new(columns.enumerate().map(column).collect()).unwrap();
            let space = table.space().unwrap();
            let size = GroupSize::try_from(k).unwrap();
            let mut remembering = Clusters::of(&space, &mdav_generic(&space, size, &mut Unwatched).unwrap(), size);
            let mut forgetful = remembering.clone();
            let watch = &mut Watch { monitor: &mut Unwatched, is_over: &mut || false };
            settle(&mut remembering, Direction::Forwards, watch).unwrap();
            settle_forgetfully(&mut forgetful);
            prop_assert_eq!(remembering.grouping(), forgetful.grouping());
        }
    }
}
