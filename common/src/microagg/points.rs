//! A copy of the rows laid out for passes over all of them, from which groups are taken. The hot loop of every method
//! is here: distances from one point to all rows that remain. For single distances use [`Space`].

use super::{Space, space::name_distance};

/// So many rows side by side: the compiler turns the loops over them into vector instructions.
pub(super) const LANES: usize = 8;
/// Tiles whose distances are looked at together: 1024 rows, 8 KiB, which stay in the nearest cache.
const BLOCK: usize = 128;
/// Places are closed up when more than one in so many is empty.
const SPARSE: usize = 16;

/// One coordinate of so many rows, or their distances.
pub(super) type Tile = [f64; LANES];

/// The tiles of some axes of eight rows.
pub(super) fn tiles_of<'a>(space: &'a Space, eight: &'a [usize]) -> impl Iterator<Item = Tile> + 'a {
    space.axes().iter().map(move |axis| {
        let mut tile = [0.0; LANES];
        tile.iter_mut().zip(eight).for_each(|(value, row)| *value = axis.value(*row));
        tile
    })
}

/// Zero where a place of eight holds a row, no number where it is empty: what every distance begins with.
pub(super) fn beginning_of(eight: &[usize]) -> Tile {
    let mut beginning = [f64::NAN; LANES];
    beginning.iter_mut().take(eight.len()).for_each(|value| *value = 0.0);
    beginning
}

/// d² of eight rows from a point, summed in the order of the axes.
#[inline]
pub(super) fn distances(beginning: &Tile, tiles: &[Tile], measured: &[f64], names: &[f64]) -> Tile {
    let (numbers, categories) = tiles.split_at(measured.len());
    let mut sums = *beginning;
    for (tile, coordinate) in numbers.iter().zip(measured) {
        for (sum, value) in sums.iter_mut().zip(tile) {
            let apart = value - coordinate;
            *sum += apart * apart;
        }
    }
    for (tile, name) in categories.iter().zip(names) {
        for (sum, value) in sums.iter_mut().zip(tile) {
            *sum += name_distance(*value, *name);
        }
    }
    sums
}

/// The rows that remain, ascending. A tile holds one coordinate of eight rows; the tiles of all axes of the same eight
/// rows follow each other. A removed row leaves an empty place, whose distance from everything is no number and so
/// neither near nor far.
pub(super) struct Points<'a> {
    space: &'a Space,
    measured: usize,
    tiles: Vec<Tile>,
    /// Zero where a place holds a row, no number where it is empty: what every distance begins with.
    beginnings: Vec<Tile>,
    rows: Vec<usize>,
    remaining: usize,
}

impl<'a> Points<'a> {
    /// All rows.
    pub(super) fn of(space: &'a Space) -> Self {
        Self::among(space, (0..space.rows()).collect())
    }

    /// Some rows, ascending.
    pub(super) fn among(space: &'a Space, rows: Vec<usize>) -> Self {
        let mut points = Self {
            space,
            measured: space.measured(),
            tiles: Vec::new(),
            beginnings: Vec::new(),
            rows: Vec::new(),
            remaining: 0,
        };
        points.lay_out(rows);
        points
    }

    /// How many rows remain.
    pub(super) fn remaining(&self) -> usize {
        self.remaining
    }

    /// The rows that remain, ascending.
    pub(super) fn rows(&self) -> Vec<usize> {
        let places = self.rows.iter().zip(self.beginnings.as_flattened());
        places.filter(|(_, beginning)| !beginning.is_nan()).map(|(row, _)| *row).collect()
    }

    /// Removes rows. One that does not remain is passed over.
    pub(super) fn remove(&mut self, rows: &[usize]) {
        for row in rows {
            if let Ok(place) = self.rows.binary_search(row)
                && let Some(beginning) = self.beginnings.as_flattened_mut().get_mut(place)
                && !beginning.is_nan()
            {
                *beginning = f64::NAN;
                self.remaining -= 1;
            }
        }
        if (self.rows.len() - self.remaining) * SPARSE > self.rows.len() {
            self.lay_out(self.rows());
        }
    }

    /// The row farthest from a point, of equals the first.
    pub(super) fn farthest(&self, point: &[f64]) -> Option<usize> {
        let mut farthest = Farthest::default();
        self.pass(point, |first, distances| farthest.see(first, distances));
        farthest.place.and_then(|place| self.rows.get(place).copied())
    }

    /// The `count` rows nearest to a point, nearest first, of equals the first, with d².
    pub(super) fn nearest(&self, point: &[f64], count: usize) -> Vec<(f64, usize)> {
        let mut nearest = Nearest::new(count);
        self.pass(point, |first, distances| nearest.see(first, distances));
        self.rows_of(nearest)
    }

