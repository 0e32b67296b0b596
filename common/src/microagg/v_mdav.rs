//! V-MDAV: groups whose size follows the rows. For groups of k see [`super::mdav_generic`].

use super::{
    AggregateError, Gamma, GroupSize, Grouping, Monitor, Space,
    aggregate_error::report,
    mdav::{join_nearest, refuse_too_few, share_done},
    mdav_generic, mdav_to_nearest,
    monitor::Part,
    points::Points,
};

/// V-MDAV (Solanas and Martínez-Ballesté 2006): groups of k..2k−1, and rows left over that join the nearest.
///
/// ```text
///  c = centre of all rows
///  while at least k rows are unassigned:
///    e = unassigned farthest from c;  g = e and its k−1 nearest
///    while |g| < 2k−1 and two rows are unassigned:
///      m = unassigned nearest to any row of g, at d_in;  d_out = distance of m from its nearest other unassigned row
///      if d_in < γ·d_out: m joins g;  else stop
///  each unassigned x joins the group with the nearest centre, as the centres were before any joined
/// ```
///
/// `d_in` and `d_out` are plain distances, not squared. Of equally far or near rows the first. Rows left over may take a group
/// beyond 2k−1. O(n²) distances for γ > 0, O(n²/k) for γ = 0; memory linear in rows.
///
/// # Errors
/// [`AggregateError`] below k rows, or when the monitor breaks off.
pub fn v_mdav(
    space: &Space,
    size: GroupSize,
    gamma: Gamma,
    monitor: &mut dyn Monitor,
) -> Result<Grouping, AggregateError> {
    refuse_too_few(space.rows(), size)?;
    let mut points = Points::of(space);
    let mut assigned = vec![false; space.rows()];
    let mut groups = Vec::with_capacity(space.rows() / size.least());
    for row in farthest_first(space) {
        if points.remaining() < size.least() {
            break;
        }
        if assigned.get(row) == Some(&false) {
            report(monitor, share_done(points.remaining(), space.rows()))?;
            let group = take_group(space, &mut points, row, size, gamma);
            for member in &group {
                assigned.get_mut(*member).into_iter().for_each(|place| *place = true);
            }
            groups.push(group);
        }
    }
    join_nearest(space, &mut groups, &points.rows());
    Ok(Grouping::new(groups))
}

/// The best of V-MDAV over a small grid of γ and both MDAV variants: no γ is best everywhere. Of equal losses the first,
/// in the order MDAV-generic, MDAV with rows left over joining the nearest, ascending γ.
///
/// # Errors
/// [`AggregateError`] below k rows, or when the monitor breaks off.
pub fn v_mdav_auto(space: &Space, size: GroupSize, monitor: &mut dyn Monitor) -> Result<Grouping, AggregateError> {
    const STEP: f64 = 1.0 / 8.0;
    let mut part = Part { whole: monitor, from: 0.0, to: STEP };
    let mut best = mdav_generic(space, size, &mut part)?;
    let mut least = space.squares_within(&best);
    part = Part { from: part.to, to: part.to + STEP, ..part };
    let mut tried = Some(mdav_to_nearest(space, size, &mut part)?);
    let mut gammas = Gamma::GRID.into_iter();
    while let Some(grouping) = tried {
        let squares = space.squares_within(&grouping);
        if squares < least {
            (best, least) = (grouping, squares);
        }
        part = Part { from: part.to, to: part.to + STEP, ..part };
        tried = gammas.next().map(|gamma| v_mdav(space, size, gamma, &mut part)).transpose()?;
    }
    Ok(best)
}

/// All rows, the farthest from their centre first, of equals in the order of rows.
fn farthest_first(space: &Space) -> Vec<usize> {
    let rows: Vec<usize> = (0..space.rows()).collect();
    let centre = space.centre(&rows);
    let mut by_distance: Vec<(f64, usize)> = rows.into_iter().map(|row| (space.distance(row, &centre), row)).collect();
    by_distance.sort_by(|(distance, row), (other, other_row)| other.total_cmp(distance).then(row.cmp(other_row)));
    by_distance.into_iter().map(|(_, row)| row).collect()
}

/// A member of the group that grows, and the unassigned row nearest to it.
struct Reach {
    member: usize,
    nearest: (f64, usize),
}

fn take_group(space: &Space, points: &mut Points<'_>, row: usize, size: GroupSize, gamma: Gamma) -> Vec<usize> {
    points.remove(&[row]);
    // One more than the group needs: the nearest row outside it.
    let mut around = points.nearest(&space.point(row), size.least());
    let mut reaches: Vec<Reach> = Vec::new();
    if around.len() == size.least() {
        reaches.extend(around.pop().map(|nearest| Reach { member: row, nearest }));
    }
    let mut group = vec![row];
    group.extend(around.iter().map(|(_, row)| *row));
    points.remove(&group);
    if gamma.number() > 0.0 {
        let others = group.iter().skip(1);
        reaches.extend(others.filter_map(|member| reach(space, points, *member)));
        extend(space, points, size, gamma, &mut group, reaches);
    }
    group
}

fn extend(
    space: &Space,
    points: &mut Points<'_>,
    size: GroupSize,
    gamma: Gamma,
    group: &mut Vec<usize>,
    mut reaches: Vec<Reach>,
) {
    // The last row of all has no other to be measured against: it is left over.
    while group.len() < size.most() && points.remaining() >= 2 {
        let by_distance = |one: &&Reach, other: &&Reach| {
            one.nearest.0.total_cmp(&other.nearest.0).then(one.nearest.1.cmp(&other.nearest.1))
        };
        let Some((inside, row)) = reaches.iter().min_by(by_distance).map(|reach| reach.nearest) else { break };
        let around = points.nearest(&space.point(row), 2);
        let Some(outside) = around.into_iter().find(|(_, other)| *other != row) else { break };
        if inside.sqrt() < gamma.number() * outside.0.sqrt() {
            points.remove(&[row]);
            group.push(row);
            reaches.push(Reach { member: row, nearest: outside });
            let lost: Vec<usize> =
                reaches.iter().filter(|reach| reach.nearest.1 == row).map(|reach| reach.member).collect();
            reaches.retain(|reach| reach.nearest.1 != row);
            reaches.extend(lost.into_iter().filter_map(|member| reach(space, points, member)));
        } else {
            break;
        }
    }
}

fn reach(space: &Space, points: &Points<'_>, member: usize) -> Option<Reach> {
    let nearest = points.nearest(&space.point(member), 1).first().copied()?;
    Some(Reach { member, nearest })
}
