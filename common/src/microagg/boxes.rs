//! Rows in nested boxes: whether any of them is nearer to a point than so far, and how many are just as far, without measuring
//! to all. Exact to the last bit. For passes over all rows that remain see `points`.

use super::{
    Space,
    points::{LANES, Tile, beginning_of, distances, tiles_of},
    space::{Axis, name_distance},
};

/// Rows of a box that is not cut further.
const FULL: usize = 4 * LANES;

/// A k-d tree (Bentley 1975) whose every node knows the box that its rows lie in.
///
/// A box whose nearest corner is farther than the bound is passed over. That is exact in `f64` too: rounding is monotone,
/// every term of a corner's sum is at most that of any row in the box, and both are summed in the order of the axes.
pub(super) struct Boxes<'a> {
    space: &'a Space,
    measured: usize,
    leaves: Leaves,
    root: Option<Node>,
}

/// Eight rows after eight, in the order of the leaves.
#[derive(Default)]
struct Leaves {
    /// Where a distance begins, and the coordinates on all axes.
    tiles: Vec<Tile>,
    /// What each row counts for.
    weights: Vec<[usize; LANES]>,
}

struct Node {
    /// The least and the greatest coordinate on each axis.
    corners: Vec<(f64, f64)>,
    inside: Inside,
}

enum Inside {
    /// From this eight to before that one.
    Eights(usize, usize),
    Halves(Box<[Node; 2]>),
}

impl<'a> Boxes<'a> {
    /// Some rows of a space, and what each counts for.
    pub(super) fn of(space: &'a Space, mut rows: Vec<usize>, weight: impl Fn(usize) -> usize) -> Self {
        let mut leaves = Leaves::default();
        let root = (!rows.is_empty()).then(|| Node::of(space, &mut rows, &weight, &mut leaves));
        Self { space, measured: space.measured(), leaves, root }
    }

    /// What the rows at exactly d² = `bound` from a point count for together; none where a row is nearer.
    pub(super) fn ties(&self, point: &[f64], bound: f64) -> Option<usize> {
        self.root.as_ref().map_or(Some(0), |root| self.ties_in(root, point, bound))
    }

    fn ties_in(&self, node: &Node, point: &[f64], bound: f64) -> Option<usize> {
        match &node.inside {
            Inside::Eights(from, to) => {
                let (measured, names) = point.split_at(self.measured.min(point.len()));
                let width = 1 + self.space.axes().len();
                let eights = self.leaves.tiles.get(from * width..to * width).unwrap_or_default().chunks_exact(width);
                let mut found = 0;
                for (eight, weights) in eights.zip(self.leaves.weights.get(*from..*to).unwrap_or_default()) {
                    let Some((beginning, tiles)) = eight.split_first() else { continue };
                    // An empty place is at no number's distance, which is neither nearer nor as far.
                    let apart = distances(beginning, tiles, measured, names);
                    let least = apart.iter().copied().fold(f64::INFINITY, f64::min);
                    if least < bound {
                        return None;
                    }
                    if least <= bound {
                        let as_far = apart.iter().zip(weights).filter(|(apart, _)| **apart <= bound);
                        found += as_far.map(|(_, weight)| weight).sum::<usize>();
                    }
                }
                Some(found)
            }
            Inside::Halves(halves) => {
                let [one, other] = halves.as_ref();
                let (to_one, to_other) = (one.corner(self.space, point), other.corner(self.space, point));
                // What is near is found sooner in the nearer half.
                let nearer_first = if to_one <= to_other {
                    [(to_one, one), (to_other, other)]
                } else {
                    [(to_other, other), (to_one, one)]
                };
                let mut found = 0;
                for (corner, half) in nearer_first {
                    if corner <= bound {
                        found += self.ties_in(half, point, bound)?;
                    }
                }
                Some(found)
            }
        }
    }
}