    /// [`Self::nearest`] and [`Self::farthest`] in one pass.
    pub(super) fn nearest_and_farthest(&self, point: &[f64], count: usize) -> (Vec<(f64, usize)>, Option<usize>) {
        let (mut nearest, mut farthest) = (Nearest::new(count), Farthest::default());
        self.pass(point, |first, distances| {
            nearest.see(first, distances);
            farthest.see(first, distances);
        });
        (self.rows_of(nearest), farthest.place.and_then(|place| self.rows.get(place).copied()))
    }

    /// d² of every row from a point, in the order of the rows. For points of which none was removed.
    pub(super) fn distances(&self, point: &[f64]) -> Vec<f64> {
        let mut all = Vec::with_capacity(self.beginnings.len() * LANES);
        if !self.space.axes().is_empty() {
            self.pass(point, |_, distances| all.extend_from_slice(distances.as_flattened()));
        }
        // The last tile may have empty places; without an axis all is at one point.
        all.resize(self.rows.len(), 0.0);
        all
    }

    fn rows_of(&self, nearest: Nearest) -> Vec<(f64, usize)> {
        nearest.found.into_iter().filter_map(|(d, place)| self.rows.get(place).map(|row| (d, *row))).collect()
    }

    /// Calls `see` for every block of rows with the place of its first and the distances d² of all of them.
    fn pass(&self, point: &[f64], mut see: impl FnMut(usize, &[Tile])) {
        let axes = self.space.axes().len();
        let (measured, names) = point.split_at(self.measured.min(point.len()));
        let mut found = [[0.0; LANES]; BLOCK];
        let blocks = self.tiles.chunks(BLOCK * axes).zip(self.beginnings.chunks(BLOCK));
        for (number, (tiles, beginnings)) in blocks.enumerate() {
            let of_eight = tiles.chunks_exact(axes).zip(beginnings);
            for (distance, (tiles, beginning)) in found.iter_mut().zip(of_eight) {
                *distance = distances(beginning, tiles, measured, names);
            }
            see(number * BLOCK * LANES, found.get(..beginnings.len()).unwrap_or_default());
        }
    }

    fn lay_out(&mut self, rows: Vec<usize>) {
        let tiles = rows.len().div_ceil(LANES);
        self.tiles.clear();
        self.tiles.reserve_exact(tiles * self.space.axes().len());
        self.beginnings.clear();
        self.beginnings.reserve_exact(tiles);
        for eight in rows.chunks(LANES) {
            self.tiles.extend(tiles_of(self.space, eight));
            self.beginnings.push(beginning_of(eight));
        }
        self.remaining = rows.len();
        self.rows = rows;
    }
}

/// The greatest distance so far.
struct Farthest {
    distance: f64,
    place: Option<usize>,
}

impl Default for Farthest {
    fn default() -> Self {
        Self { distance: -1.0, place: None }
    }
}

impl Farthest {
    #[expect(clippy::float_cmp, reason = "the greatest of the distances is one of them")]
    fn see(&mut self, first: usize, distances: &[Tile]) {
        let greatest = fold(distances, -1.0, |value, most| value > most);
        if greatest > self.distance {
            let place = distances.as_flattened().iter().position(|distance| *distance == greatest);
            *self = Self { distance: greatest, place: place.map(|place| first + place) };
        }
    }
}

/// The least distances so far, ascending, with their places.
struct Nearest {
    count: usize,
    found: Vec<(f64, usize)>,
}

impl Nearest {
    fn new(count: usize) -> Self {
        Self { count, found: Vec::with_capacity(count + 1) }
    }

    fn see(&mut self, first: usize, distances: &[Tile]) {
        let mut bound = self.bound();
        if fold(distances, f64::INFINITY, |value, least| value < least) >= bound {
            return;
        }
        for (place, distance) in distances.as_flattened().iter().enumerate() {
            // Of equals the first stays: places ascend.
            if *distance < bound {
                let at = self.found.partition_point(|(found, _)| found <= distance);
                self.found.insert(at, (*distance, first + place));
                self.found.truncate(self.count);
                bound = self.bound();
            }
        }
    }

    /// What a distance must be below to be among the nearest.
    fn bound(&self) -> f64 {
        if self.count == 0 {
            return f64::NEG_INFINITY;
        }
        self.found.get(self.count - 1).map_or(f64::INFINITY, |(distance, _)| *distance)
    }
}

/// The first of all distances, lane by lane, that no other `beats`; what is no number beats nothing.
fn fold(distances: &[Tile], beginning: f64, beats: impl Fn(f64, f64) -> bool) -> f64 {
    let mut lanes = [beginning; LANES];
    for tile in distances {
        for (lane, value) in lanes.iter_mut().zip(tile) {
            *lane = if beats(*value, *lane) { *value } else { *lane };
        }
    }
    lanes.iter().fold(beginning, |best, lane| if beats(*lane, best) { *lane } else { best })
}
