//! What the patient can type in: codes, units and what is plausible. The readings themselves are `typed_reading`.

use serde::{Deserialize, Serialize};

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
