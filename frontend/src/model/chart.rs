//! A series as lines in a box: what goes where, in the units of an SVG of [`WIDTH`] by [`HEIGHT`].
//! Drawing is `component::series_chart`.

use super::{
    moment::Moment,
    series::{SeriesView, begins},
};

/// Width of the drawing.
pub const WIDTH: f64 = 720.0;
/// Height of the drawing.
pub const HEIGHT: f64 = 280.0;
/// Room for numbers on the left, in the large letters of a phone.
pub const LEFT: f64 = 84.0;
/// Room at the right.
pub const RIGHT: f64 = 12.0;
/// Room at the top.
pub const TOP: f64 = 24.0;
/// Room for dates at the bottom.
pub const BOTTOM: f64 = 36.0;

/// A series laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// One for each column of the series.
    pub columns: Vec<ChartColumn>,
    /// Values and their heights, lowest first.
    pub ticks: Vec<(f64, f64)>,
    /// The first moment.
    pub start: Moment,
    /// The last moment.
    pub end: Moment,
}

/// One column laid out.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ChartColumn {
    /// The exact readings.
    pub points: Vec<(f64, f64)>,
    /// The segments of the summary.
    pub segments: Vec<ChartSegment>,
}

/// A segment laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartSegment {
    /// Where it begins.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// The height of its mean.
    pub mean: f64,
    /// The height of its smallest value: a larger number, further down.
    pub minimum: f64,
    /// The height of its largest value.
    pub maximum: f64,
}

impl Chart {
    /// Lays a series out; nothing where all of it is of one moment, or it holds nothing: its numbers say that better.
    pub fn of(series: &SeriesView) -> Option<Self> {
        let times: Vec<Moment> = series
            .points
            .iter()
            .map(|point| begins(&point.time))
            .chain(series.segments().iter().flat_map(|segment| [begins(&segment.start), begins(&segment.end)]))
            .collect();
        let (start, end) = (*times.iter().min()?, *times.iter().max()?);
        if start == end {
            return None;
        }
        let across = Scale::new((start.0, end.0), (LEFT, WIDTH - RIGHT));
        let steps = steps_of(series)?;
        let up = Up { low: *steps.first()?, high: *steps.last()? };
        let columns = (0..series.columns.len()).map(|column| lay_out(series, column, &across, &up)).collect();
        let ticks = steps.iter().map(|value| (*value, up.at(*value))).collect();
        Some(Self { columns, ticks, start, end })
    }
}

fn lay_out(series: &SeriesView, column: usize, across: &Scale, up: &Up) -> ChartColumn {
    let point = |point: &sesemr_common::record::SeriesPoint| {
        Some((across.at(begins(&point.time).0), up.at(*point.values.get(column)?)))
    };
    let segment = |segment: &sesemr_common::record::Segment| {
        let spread = segment.columns.get(column)?;
        Some(ChartSegment {
            left: across.at(begins(&segment.start).0),
            right: across.at(begins(&segment.end).0),
            mean: up.at(spread.mean),
            minimum: up.at(spread.min),
            maximum: up.at(spread.max),
        })
    };
    ChartColumn {
        points: series.points.iter().filter_map(point).collect(),
        segments: series.segments().iter().filter_map(segment).collect(),
    }
}

/// Moments across the box.
struct Scale {
    from: (i64, i64),
    to: (f64, f64),
}

