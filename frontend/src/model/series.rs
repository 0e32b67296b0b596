//! Series of readings as charts and tables show them: exact points, segments of the summary, or both.

use serde::{Deserialize, Serialize};
use sesemr_common::record::{ClinicalDate, ReadingKind, Segment, Series, SeriesColumn, SeriesPoint, SeriesSummary};

use super::moment::Moment;

/// All readings of one code and unit, in time order, and their summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesView {
    /// What is measured, in the record's words ("Blood pressure").
    pub title: String,
    /// What the numbers of a point are: a blood pressure has two.
    pub columns: Vec<SeriesColumn>,
    /// The exact readings; empty where only the summary was shared.
    pub points: Vec<SeriesPoint>,
    /// The summary; none where there are fewer than k readings, or none was asked for.
    #[serde(default)]
    pub summary: Option<SummaryView>,
}

/// The summary of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryView {
    /// Its segments, in time order.
    pub segments: Vec<Segment>,
    /// What is lost, in percent: 100·SSE/SST on z-scores.
    pub loss_percent: f64,
    /// k: the least number of readings in a segment.
    pub group_size: u32,
}

impl SeriesView {
    /// Exact readings, with their summary where there is one.
    pub fn new(series: &Series, summary: Option<&SeriesSummary>) -> Self {
        Self {
            title: series.code().text.as_str().to_owned(),
            columns: series.columns().to_vec(),
            points: series.points().to_vec(),
            summary: summary.map(SummaryView::from),
        }
    }

    /// A summary without the readings that it was made from.
    pub fn of_summary(summary: &SeriesSummary) -> Self {
        Self {
            title: summary.code().text.as_str().to_owned(),
            columns: summary.columns().to_vec(),
            points: Vec::new(),
            summary: Some(summary.into()),
        }
    }

    /// The summary's segments; none without one.
    pub fn segments(&self) -> &[Segment] {
        self.summary.as_ref().map_or(&[], |summary| &summary.segments)
    }
}

impl From<&SeriesSummary> for SummaryView {
    fn from(summary: &SeriesSummary) -> Self {
        Self { segments: summary.segments().to_vec(), loss_percent: summary.loss_percent(), group_size: summary.k() }
    }
}

/// The moment at which something dated begins.
pub fn begins(date: &ClinicalDate) -> Moment {
    Moment(date.begins().as_millisecond())
}

/// A reading as it was typed, to be checked by `sesemr_common::record::TypedReading`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingInput {
    /// What.
    pub kind: ReadingKind,
    /// When.
    pub time: ClinicalDate,
    /// One number for each of the kind's columns, in its unit.
    pub values: Vec<f64>,
}
