//! Series: all numeric Observations of one code and unit, in time order; components are columns of one series.
//! What is lent in their place is `series_summary`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ClinicalDate, ContentId, Title,
    element::{items, text, words},
    title_resource::date_resource,
};
use crate::{microagg::NumericTable, portion::Portion};

/// What is measured: a code with its system where there is one, and words for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesCode {
    /// The code system, for example `http://loinc.org`; empty where the record names none.
    pub system: String,
    /// The code, for example `8867-4`; empty where the record has words only.
    pub code: String,
    /// The words, for example "Heart rate".
    pub text: Title,
}

/// In which unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// The UCUM code, for example `mm[Hg]`; the written unit where there is no code; empty for bare numbers.
    pub code: String,
    /// The unit as people write it, for example "mmHg".
    pub text: String,
}

/// One column of a series, for example systolic blood pressure in mmHg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesColumn {
    /// What is measured.
    pub code: SeriesCode,
    /// In which unit.
    pub unit: Unit,
}

/// One Observation of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesPoint {
    /// When it was measured.
    pub time: ClinicalDate,
    /// One number for each column.
    pub values: Vec<f64>,
}

/// All numeric Observations of one portion, code and unit, in time order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    portion: Portion,
    code: SeriesCode,
    columns: Vec<SeriesColumn>,
    points: Vec<SeriesPoint>,
}

/// Which series: equal for two series, or a series and a summary, exactly if they measure the same in the same units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeriesKey(String);

/// A reading that did not become a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The record that holds it.
    pub source: ContentId,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why a reading did not become a point of a series. Its record is stored all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// It does not say when.
    #[error("it has no date")]
    NoDate,
    /// It holds words, or a number beyond all measure.
    #[error("it holds no number")]
    NoNumber,
    /// A number "below" or "above".
    #[error("its number is a bound, not a measurement")]
    Bound,
    /// Entered in error, or cancelled.
    #[error("it was withdrawn")]
    Withdrawn,
}

impl Series {
    /// The portion of all its Observations.
    pub const fn portion(&self) -> Portion {
        self.portion
    }

    /// What the Observations are about, for example blood pressure.
    pub const fn code(&self) -> &SeriesCode {
        &self.code
    }

    /// What the numbers of a point are, for example systolic and diastolic pressure.
    pub fn columns(&self) -> &[SeriesColumn] {
        &self.columns
    }

    /// The points in time order; each has one value for each column.
    pub fn points(&self) -> &[SeriesPoint] {
        &self.points
    }

    /// By which its summary is found again.
    pub fn key(&self) -> SeriesKey {
        SeriesKey::of(&self.code, &self.columns)
    }
}

impl SeriesKey {
    pub(super) fn of(code: &SeriesCode, columns: &[SeriesColumn]) -> Self {
        let columns = columns.iter().map(|column| format!("{} {}", column.code.key(), column.unit.code));
        Self(core::iter::once(code.key()).chain(columns).collect::<Vec<_>>().join("\n"))
    }
}

impl SeriesCode {
    fn key(&self) -> String {
        if self.code.is_empty() { self.text.as_str().to_lowercase() } else { format!("{}|{}", self.system, self.code) }
    }

    fn of(concept: &Value) -> Option<Self> {
        let coding = items(concept, "coding").iter().find(|coding| text(coding, "code").is_some());
        let member = |key| coding.and_then(|coding| text(coding, key)).unwrap_or_default().to_owned();
        Some(Self { system: member("system"), code: member("code"), text: Title::of(&words(concept)?) })
    }
}

/// Series of the resources given: JSON of one FHIR resource each, with its portion and content id. What is not an
/// Observation is passed over, and a resource given twice counts once.
pub fn collect_series<'a>(
    records: impl IntoIterator<Item = (Portion, ContentId, &'a [u8])>,
) -> (Vec<Series>, Vec<LeftOut>) {
    let mut builder = SeriesBuilder::default();
    for (portion, content_id, json) in records {
        match super::strict_json::parse_strict(json, "the record") {
            Ok(resource) if text(&resource, "resourceType") == Some("Observation") => {
                builder.add(portion, content_id, &resource);
            }
            _ => {}
        }
    }
    builder.finish()
}

