//! MDAV as its generic version ends it. For the ending of the published tables see [`super::mdav_to_nearest`].

use super::{AggregateError, GroupSize, Grouping, Monitor, Space, mdav::Rounds};

/// MDAV-generic (Domingo-Ferrer and Torra 2005, section 2): groups of k, the last of k..2k−1.
///
/// ```text
///  while |R| ≥ 3k:  c = centre(R);  r = farthest from c;  G1 = r and its k−1 nearest;  s = farthest from r outside G1;
///                   G2 = s and its k−1 nearest outside G1;  R = R without G1 and G2
///  if |R| ≥ 2k:     c = centre(R);  r = farthest from c;  G = r and its k−1 nearest;  R = R without G
///  R is the last group
/// ```
///
/// Of equally far or near rows the first. O(n²/k) distances, memory linear in rows.
///
/// # Errors
/// [`AggregateError`] below k rows, or when the monitor breaks off.
pub fn mdav_generic(space: &Space, size: GroupSize, monitor: &mut dyn Monitor) -> Result<Grouping, AggregateError> {
    let mut rounds = Rounds::of(space, size)?;
    rounds.take_pairs(3 * size.least(), monitor)?;
    rounds.take_one(2 * size.least());
    let rest = rounds.rest();
    rounds.groups.push(rest);
    Ok(Grouping::new(rounds.groups))
}
