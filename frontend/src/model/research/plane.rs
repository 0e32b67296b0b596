//! Rows as points on a plane, laid out as the paths of an SVG of [`WIDTH`] by [`HEIGHT`]. Three paths however many rows there
//! are: a browser draws them without stalling. Drawing is `component::plane_chart`.

use core::fmt::Write as _;

use super::sample::SampleAxis;
use crate::model::chart::{BOTTOM, LEFT, RIGHT, TOP, WIDTH, round_steps};

/// Height of the drawing.
pub const HEIGHT: f64 = 480.0;

/// Rows laid out.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Plane {
    /// Values across and their places.
    pub across: Vec<(f64, f64)>,
    /// Values up and their places.
    pub up: Vec<(f64, f64)>,
    /// A line from each row to what became of it.
    pub moves: String,
    /// A dot for each row.
    pub before: String,
    /// A dot for what became of each.
    pub after: String,
}

impl Plane {
    /// Lays out; nothing where there are no rows.
    pub fn of(x: &SampleAxis, y: &SampleAxis) -> Option<Self> {
        let across = Across::of(x, LEFT, WIDTH - RIGHT)?;
        let up = Across::of(y, HEIGHT - BOTTOM, TOP)?;
        let mut plane = Self { across: across.ticks(), up: up.ticks(), ..Self::default() };
        let values = x.before.iter().zip(&y.before).zip(x.after.iter().zip(&y.after));
        for ((x, y), (to_x, to_y)) in values {
            let [x, to_x] = [x, to_x].map(|value| across.at(*value));
            let [y, to_y] = [y, to_y].map(|value| up.at(*value));
            // Writing into a text does not fail.
            _ = write!(plane.moves, "M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}");
            // A line of no length with round ends is a dot.
            _ = write!(plane.before, "M{x:.1} {y:.1}h0");
            _ = write!(plane.after, "M{to_x:.1} {to_y:.1}h0");
        }
        Some(plane)
    }
}

/// Values along one side of a box.
pub(super) struct Across {
    steps: Vec<f64>,
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Across {
    fn of(axis: &SampleAxis, from: f64, to: f64) -> Option<Self> {
        Self::between(axis.before.iter().chain(&axis.after).copied(), from, to)
    }

    /// From round numbers to round numbers; nothing without a value.
    pub(super) fn between(values: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Option<Self> {
        let low = values.clone().reduce(f64::min)?;
        let high = values.reduce(f64::max)?;
        // Equal values are given a box as wide as they are large.
        let least = if high > low { f64::MIN_POSITIVE } else { low.abs().max(1.0) };
        let steps = round_steps(low, high, least)?;
        let (low, high) = (*steps.first()?, *steps.last()?);
        Some(Self { steps, low, high, from, to })
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        share.mul_add(self.to - self.from, self.from)
    }

    pub(super) fn ticks(&self) -> Vec<(f64, f64)> {
        self.steps.iter().map(|value| (*value, self.at(*value))).collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::research::sample::AxisOf;

    fn axis(before: &[f64], after: &[f64]) -> SampleAxis {
        SampleAxis { of: AxisOf::Direction(1), before: before.to_vec(), after: after.to_vec() }
    }

    #[test]
    fn every_row_is_a_dot_and_a_line_to_another() {
        let axis = axis(&[0.0, 5.0, 10.0], &[5.0, 5.0, 5.0]);
        let plane = Plane::of(&axis, &axis).unwrap();
        for path in [&plane.before, &plane.after, &plane.moves] {
            assert_eq!(path.matches('M').count(), 3, "{path}");
        }
    }

    #[test]
    fn the_greatest_value_is_at_the_right_and_at_the_top() {
        let axis = axis(&[0.0, 10.0], &[0.0, 10.0]);
        let plane = Plane::of(&axis, &axis).unwrap();
        let (_, right) = plane.across.last().unwrap();
        let (_, top) = plane.up.last().unwrap();
        assert_eq!((*right, *top), (WIDTH - RIGHT, TOP));
    }

    #[test]
    fn constant_values_have_a_place() {
        let axis = axis(&[3.0, 3.0], &[3.0, 3.0]);
        let plane = Plane::of(&axis, &axis).unwrap();
        assert!(!plane.before.contains("NaN") && !plane.before.contains("inf"), "{}", plane.before);
    }

    #[test]
    fn no_rows_are_no_drawing() {
        assert_eq!(Plane::of(&axis(&[], &[]), &axis(&[], &[])), None);
    }
}