/// Collects points Observation by Observation.
#[derive(Debug, Default)]
pub(super) struct SeriesBuilder {
    series: BTreeMap<(Portion, SeriesKey), Growing>,
    left_out: BTreeMap<ContentId, LeftOutReason>,
}

#[derive(Debug)]
struct Growing {
    code: SeriesCode,
    columns: Vec<SeriesColumn>,
    points: BTreeMap<ContentId, SeriesPoint>,
}

impl SeriesBuilder {
    /// Takes one Observation. Readings that make no point are noted; elsewhere words are nothing unusual.
    pub(super) fn add(&mut self, portion: Portion, source: ContentId, observation: &Value) {
        match read_point(observation) {
            Ok((code, columns, point)) => {
                let key = (portion, SeriesKey::of(&code, &columns));
                let growing = Growing { code, columns, points: BTreeMap::new() };
                self.series.entry(key).or_insert(growing).points.insert(source, point);
            }
            Err(reason) if portion == Portion::Readings => {
                self.left_out.insert(source, reason);
            }
            Err(_) => {}
        }
    }

    /// The series by portion and key, each in time order.
    pub(super) fn finish(self) -> (Vec<Series>, Vec<LeftOut>) {
        let series = self.series.into_iter().map(|((portion, _), growing)| {
            let mut points: Vec<SeriesPoint> = growing.points.into_values().collect();
            points
                .sort_by(|one, other| one.time.cmp(&other.time).then_with(|| total_order(&one.values, &other.values)));
            Series { portion, code: growing.code, columns: growing.columns, points }
        });
        let left_out = self.left_out.into_iter().map(|(source, reason)| LeftOut { source, reason });
        (series.collect(), left_out.collect())
    }
}

fn total_order(one: &[f64], other: &[f64]) -> core::cmp::Ordering {
    let differences = one.iter().zip(other).map(|(one, other)| one.total_cmp(other));
    differences.fold(core::cmp::Ordering::Equal, core::cmp::Ordering::then)
}

fn read_point(observation: &Value) -> Result<(SeriesCode, Vec<SeriesColumn>, SeriesPoint), LeftOutReason> {
    if matches!(text(observation, "status"), Some("entered-in-error" | "cancelled")) {
        return Err(LeftOutReason::Withdrawn);
    }
    let code = observation.get("code").and_then(SeriesCode::of).ok_or(LeftOutReason::NoNumber)?;
    let mut cells = Vec::new();
    for element in core::iter::once(observation).chain(items(observation, "component")) {
        cells.extend(read_cell(element)?);
    }
    if cells.is_empty() {
        return Err(LeftOutReason::NoNumber);
    }
    cells.sort_by(|(one, _), (other, _)| column_order(one, &code).cmp(&column_order(other, &code)));
    let time = date_resource(observation).ok_or(LeftOutReason::NoDate)?;
    let (columns, values) = cells.into_iter().unzip();
    Ok((code, columns, SeriesPoint { time, values }))
}

/// The number of an Observation or of one component, if it has one.
fn read_cell(element: &Value) -> Result<Option<(SeriesColumn, f64)>, LeftOutReason> {
    let Some(quantity) = element.get("valueQuantity") else { return Ok(None) };
    let Some(value) = quantity.get("value").and_then(Value::as_f64) else { return Ok(None) };
    if text(quantity, "comparator").is_some() {
        return Err(LeftOutReason::Bound);
    }
    if value.abs() > NumericTable::LARGEST {
        return Err(LeftOutReason::NoNumber);
    }
    let Some(code) = element.get("code").and_then(SeriesCode::of) else { return Ok(None) };
    let written = text(quantity, "unit").or_else(|| text(quantity, "code")).unwrap_or_default();
    let unit = Unit { code: text(quantity, "code").unwrap_or(written).to_owned(), text: written.to_owned() };
    Ok(Some((SeriesColumn { code, unit }, value)))
}

/// The Observation's own value first, then components by code, except that systolic (LOINC 8480-6) stands before
/// diastolic pressure as everybody says it. Files differ in the order of components; columns must not.
fn column_order<'a>(column: &'a SeriesColumn, code: &SeriesCode) -> (bool, bool, &'a str, &'a str) {
    (column.code != *code, column.code.code != "8480-6", &column.code.code, column.code.text.as_str())
}
