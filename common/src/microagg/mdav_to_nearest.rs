//! MDAV as the published tables end it. For the generic ending see [`super::mdav_generic`].

use super::{
    AggregateError, GroupSize, Grouping, Monitor, Space,
    mdav::{Rounds, join_nearest},
};

/// MDAV with rows left over joining the nearest group: groups of k, where n mod k rows are spread over the groups they
/// are nearest to. A group may so hold up to 2k−1 rows.
///
/// ```text
///  while |R| ≥ 2k:  as MDAV-generic takes G1 and G2
///  if |R| ≥ k:      c = centre(R);  r = farthest from c;  G = r and its k−1 nearest;  R = R without G
///  each x in R:     x joins the group with the nearest centre, as the centres were before any joined
/// ```
///
/// Below 2k rows there is one group. O(n²/k) distances, memory linear in rows.
///
/// # Errors
/// [`AggregateError`] below k rows, or when the monitor breaks off.
pub fn mdav_to_nearest(space: &Space, size: GroupSize, monitor: &mut dyn Monitor) -> Result<Grouping, AggregateError> {
    let mut rounds = Rounds::of(space, size)?;
    rounds.take_pairs(2 * size.least(), monitor)?;
    rounds.take_one(size.least());
    let rest = rounds.rest();
    join_nearest(space, &mut rounds.groups, &rest);
    Ok(Grouping::new(rounds.groups))
}
