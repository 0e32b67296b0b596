//! Readings that the patient types in: each becomes an Observation of FHIR R4 in `readings`, exact.

use serde::{Deserialize, Serialize};

use super::{
    ClinicalDate, ContentId, MediaType, MedicalRecord, RecordHead, RecordSummary, Title,
    r4::{CodeableConcept, Coding, Quantity, Reference},
};
use crate::portion::Portion;

/// What can be typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingKind {
    /// Systolic and diastolic, mmHg.
    BloodPressure,
    /// Beats per minute.
    HeartRate,
    /// Degrees Celsius.
    BodyTemperature,
    /// Kilograms.
    BodyWeight,
    /// Centimetres.
    BodyHeight,
    /// Percent.
    OxygenSaturation,
    /// Breaths per minute.
    RespiratoryRate,
    /// Blood glucose in mmol/L.
    GlucoseMoles,
    /// Blood glucose in mg/dL.
    GlucoseMass,
}

/// How a kind is coded and what is plausible.
#[derive(Clone, Copy, Debug)]
pub struct ReadingSpec {
    /// LOINC code of the Observation.
    pub code: &'static str,
    /// LOINC's words for it.
    pub display: &'static str,
    /// Plain words for it.
    pub text: &'static str,
    /// UCUM code of the unit.
    pub unit_code: &'static str,
    /// The unit as people write it.
    pub unit: &'static str,
    /// The numbers to type, in this order.
    pub columns: &'static [ReadingColumn],
}

/// One number of a reading.
#[derive(Clone, Copy, Debug)]
pub struct ReadingColumn {
    /// LOINC code; that of the Observation where there is one number only.
    pub code: &'static str,
    /// LOINC's words for it.
    pub display: &'static str,
    /// Plain words for it.
    pub text: &'static str,
    /// The least number that is not a slip.
    pub least: f64,
    /// The largest number that is not a slip.
    pub most: f64,
}

/// A reading that passed its checks.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedReading {
    kind: ReadingKind,
    time: ClinicalDate,
    values: Vec<f64>,
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

