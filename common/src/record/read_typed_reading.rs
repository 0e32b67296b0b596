//! A reading back from its Observation, to be typed anew: what [`TypedReading::into_record`] wrote, and readings of other
//! systems that say the same by the same codes and units; and whether an Observation was typed here. Showing any Observation
//! is [`super::view_record`].
//!
//! [`TypedReading::into_record`]: super::TypedReading::into_record

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ClinicalDate, ReadingColumn, ReadingKind, ReadingSpec,
    element::{items, text},
    r4::UCUM,
    strict_json::parse_strict,
};

/// What a reading says, as far as it can be typed. Not checked: a slip is what is to be corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingDraft {
    /// What.
    pub kind: ReadingKind,
    /// When, where it says so.
    pub time: Option<ClinicalDate>,
    /// One number for each of the kind's columns, in its unit.
    pub values: Vec<f64>,
}

impl ReadingDraft {
    /// From the JSON of an `Observation`; nothing for one of a kind that cannot be typed, in another unit, without a plain
    /// number in every column, or about a longer time than a moment or day.
    pub fn from_observation(json: &[u8]) -> Option<Self> {
        let resource = parse_strict(json, "the record").ok()?;
        if text(&resource, "resourceType") != Some("Observation") {
            return None;
        }
        let is_about_longer = ["effectivePeriod", "effectiveTiming"].iter().any(|key| has(&resource, key));
        if is_about_longer {
            return None;
        }
        ReadingKind::ALL.into_iter().find_map(|kind| {
            let values = values_of(kind, &resource)?;
            Some(Self { kind, time: measured_at(&resource), values })
        })
    }
}

/// Whether an Observation was typed here, as far as its shape tells: by the patient alone, under one code with the name that
/// [`TypedReading`](super::TypedReading) writes to it, and without the id that other systems give.
pub(super) fn is_typed_here(observation: &Value) -> bool {
    let is_by_patient = matches!(items(observation, "performer"), [one] if Some(one) == observation.get("subject"));
    let codings: Vec<&Value> = items(observation, "code").iter().flat_map(|code| items(code, "coding")).collect();
    let is_written_so = |kind: ReadingKind| {
        let ReadingSpec { code, display, .. } = kind.spec();
        matches!(codings.as_slice(), [one] if text(one, "code") == Some(code) && text(one, "display") == Some(display))
    };
    is_by_patient && observation.get("id").is_none() && ReadingKind::ALL.into_iter().any(is_written_so)
}

fn has(element: &Value, key: &str) -> bool {
    element.get(key).is_some_and(|member| !member.is_null())
}

/// When it was measured, where it says so. Any other date in it, such as when it was reported, is not that.
fn measured_at(resource: &Value) -> Option<ClinicalDate> {
    ["effectiveDateTime", "effectiveInstant"].iter().find_map(|key| text(resource, key)?.parse().ok())
}

/// One number for each column, where the Observation is of this kind.
fn values_of(kind: ReadingKind, resource: &Value) -> Option<Vec<f64>> {
    let spec = kind.spec();
    if !is_about(resource, spec.code) {
        return None;
    }
    let element = |column: &ReadingColumn| match spec.columns.len() {
        1 => Some(resource),
        _ => items(resource, "component").iter().find(|component| is_about(component, column.code)),
    };
    spec.columns.iter().map(|column| number_in(element(column)?, spec.unit_code)).collect()
}

fn is_about(element: &Value, loinc: &str) -> bool {
    let codings = items(element, "code").iter().flat_map(|code| items(code, "coding"));
    codings
        .into_iter()
        .any(|coding| text(coding, "system") == Some("http://loinc.org") && text(coding, "code") == Some(loinc))
}

/// A number in exactly this UCUM unit; a bound ("<5") is none, and the same code of another system of units is none either.
/// Where no system is named, a code is taken for one of UCUM, which is what FHIR's vital signs use.
fn number_in(element: &Value, unit_code: &str) -> Option<f64> {
    let quantity = element.get("valueQuantity")?;
    let is_ucum = quantity.get("system").is_none_or(|system| system.as_str() == Some(UCUM));
    let is_plain = is_ucum && text(quantity, "code") == Some(unit_code) && text(quantity, "comparator").is_none();
    quantity.get("value").and_then(Value::as_f64).filter(|number| is_plain && number.is_finite())
}
