//! Rows in nested boxes: whether any of them is nearer to a point than so far, without measuring to all. Exact to the last
//! bit. For passes over all rows that remain see `points`.

use super::{
    Space,
    points::{LANES, Tile, beginning_of, distances, tiles_of},
    space::{Axis, name_distance},
};

/// Rows of a box that is not cut further.
const FULL: usize = 4 * LANES;

/// A k-d tree (Bentley 1975) whose every node knows the box that its rows lie in.
///
/// A box whose nearest corner is not nearer than the bound is passed over. That is exact in `f64` too: rounding is monotone,
/// every term of a corner's sum is at most that of any row in the box, and both are summed in the order of the axes.
pub(super) struct Boxes<'a> {
    space: &'a Space,
    measured: usize,
    /// Of eight rows after eight, in the order of the leaves: where a distance begins, and the coordinates on all axes.
    tiles: Vec<Tile>,
    root: Option<Node>,
}

struct Node {
    /// The least and the greatest coordinate on each axis.
    corners: Vec<(f64, f64)>,
    inside: Inside,
}

enum Inside {
    /// From this place among the tiles to before that one.
    Tiles(usize, usize),
    Halves(Box<[Node; 2]>),
}

impl<'a> Boxes<'a> {
    /// Some rows of a space.
    pub(super) fn of(space: &'a Space, mut rows: Vec<usize>) -> Self {
        let mut tiles = Vec::new();
        let root = (!rows.is_empty()).then(|| Node::of(space, &mut rows, &mut tiles));
        Self { space, measured: space.measured(), tiles, root }
    }

    /// Whether a row is nearer to a point than d² = `bound`.
    pub(super) fn holds_nearer(&self, point: &[f64], bound: f64) -> bool {
        self.root.as_ref().is_some_and(|root| self.is_nearer(root, point, bound))
    }

    fn is_nearer(&self, node: &Node, point: &[f64], bound: f64) -> bool {
        match &node.inside {
            Inside::Tiles(from, to) => {
                let (measured, names) = point.split_at(self.measured.min(point.len()));
                let eights = self.tiles.get(*from..*to).unwrap_or_default().chunks_exact(1 + self.space.axes().len());
                eights.filter_map(<[Tile]>::split_first).any(|(beginning, tiles)| {
                    // An empty place is at no number's distance, which the least passes over.
                    let apart = distances(beginning, tiles, measured, names);
                    apart.into_iter().fold(f64::INFINITY, f64::min) < bound
                })
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
                nearer_first.into_iter().any(|(corner, half)| corner < bound && self.is_nearer(half, point, bound))
            }
        }
    }
}

impl Node {
    fn of(space: &Space, rows: &mut [usize], tiles: &mut Vec<Tile>) -> Self {
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
                Inside::Halves(Box::new([Self::of(space, low, tiles), Self::of(space, high, tiles)]))
            }
            _ => {
                let from = tiles.len();
                for eight in rows.chunks(LANES) {
                    tiles.push(beginning_of(eight));
                    tiles.extend(tiles_of(space, eight));
                }
                Inside::Tiles(from, tiles.len())
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
    use crate::microagg::{Categories, Column, Role, Table, Values, points::Points};

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
        fn what_is_nearer_is_what_a_pass_over_all_rows_finds(
            rows in prop::collection::vec((0..6_u8, -2.0..2.0_f64, 0..3_u8), 2..120),
            measured in 0..120_usize,
            bound in 0.0..4.0_f64,
        ) {
            let Some(space) = table(&rows).and_then(|table| table.space().ok()) else { return Ok(()) };
            let among: Vec<usize> = (0..rows.len()).filter(|row| row % 3 > 0).collect();
            let (boxes, points) = (Boxes::of(&space, among.clone()), Points::among(&space, among));
            let point = space.point(measured % rows.len());
            for bound in [bound, points.nearest(&point, 1).first().map_or(0.0, |(least, _)| *least), 0.0] {
                let nearest = points.nearest(&point, 1);
                let expected = nearest.first().is_some_and(|(least, _)| *least < bound);
                prop_assert_eq!(boxes.holds_nearer(&point, bound), expected);
                let next = f64::from_bits(bound.to_bits() + 1);
                let expected = nearest.first().is_some_and(|(least, _)| *least < next);
                prop_assert_eq!(boxes.holds_nearer(&point, next), expected);
            }
        }
    }

    #[test]
    fn nothing_is_nearer_where_nothing_is() {
        let space = table(&[(0, 0.0, 0), (1, 1.0, 1)]).and_then(|table| table.space().ok());
        assert!(
            space.is_some_and(|space| !Boxes::of(&space, Vec::new()).holds_nearer(&[0.0, 0.0, 0.0], f64::INFINITY))
        );
    }
}
