//! What stands in `readings_summary` in place of exact readings: a series in time-ordered groups of at least k.
//! It compresses and hides detail; it is not anonymity. The exact series are `series`.

use serde::{Deserialize, Serialize};

use super::{
    ClinicalDate, ContentId, MediaType, MedicalRecord, RecordHead, RecordSummary, Series, SeriesCode, SeriesColumn,
    SeriesKey, SeriesPoint, Title, strict_json::parse_strict,
};
use crate::{
    microagg::{GroupSize, Grouping, NumericTable, PartitionError, TableError, information_loss, optimal_partition},
    portion::Portion,
};

/// An exact series of `readings`: the only thing that may be summarised. Laboratory values never are.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingsSeries(Series);

/// The series does not belong to `readings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("values of {0} stay exact and get no summary")]
pub struct NotReadings(pub Portion);

impl TryFrom<Series> for ReadingsSeries {
    type Error = NotReadings;

    fn try_from(series: Series) -> Result<Self, NotReadings> {
        if series.portion() == Portion::Readings { Ok(Self(series)) } else { Err(NotReadings(series.portion())) }
    }
}

impl ReadingsSeries {
    /// The exact series.
    pub const fn series(&self) -> &Series {
        &self.0
    }
}

/// A micro-aggregated series: the body of a record of `readings_summary`, in JSON of media type
/// [`MediaType::SERIES_SUMMARY`], version 1, frozen by `tests/vectors/series_summary.json`.
///
/// Only [`summarise_series`] makes one, and only one becomes a record of `readings_summary`:
///
/// ```
/// use sesemr_common::{microagg::GroupSize, record::{MedicalRecord, ReadingsSeries, Series, SeriesSummary, summarise_series}};
/// fn summarise(exact: Series) -> Option<MedicalRecord> {
///     let readings = ReadingsSeries::try_from(exact).ok()?;
///     let summary: SeriesSummary = summarise_series(&readings, GroupSize::DEFAULT).ok()?;
///     Some(summary.into_record())
/// }
/// ```
///
/// Exact readings do not:
///
/// ```compile_fail,E0423
/// use sesemr_common::record::{MedicalRecord, Series, SeriesSummary};
/// fn smuggle(exact: Series) -> MedicalRecord {
///     SeriesSummary(exact).into_record()
/// }
/// ```
///
/// nor is a series summarised that was not found to be of `readings`:
///
/// ```compile_fail,E0308
/// use sesemr_common::{microagg::GroupSize, record::{Series, SeriesSummary, summarise_series}};
/// fn smuggle(laboratory: &Series) -> Option<SeriesSummary> {
///     summarise_series(laboratory, GroupSize::DEFAULT).ok()
/// }
/// ```
///
/// nor without the groups:
///
/// ```compile_fail,E0061
/// use sesemr_common::record::{ReadingsSeries, SeriesSummary, summarise_series};
/// fn smuggle(exact: &ReadingsSeries) -> Option<SeriesSummary> {
///     summarise_series(exact).ok()
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesSummary(Body);

/// The JSON, in this order of members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    format: String,
    version: u32,
    code: SeriesCode,
    columns: Vec<SeriesColumn>,
    method: String,
    k: u32,
    loss_percent: f64,
    segments: Vec<Segment>,
}

/// One group of neighbouring readings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// The time of its first reading.
    pub start: ClinicalDate,
    /// The time of its last reading.
    pub end: ClinicalDate,
    /// How many readings it holds: k to 2k−1.
    pub count: u32,
    /// For each column of the series.
    pub columns: Vec<Spread>,
}

/// One column of a segment, in the column's unit. The extremes stay, because a mean hides a hypoglycaemia.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The lowest reading.
    pub min: f64,
    /// The highest reading.
    pub max: f64,
}

/// Why a series has no summary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SummariseError {
    /// Fewer readings than one group needs: the series is kept exact, and the screen says so.
    #[error("{points} readings are too few to summarise in groups of {k}")]
    TooFew {
        /// How many readings there are.
        points: usize,
        /// The least size of a group.
        k: u32,
    },
    /// A number that has no mean.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Why bytes are not a summary of readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeriesSummaryError {
    /// Not the JSON of a summary.
    #[error("this is not a summary of readings")]
    NotASummary,
    /// Written by a version this build does not know.
    #[error("unknown version {0} of a summary of readings")]
    UnknownVersion(u64),
    /// The numbers contradict each other; the name says which.
    #[error("the {0} of this summary cannot be right")]
    Contradiction(&'static str),
}

/// Groups a series in time order with the least loss ([`optimal_partition`] over its standardised columns) and keeps of
/// each group start, end, count, mean, minimum and maximum.
///
/// # Errors
/// [`SummariseError::TooFew`] below k readings.
pub fn summarise_series(exact: &ReadingsSeries, size: GroupSize) -> Result<SeriesSummary, SummariseError> {
    let series = exact.series();
    let columns = (0..series.columns().len()).map(|column| {
        series.points().iter().map(|point| point.values.get(column).copied().unwrap_or(f64::NAN)).collect()
    });
    let table = NumericTable::try_new(columns.collect())?;
    let grouping = optimal_partition(&table, size).map_err(|error| match error {
        PartitionError::TooFewRows { rows, .. } => SummariseError::TooFew { points: rows, k: size.number() },
    })?;
    Ok(SeriesSummary(Body {
        format: FORMAT.to_owned(),
        version: VERSION,
        code: series.code().clone(),
        columns: series.columns().to_vec(),
        method: METHOD.to_owned(),
        k: size.number(),
        loss_percent: information_loss(&table, &grouping),
        segments: segments(series.points(), &table, &grouping),
    }))
}