impl ReadingKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::BloodPressure,
        Self::HeartRate,
        Self::GlucoseMoles,
        Self::GlucoseMass,
        Self::BodyWeight,
        Self::BodyTemperature,
        Self::OxygenSaturation,
        Self::RespiratoryRate,
        Self::BodyHeight,
    ];

    /// How it is coded (LOINC, UCUM; <https://hl7.org/fhir/R4/observation-vitalsigns.html>).
    pub const fn spec(self) -> ReadingSpec {
        match self {
            Self::BloodPressure => BLOOD_PRESSURE,
            Self::HeartRate => HEART_RATE,
            Self::BodyTemperature => BODY_TEMPERATURE,
            Self::BodyWeight => BODY_WEIGHT,
            Self::BodyHeight => BODY_HEIGHT,
            Self::OxygenSaturation => OXYGEN_SATURATION,
            Self::RespiratoryRate => RESPIRATORY_RATE,
            Self::GlucoseMoles => GLUCOSE_MOLES,
            Self::GlucoseMass => GLUCOSE_MASS,
        }
    }
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
        Ok(Self { kind, time, values })
    }

    /// The record of `readings`: an Observation about the patient of this name, who also performed it.
    pub fn into_record(self, patient: &str) -> MedicalRecord {
        let content = self.to_observation(patient);
        let content_id = ContentId::of_resource(&content, None, None);
        let summary = RecordSummary {
            title: Title::of(self.kind.spec().text),
            media_type: MediaType::known(MediaType::FHIR_JSON),
            fhir_type: "Observation".parse().ok(),
            clinical_date: Some(self.time),
            byte_size: content.len() as u64,
            content_id: Some(content_id),
        };
        MedicalRecord::new(RecordHead::new(Portion::Readings, summary), content, content_id)
    }

    fn to_observation(&self, patient: &str) -> Vec<u8> {
        let spec = self.kind.spec();
        let mut cells = spec.columns.iter().zip(&self.values);
        let quantity = |value: f64| Quantity::ucum(value, spec.unit, spec.unit_code);
        let (value_quantity, component) = if self.values.len() == 1 {
            (cells.next().map(|(_, value)| quantity(*value)), Vec::new())
        } else {
            let component = |(column, value): (&ReadingColumn, &f64)| Component {
                code: loinc(column.code, column.display, column.text),
                value_quantity: quantity(*value),
            };
            (None, cells.map(component).collect())
        };
        let observation = Observation {
            resource_type: "Observation",
            status: "final",
            category: [CodeableConcept {
                coding: Some([Coding {
                    system: "http://terminology.hl7.org/CodeSystem/observation-category",
                    code: "vital-signs",
                    display: "Vital Signs",
                }]),
                text: "Vital signs",
            }],
            code: loinc(spec.code, spec.display, spec.text),
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

const BLOOD_PRESSURE: ReadingSpec = ReadingSpec {
    code: "85354-9",
    display: "Blood pressure panel with all children optional",
    text: "Blood pressure",
    unit_code: "mm[Hg]",
    unit: "mmHg",
    columns: &[
        ReadingColumn {
            code: "8480-6",
            display: "Systolic blood pressure",
            text: "Upper (systolic)",
            least: 40.0,
            most: 300.0,
        },
        ReadingColumn {
            code: "8462-4",
            display: "Diastolic blood pressure",
            text: "Lower (diastolic)",
            least: 20.0,
            most: 200.0,
        },
    ],
};

const HEART_RATE: ReadingSpec = ReadingSpec {
    code: "8867-4",
    display: "Heart rate",
    text: "Heart rate",
    unit_code: "/min",
    unit: "beats/min",
    columns: &[ReadingColumn { code: "8867-4", display: "Heart rate", text: "Heart rate", least: 20.0, most: 300.0 }],
};

const BODY_TEMPERATURE: ReadingSpec = ReadingSpec {
    code: "8310-5",
    display: "Body temperature",
    text: "Temperature",
    unit_code: "Cel",
    unit: "°C",
    columns: &[ReadingColumn {
        code: "8310-5",
        display: "Body temperature",
        text: "Temperature",
        least: 25.0,
        most: 45.0,
    }],
};

const BODY_WEIGHT: ReadingSpec = ReadingSpec {
    code: "29463-7",
    display: "Body weight",
    text: "Weight",
    unit_code: "kg",
    unit: "kg",
    columns: &[ReadingColumn { code: "29463-7", display: "Body weight", text: "Weight", least: 0.3, most: 650.0 }],
};

const BODY_HEIGHT: ReadingSpec = ReadingSpec {
    code: "8302-2",
    display: "Body height",
    text: "Height",
    unit_code: "cm",
    unit: "cm",
    columns: &[ReadingColumn { code: "8302-2", display: "Body height", text: "Height", least: 20.0, most: 280.0 }],
};

const OXYGEN_SATURATION: ReadingSpec = ReadingSpec {
    code: "2708-6",
    display: "Oxygen saturation in Arterial blood",
    text: "Oxygen in the blood",
    unit_code: "%",
    unit: "%",
    columns: &[ReadingColumn {
        code: "2708-6",
        display: "Oxygen saturation in Arterial blood",
        text: "Oxygen in the blood",
        least: 30.0,
        most: 100.0,
    }],
};

const RESPIRATORY_RATE: ReadingSpec = ReadingSpec {
    code: "9279-1",
    display: "Respiratory rate",
    text: "Breathing rate",
    unit_code: "/min",
    unit: "breaths/min",
    columns: &[ReadingColumn {
        code: "9279-1",
        display: "Respiratory rate",
        text: "Breathing rate",
        least: 3.0,
        most: 120.0,
    }],
};

const GLUCOSE_MOLES: ReadingSpec = ReadingSpec {
    code: "15074-8",
    display: "Glucose [Moles/volume] in Blood",
    text: "Blood sugar",
    unit_code: "mmol/L",
    unit: "mmol/L",
    columns: &[ReadingColumn {
        code: "15074-8",
        display: "Glucose [Moles/volume] in Blood",
        text: "Blood sugar",
        least: 0.5,
        most: 60.0,
    }],
};

const GLUCOSE_MASS: ReadingSpec = ReadingSpec {
    code: "2339-0",
    display: "Glucose [Mass/volume] in Blood",
    text: "Blood sugar",
    unit_code: "mg/dL",
    unit: "mg/dL",
    columns: &[ReadingColumn {
        code: "2339-0",
        display: "Glucose [Mass/volume] in Blood",
        text: "Blood sugar",
        least: 10.0,
        most: 1100.0,
    }],
};