impl Node {
    fn of(space: &Space, rows: &mut [usize], weight: &impl Fn(usize) -> usize, leaves: &mut Leaves) -> Self {
        let corners: Vec<(f64, f64)> = space.axes().iter().map(|axis| reach(axis, rows)).collect();
        let widest = corners.iter().zip(space.axes()).max_by(|(one, _), (other, _)| {
            let width = |(least, most): &(f64, f64)| most - least;
            width(one).total_cmp(&width(other))
        });
        let inside = match widest {
            Some(((least, most), axis)) if rows.len() > FULL && least < most => {
                let middle = rows.len() / 2;
                rows.select_nth_unstable_by(middle, |one, other| {
                    axis.value(*one).total_cmp(&axis.value(*other)).then(one.cmp(other))
                });
                let (low, high) = rows.split_at_mut(middle);
                Inside::Halves(Box::new([Self::of(space, low, weight, leaves), Self::of(space, high, weight, leaves)]))
            }
            _ => {
                let from = leaves.weights.len();
                for eight in rows.chunks(LANES) {
                    leaves.tiles.push(beginning_of(eight));
                    leaves.tiles.extend(tiles_of(space, eight));
                    let mut weights = [0; LANES];
                    weights.iter_mut().zip(eight).for_each(|(place, row)| *place = weight(*row));
                    leaves.weights.push(weights);
                }
                Inside::Eights(from, leaves.weights.len())
            }
        };
        Self { corners, inside }
    }

    /// d² of the point of the box that is nearest to a point.
    fn corner(&self, space: &Space, point: &[f64]) -> f64 {
        let pairs = space.axes().iter().zip(&self.corners).zip(point);
        pairs.map(|((axis, (least, most)), coordinate)| to_reach(axis, (*least, *most), *coordinate)).sum()
    }
}

fn reach(axis: &Axis, rows: &[usize]) -> (f64, f64) {
    let values = rows.iter().map(|row| axis.value(*row));
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
}

fn to_reach(axis: &Axis, (least, most): (f64, f64), coordinate: f64) -> f64 {
    if axis.is_nominal() {
        // Names between two others mean nothing: only where all are one is something known.
        if least < most { 0.0 } else { name_distance(least, coordinate) }
    } else if coordinate < least {
        axis.distance(least, coordinate)
    } else if coordinate > most {
        axis.distance(most, coordinate)
    } else {
        0.0
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::microagg::{Categories, Column, Role, Table, Values};

    /// Rows of two numbers on a coarse grid, so that ties are common, and a name.
    fn table(rows: &[(u8, f64, u8)]) -> Option<Table> {
        let names: Vec<String> = rows.iter().map(|row| row.2.to_string()).collect();
        let columns = [
            Values::Numbers(rows.iter().map(|row| f64::from(row.0) / 3.0).collect()),
            Values::Numbers(rows.iter().map(|row| row.1).collect()),
            Values::Nominal(Categories::as_they_appear(names.iter().map(String::as_str))),
        ];
        let column = |(number, values): (usize, Values)| Column {
            name: number.to_string(),
            role: Role::QuasiIdentifier,
            values,
        };
        Table::try_new(columns.into_iter().enumerate().map(column).collect()).ok()
    }

    proptest! {
        #[test]
        fn what_is_nearer_or_as_far_is_what_a_pass_over_all_rows_finds(
            rows in prop::collection::vec((0..6_u8, -2.0..2.0_f64, 0..3_u8), 2..120),
            ties in any::<bool>(),
            measured in 0..120_usize,
            bound in 0.0..4.0_f64,
        ) {
            let rows: Vec<_> = rows.into_iter().map(|(x, y, name)| (x, if ties { y.round() } else { y }, name)).collect();
            let Some(space) = table(&rows).and_then(|table| table.space().ok()) else { return Ok(()) };
            let among: Vec<usize> = (0..rows.len()).filter(|row| row % 3 > 0).collect();
            let boxes = Boxes::of(&space, among.clone(), |row| row);
            let point = space.point(measured % rows.len());
            let apart: Vec<(usize, f64)> = among.into_iter().map(|row| (row, space.distance(row, &point))).collect();
            let least = apart.iter().map(|(_, apart)| *apart).fold(f64::INFINITY, f64::min);
            for bound in [bound, least, f64::from_bits(least.to_bits() + 1), 0.0] {
                let tied = apart.iter().filter(|(_, apart)| apart.total_cmp(&bound).is_eq()).map(|(row, _)| row).sum();
                prop_assert_eq!(boxes.ties(&point, bound), (least >= bound).then_some(tied));
            }
        }
    }

    #[test]
    fn nothing_is_near_where_nothing_is() {
        let space = table(&[(0, 0.0, 0), (1, 1.0, 1)]).and_then(|table| table.space().ok());
        let ties = space.map(|space| Boxes::of(&space, Vec::new(), |_| 1).ties(&[0.0, 0.0, 0.0], f64::INFINITY));
        assert_eq!(ties, Some(Some(0)));
    }
}