const FORMAT: &str = "sesemr series summary";
const VERSION: u32 = 1;
/// The only method of version 1: time-ordered optimal partition.
const METHOD: &str = "optimal_partition";

impl SeriesSummary {
    /// What is measured.
    pub const fn code(&self) -> &SeriesCode {
        &self.0.code
    }

    /// The columns of the series.
    pub fn columns(&self) -> &[SeriesColumn] {
        &self.0.columns
    }

    /// k: the least number of readings in a segment.
    pub const fn k(&self) -> u32 {
        self.0.k
    }

    /// What is lost, in percent: 100 · SSE / SST on z-scores.
    pub const fn loss_percent(&self) -> f64 {
        self.0.loss_percent
    }

    /// The segments in time order.
    pub fn segments(&self) -> &[Segment] {
        &self.0.segments
    }

    /// Equal to the key of the series it was made from.
    pub fn key(&self) -> SeriesKey {
        SeriesKey::of(&self.0.code, &self.0.columns)
    }

    /// The JSON.
    pub fn encode(&self) -> Vec<u8> {
        // Strings, finite numbers and lists always have a JSON.
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// Reads the JSON back, refusing what [`summarise_series`] cannot have written.
    ///
    /// # Errors
    /// [`SeriesSummaryError`].
    pub fn decode(json: &[u8]) -> Result<Self, SeriesSummaryError> {
        let value = parse_strict(json, "summary").map_err(|_| SeriesSummaryError::NotASummary)?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version != u64::from(VERSION) => return Err(SeriesSummaryError::UnknownVersion(version)),
            _ => {}
        }
        let body: Body = serde_json::from_value(value).map_err(|_| SeriesSummaryError::NotASummary)?;
        check(&body)?;
        let summary = Self(body);
        if summary.encode() == json { Ok(summary) } else { Err(SeriesSummaryError::NotASummary) }
    }

    /// The record of `readings_summary`.
    pub fn into_record(self) -> MedicalRecord {
        let content = self.encode();
        let content_id = ContentId::of_file(&content);
        let summary = RecordSummary {
            title: Title::of(&format!("{}, summary", self.0.code.text)),
            media_type: MediaType::known(MediaType::SERIES_SUMMARY),
            fhir_type: None,
            clinical_date: self.0.segments.last().map(|segment| segment.end.clone()),
            byte_size: content.len() as u64,
            content_id: Some(content_id),
            reason: None,
            voids: None,
        };
        MedicalRecord::new(RecordHead::new(Portion::ReadingsSummary, summary), content, content_id)
    }
}

fn segments(points: &[SeriesPoint], table: &NumericTable, grouping: &Grouping) -> Vec<Segment> {
    let of_rows = |rows: &Vec<usize>| {
        let first = rows.first().and_then(|row| points.get(*row))?;
        let last = rows.last().and_then(|row| points.get(*row))?;
        let columns =
            table.columns().iter().map(|column| spread(rows.iter().filter_map(|row| column.get(*row).copied())));
        Some(Segment {
            start: first.time.clone(),
            end: last.time.clone(),
            count: u32::try_from(rows.len()).ok()?,
            columns: columns.collect(),
        })
    };
    grouping.groups().iter().filter_map(of_rows).collect()
}

fn spread(values: impl Iterator<Item = f64> + Clone) -> Spread {
    let min = values.clone().fold(f64::INFINITY, f64::min);
    let max = values.clone().fold(f64::NEG_INFINITY, f64::max);
    // Offsets from the minimum keep the digits; the clamp takes back what rounding may add.
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + (value - min), count + 1.0));
    Spread { mean: (min + sum / count).clamp(min, max), min, max }
}

fn check(body: &Body) -> Result<(), SeriesSummaryError> {
    let ensure = |holds: bool, what| if holds { Ok(()) } else { Err(SeriesSummaryError::Contradiction(what)) };
    let size = GroupSize::try_from(body.k).map_err(|_| SeriesSummaryError::Contradiction("group size"))?;
    ensure(body.format == FORMAT, "format")?;
    ensure(body.method == METHOD, "method")?;
    ensure((0.0..=100.0).contains(&body.loss_percent), "loss")?;
    ensure(!body.columns.is_empty() && !body.segments.is_empty(), "number of segments")?;
    let mut before: Option<&ClinicalDate> = None;
    for segment in &body.segments {
        ensure((size.least()..=size.most()).contains(&(segment.count as usize)), "number of readings")?;
        ensure(before.is_none_or(|before| *before <= segment.start) && segment.start <= segment.end, "order of times")?;
        ensure(segment.columns.len() == body.columns.len(), "number of columns")?;
        let ordered = |spread: &Spread| spread.min <= spread.mean && spread.mean <= spread.max;
        ensure(segment.columns.iter().all(ordered), "order of minimum, mean and maximum")?;
        before = Some(&segment.end);
    }
    Ok(())
}
