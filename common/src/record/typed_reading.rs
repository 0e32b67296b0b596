//! Readings that the patient types in: each becomes an Observation of FHIR R4 in `readings`, exact.
//! What can be typed in, with its codes and limits, is in `reading_kind`.

use serde::{Deserialize, Serialize};

use super::{
    ClinicalDate, MedicalRecord, ReadingColumn, ReadingKind, Title,
    r4::{CodeableConcept, Coding, Quantity, Reference},
};
use crate::{language::Language, portion::Portion};

/// A reading that passed its checks.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedReading {
    kind: ReadingKind,
    time: ClinicalDate,
    values: Vec<f64>,
    words: Option<ReadingWords>,
}

/// What a reading and its numbers are called, and in which language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingWords {
    /// The language.
    pub language: Language,
    /// The reading: "Blood pressure".
    pub name: String,
    /// Each of its numbers, in their order; where there is one, the reading again.
    pub columns: Vec<String>,
}

/// Why a typed reading is not taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReadingError {
    /// Too few or too many numbers.
    #[error("{text} needs {expected} numbers")]
    WrongCount {
        /// The kind in plain words.
        text: &'static str,
        /// How many numbers it has.
        expected: usize,
    },
    /// Beyond what is plausible: probably a slip.
    #[error("{text} must be between {least} and {most} {unit}")]
    Implausible {
        /// Which number, counted from 0.
        column: usize,
        /// The number in plain words.
        text: &'static str,
        /// The least plausible number.
        least: f64,
        /// The largest plausible number.
        most: f64,
        /// The unit as people write it.
        unit: &'static str,
    },
    /// The time names no day.
    #[error("say on which day it was measured")]
    NoDay,
}

impl TypedReading {
    /// A reading of `kind` at `time`, with one value for each of the kind's columns, in its unit.
    ///
    /// # Errors
    /// [`ReadingError`], the first one met.
    pub fn try_new(kind: ReadingKind, time: ClinicalDate, values: Vec<f64>) -> Result<Self, ReadingError> {
        let spec = kind.spec();
        if values.len() != spec.columns.len() {
            return Err(ReadingError::WrongCount { text: spec.text, expected: spec.columns.len() });
        }
        for (column, (value, of)) in values.iter().zip(spec.columns).enumerate() {
            if !(of.least..=of.most).contains(value) {
                let (text, least, most) = (of.text, of.least, of.most);
                return Err(ReadingError::Implausible { column, text, least, most, unit: spec.unit });
            }
        }
        if time.day().is_none() {
            return Err(ReadingError::NoDay);
        }
        Ok(Self { kind, time, values, words: None })
    }

    /// Called as the person calls it; without this, in English.
    #[must_use]
    pub fn in_words(self, words: Option<ReadingWords>) -> Self {
        Self { words, ..self }
    }

    fn name(&self) -> &str {
        self.words.as_ref().map_or(self.kind.spec().text, |words| words.name.as_str())
    }

    fn column_name<'a>(&'a self, place: usize, column: &'a ReadingColumn) -> &'a str {
        let words = self.words.as_ref().and_then(|words| words.columns.get(place));
        words.map_or(column.text, String::as_str)
    }

    /// The record of `readings`: an Observation about the patient of this name, who also performed it.
    pub fn into_record(self, patient: &str) -> MedicalRecord {
        let content = self.to_observation(patient);
        let title = Title::of(self.name());
        MedicalRecord::of_written(Portion::Readings, "Observation", title, self.time, content, None)
    }

    fn to_observation(&self, patient: &str) -> Vec<u8> {
        let spec = self.kind.spec();
        let mut cells = spec.columns.iter().enumerate().zip(&self.values);
        let quantity = |value: f64| Quantity::ucum(value, spec.unit, spec.unit_code);
        let (value_quantity, component) = if self.values.len() == 1 {
            (cells.next().map(|(_, value)| quantity(*value)), Vec::new())
        } else {
            let component = |((place, column), value): ((usize, &'static ReadingColumn), &f64)| Component {
                code: loinc(column.code, column.display, self.column_name(place, column)),
                value_quantity: quantity(*value),
            };
            (None, cells.map(component).collect())
        };
        let observation = Observation {
            resource_type: "Observation",
            language: self.words.as_ref().and_then(|words| words.language.unless_english()),
            status: "final",
            category: [CodeableConcept {
                coding: Some([Coding {
                    system: "http://terminology.hl7.org/CodeSystem/observation-category",
                    code: "vital-signs",
                    display: "Vital Signs",
                }]),
                text: "Vital signs",
            }],
            code: loinc(spec.code, spec.display, self.name()),
            subject: Reference { display: patient },
            effective_date_time: self.time.as_str(),
            performer: [Reference { display: patient }],
            value_quantity,
            component,
        };
        // Strings and finite numbers always have a JSON.
        serde_json::to_vec(&observation).unwrap_or_default()
    }
}

/// R4 `Observation`, as far as a typed reading needs it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Observation<'a> {
    resource_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    status: &'a str,
    category: [CodeableConcept<'a>; 1],
    code: CodeableConcept<'a>,
    subject: Reference<'a>,
    effective_date_time: &'a str,
    performer: [Reference<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    value_quantity: Option<Quantity<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    component: Vec<Component<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Component<'a> {
    code: CodeableConcept<'a>,
    value_quantity: Quantity<'a>,
}

const fn loinc<'a>(code: &'a str, display: &'a str, text: &'a str) -> CodeableConcept<'a> {
    CodeableConcept { coding: Some([Coding { system: "http://loinc.org", code, display }]), text }
}
