//! Refines groups beyond what descent reaches, within a budget.

use super::{
    AggregateError, Budget, GroupSize, Grouping, Monitor, Seed, Space,
    aggregate_error::report,
    clusters::Clusters,
    descent::{Direction, Watch, better_of, descend_until, settle},
    monitor::Part,
    points::Points,
    restructure::{Change, close, open},
    seed::Stream,
    standardise::as_f64,
};

/// The budget is asked, and the monitor told, after so many tried changes.
const ROUND: u64 = 1024;
/// Near rows whose groups a row is tried in.
const NEAR: usize = 24;
/// The temperature at the beginning and at the end, in shares of the squares that a row has within its group on average.
const HOT: f64 = 1.0;
const COLD: f64 = 0.03;
/// Shares of the kinds of change, each added to those before; the rest are exchanges.
const CLOSING: f64 = 0.01;
const OPENING: f64 = 0.02;
const MOVING: f64 = 0.2;

/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) over groups of k..2k−1, from a descended grouping.
///
/// ```text
///  descend
///  while the budget lasts, at temperature T, which falls geometrically with the share of the budget spent:
///    x = any row, y = one of the 24 rows near it, in groups A ≠ B
///    try one of:  moving x to B · exchanging x with another row of B · closing A, its rows to near groups ·
///                 opening a group of x and near rows that their groups can spare
///    keep it where Δ ≤ 0, or else with probability exp(−Δ / T)
///  descend; give the best of the groupings given, descended and found
/// ```
///
/// Where a clock is the budget it bounds both descents too, and 5 % of it are kept for the last one: the search ends when the
/// clock does, but for one round of tries (1,024) or of looking round (256 groups), and not later by how long a descent takes.
///
/// # Errors
/// [`AggregateError::Cancelled`] when the monitor breaks off.
pub fn local_search(
    space: &Space,
    grouping: &Grouping,
    size: GroupSize,
    seed: &Seed,
    mut budget: Budget<'_>,
    monitor: &mut dyn Monitor,
) -> Result<Grouping, AggregateError> {
    let part = &mut Part { whole: monitor, from: 0.0, to: 0.0 };
    let best =
        descend_until(space, grouping, size, &mut Watch { monitor: part, is_over: &mut || budget.has_run_out() })?;
    let clusters = Clusters::of(space, &best, size);
    let unit = space.squares_within(&best) / as_f64(space.rows().max(1));
    let mut search = Search::of(space, clusters, seed.stream());
    let mut tried = 0;
    loop {
        let spent = budget.spent(tried);
        if spent >= 1.0 || unit <= 0.0 {
            break;
        }
        report(monitor, spent)?;
        search.temperature = unit * HOT * libm::pow(COLD / HOT, spent);
        (0..ROUND).for_each(|_| search.try_one());
        tried += ROUND;
    }
    let part = &mut Part { whole: monitor, from: 1.0, to: 1.0 };
    let watch = &mut Watch { monitor: part, is_over: &mut || budget.has_run_out() };
    settle(&mut search.clusters, Direction::Forwards, watch)?;
    Ok(better_of(space, best, search.clusters.grouping()))
}

struct Search<'a> {
    space: &'a Space,
    points: Points<'a>,
    /// The near rows of each row, looked up when it is first drawn.
    near: Vec<Option<Box<[usize]>>>,
    clusters: Clusters,
    stream: Stream,
    temperature: f64,
}

impl<'a> Search<'a> {
    fn of(space: &'a Space, clusters: Clusters, stream: Stream) -> Self {
        let near = vec![None; space.rows()];
        Self { space, points: Points::of(space), near, clusters, stream, temperature: 0.0 }
    }

    fn try_one(&mut self) {
        let row = self.stream.below(self.clusters.rows());
        let near = self.near(row);
        let Some(other) = near.get(self.stream.below(near.len())).copied() else { return };
        let (group, to) = (self.clusters.group_of(row), self.clusters.group_of(other));
        if group == to {
            return;
        }
        let choice = self.stream.even();
        if choice < CLOSING {
            if self.clusters.members(group).len() == self.clusters.size().least() {
                let near: Vec<Box<[usize]>> =
                    self.clusters.members(group).to_vec().into_iter().map(|row| self.near(row)).collect();
                let mut near = near.iter();
                let groups_near = |clusters: &Clusters, _| {
                    let rows = near.next().map_or(&[][..], |rows| rows);
                    rows.iter().map(|row| clusters.group_of(*row)).collect::<Vec<_>>()
                };
                let change = close(&mut self.clusters, group, groups_near);
                self.keep_or_undo(change);
            }
        } else if choice < OPENING {
            let change = open(&mut self.clusters, core::iter::once(row).chain(near.iter().copied()));
            self.keep_or_undo(change);
        } else if choice < MOVING && self.clusters.may_give(group) && self.clusters.may_take(to) {
            if self.accepts(self.clusters.growth_of_move(row, to)) {
                self.clusters.move_row(row, to);
            }
        } else {
            let members = self.clusters.members(to);
            let Some(partner) = members.get(self.stream.below(members.len())).copied() else { return };
            if self.accepts(self.clusters.growth_of_swap(row, partner)) {
                self.clusters.swap(row, partner);
            }
        }
    }

    fn accepts(&mut self, growth: f64) -> bool {
        growth <= 0.0 || self.stream.even() < libm::exp(-growth / self.temperature)
    }

    fn keep_or_undo(&mut self, change: Option<Change>) {
        if let Some(change) = change
            && !self.accepts(change.growth)
        {
            change.undo(&mut self.clusters);
        }
    }

    fn near(&mut self, row: usize) -> Box<[usize]> {
        if let Some(Some(near)) = self.near.get(row) {
            return near.clone();
        }
        let around = self.points.nearest(&self.space.point(row), NEAR + 1);
        let near: Box<[usize]> = around.into_iter().map(|(_, near)| near).filter(|near| *near != row).collect();
        self.near.get_mut(row).into_iter().for_each(|place| *place = Some(near.clone()));
        near
    }
}
