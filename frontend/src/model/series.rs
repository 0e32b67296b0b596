//! Series of readings as charts and tables show them: exact points, segments of the summary, or both.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sesemr_common::{
    microagg::GroupSize,
    portion::Portion,
    record::{
        ClinicalDate, ContentId, ReadingKind, ReadingWords, ReadingsSeries, Segment, Series, SeriesColumn, SeriesKey,
        SeriesPoint, SeriesSummary, collect_series, summarise_series,
    },
};

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

/// The keys of the series that these readings belong to.
pub fn series_keys<'a>(readings: impl Iterator<Item = (ContentId, &'a [u8])>) -> BTreeSet<SeriesKey> {
    series_of(readings).iter().map(Series::key).collect()
}

/// The series of these keys, of all these readings.
pub fn series_among<'a>(
    readings: impl Iterator<Item = (ContentId, &'a [u8])>,
    keys: &BTreeSet<SeriesKey>,
) -> Vec<Series> {
    let mut series = series_of(readings);
    series.retain(|series| keys.contains(&series.key()));
    series
}

/// Summarises. Nothing for fewer than k readings: they are kept exact, without a summary.
pub fn summarise(series: &Series, k: GroupSize) -> Option<SeriesSummary> {
    ReadingsSeries::try_from(series.clone()).ok().and_then(|readings| summarise_series(&readings, k).ok())
}

fn series_of<'a>(readings: impl Iterator<Item = (ContentId, &'a [u8])>) -> Vec<Series> {
    collect_series(readings.map(|(id, json)| (Portion::Readings, id, json))).0
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
    /// What it is called, as the person reads it.
    pub words: ReadingWords,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use sesemr_common::record::{MedicalRecord, TypedReading};

    use super::*;

    fn weights(day: u32, values: [f64; 3]) -> Vec<MedicalRecord> {
        let reading = |(hour, value)| {
            let time = format!("2026-03-{day:02}T{hour:02}:00:00Z").parse().unwrap();
            TypedReading::try_new(ReadingKind::BodyWeight, time, vec![value]).unwrap().into_record("Amina Yusuf")
        };
        (8..).zip(values).map(reading).collect()
    }

    fn contents(records: &[MedicalRecord]) -> impl Iterator<Item = (ContentId, &[u8])> + Clone {
        records.iter().map(|record| (record.content_id(), record.content()))
    }

    #[test]
    fn a_file_that_was_left_out_is_in_no_summary() {
        let (stored, left_out) = (weights(1, [70.0, 71.0, 72.0]), weights(2, [90.0, 91.0, 92.0]));
        let both = contents(&stored).chain(contents(&left_out));
        let keys = series_keys(both.clone());
        let points = |series: &[Series]| series[0].points().len();
        assert_eq!(points(&series_among(both, &keys)), 6);
        let series = series_among(contents(&stored), &keys);
        let summary = summarise(&series[0], GroupSize::try_from(3).unwrap()).unwrap();
        assert_eq!((points(&series), summary.segments().len(), summary.segments()[0].count), (3, 1, 3));
    }

    #[test]
    fn a_series_without_a_new_reading_is_not_made_anew() {
        let stored = weights(1, [70.0, 71.0, 72.0]);
        assert!(series_among(contents(&stored), &series_keys(core::iter::empty())).is_empty());
    }

    #[test]
    fn fewer_readings_than_a_group_have_no_summary() {
        let stored = weights(1, [70.0, 71.0, 72.0]);
        let series = series_among(contents(&stored), &series_keys(contents(&stored)));
        assert!(summarise(&series[0], GroupSize::try_from(4).unwrap()).is_none());
    }
}