impl Scale {
    const fn new(from: (i64, i64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    #[expect(clippy::cast_precision_loss, reason = "a place on a screen")]
    fn at(&self, moment: i64) -> f64 {
        let length = self.from.1.saturating_sub(self.from.0);
        let share = moment.saturating_sub(self.from.0) as f64 / length as f64;
        share.mul_add(self.to.1 - self.to.0, self.to.0)
    }
}

/// Values up the box.
struct Up {
    low: f64,
    high: f64,
}

impl Up {
    fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        (1.0 - share).mul_add(HEIGHT - TOP - BOTTOM, TOP)
    }
}

/// Round values from below the smallest to above the largest of a series.
fn steps_of(series: &SeriesView) -> Option<Vec<f64>> {
    let points = series.points.iter().flat_map(|point| point.values.iter().copied());
    let spreads = series.segments().iter().flat_map(|segment| &segment.columns);
    let values = points.chain(spreads.flat_map(|spread| [spread.min, spread.max]));
    let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    let low = values.iter().copied().reduce(f64::min)?;
    let high = values.iter().copied().reduce(f64::max)?;
    round_steps(low, high, low.abs().max(1.0) * 1e-3)
}

/// Round values from `low` or below to `high` or above: steps of 1, 2 or 5 times a power of ten, about five, none smaller
/// than `least`, which is above 0. At least two values, so that equal ones have a place between them.
pub(super) fn round_steps(low: f64, high: f64, least: f64) -> Option<Vec<f64>> {
    let raw = ((high - low) / 4.0).max(least);
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= raw)?;
    let first = (low / step).floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "four to eight steps")]
    let count = (((high / step).ceil() - first) as u32).clamp(1, 20);
    Some((0..=count).map(|index| (first + f64::from(index)) * step).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use super::*;

    fn series(points: &str, summary: &str) -> SeriesView {
        let column = r#"{"code":{"system":"","code":"x","text":"Weight"},"unit":{"code":"kg","text":"kg"}}"#;
        let json = format!(r#"{{"title":"Weight","columns":[{column}],"points":[{points}],"summary":{summary}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn point(time: &str, value: f64) -> String {
        format!(r#"{{"time":"{time}","values":[{value}]}}"#)
    }

    #[test]
    fn nothing_is_laid_out_of_an_empty_series() {
        assert_eq!(Chart::of(&series("", "null")), None);
    }

    #[test]
    fn the_first_reading_stands_left_and_the_higher_one_above() {
        let points = [point("2026-01-01", 80.0), point("2026-02-01", 90.0)].join(",");
        let chart = Chart::of(&series(&points, "null")).unwrap();
        let [first, last] = [chart.columns[0].points[0], chart.columns[0].points[1]];
        assert_eq!((first.0, last.0), (LEFT, WIDTH - RIGHT));
        assert!(last.1 < first.1);
    }

    #[test]
    fn nothing_is_laid_out_of_one_reading_or_of_several_at_once() {
        let one = point("2026-01-01", 80.0);
        assert_eq!(Chart::of(&series(&one, "null")), None);
        assert_eq!(Chart::of(&series(&format!("{one},{one}"), "null")), None);
    }

    #[test]
    fn equal_readings_lie_in_a_box_with_height() {
        let points = [point("2026-01-01", 80.0), point("2026-02-01", 80.0)].join(",");
        let (_, y) = Chart::of(&series(&points, "null")).unwrap().columns[0].points[0];
        assert!(y.is_finite() && (TOP..=HEIGHT - BOTTOM).contains(&y));
    }

    #[test]
    fn steps_are_round_and_hold_every_value() {
        let points = [point("2026-01-01", 61.0), point("2026-02-01", 142.0)].join(",");
        let chart = Chart::of(&series(&points, "null")).unwrap();
        let values: Vec<f64> = chart.ticks.iter().map(|(value, _)| *value).collect();
        assert_eq!(values, [50.0, 100.0, 150.0]);
    }

    #[test]
    fn the_extremes_of_a_segment_stay_in_the_box() {
        let summary = r#"{"segments":[{"start":"2026-01-01","end":"2026-03-01","count":3,
            "columns":[{"mean":80.0,"min":41.0,"max":95.0}]}],"loss_percent":12.5,"group_size":3}"#;
        let chart = Chart::of(&series("", summary)).unwrap();
        let segment = chart.columns[0].segments[0];
        assert!(segment.maximum < segment.mean && segment.mean < segment.minimum);
        assert!(segment.minimum <= HEIGHT - BOTTOM);
    }
}
