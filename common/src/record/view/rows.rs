//! The rows of the record viewer, one family of resources each. Every text is visible plain text.

use serde::{Deserialize, Serialize};

use super::Phrase;
use crate::record::{ClinicalDate, Title, title::camel_words};

/// What the screen shows of one resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// What it is called.
    pub title: Title,
    /// What its code is called, where that is something else than what its words call it: one line.
    #[serde(default)]
    pub code_says: Option<String>,
    /// Its row in the table of its family.
    pub row: RecordRow,
    /// The narrative that the resource brings along, as plain text.
    pub narrative: Option<String>,
    /// Everything in it, element by element.
    pub details: Details,
}

/// A row of the table of one family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "family", rename_all = "snake_case")]
pub enum RecordRow {
    /// Medicines.
    Medication(MedicationRow),
    /// Allergies.
    Allergy(AllergyRow),
    /// Conditions.
    Condition(ConditionRow),
    /// Measurements and findings.
    Observation(ObservationRow),
    /// Immunizations.
    Immunization(ImmunizationRow),
    /// Visits.
    Encounter(EncounterRow),
    /// Any other type of FHIR: its details say it all.
    Other(OtherRow),
    /// It cannot be read; the row says so.
    Unreadable,
}

/// All that a resource says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Element by element, in the record's order.
    pub rows: Vec<Detail>,
    /// There are more than are listed.
    pub has_more: bool,
}

/// One element of a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// Where it stands, from the resource inwards.
    pub path: Vec<Element>,
    /// What it says.
    pub value: Phrase,
}

/// A step on the way to an element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Its name in FHIR, for example `clinicalStatus`; empty for a list within a list.
    pub name: String,
    /// Which of several it is, counted from 1.
    pub place: Option<usize>,
}

impl Element {
    /// Its name taken apart: "Clinical status".
    pub fn words(&self) -> String {
        camel_words(&self.name)
    }
}

/// A medicine: prescribed, stated, handed out or given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MedicationRow {
    /// The medicine.
    pub medicine: String,
    /// Status as FHIR codes it, for example `active`.
    pub status: Option<String>,
    /// Each dosage.
    pub dosage: Vec<Phrase>,
    /// When it was written, given or handed out.
    pub date: Option<ClinicalDate>,
    /// By whom.
    pub requester: Option<String>,
    /// What for.
    pub reason: Option<String>,
}

/// An allergy or intolerance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AllergyRow {
    /// Against what.
    pub substance: String,
    /// Clinical status, for example `active`.
    pub status: Option<String>,
    /// How sure it is, for example `confirmed`.
    pub verification: Option<String>,
    /// `low`, `high` or `unable-to-assess`.
    pub criticality: Option<String>,
    /// Each reaction, with its severity.
    pub reactions: Vec<Phrase>,
    /// That it says that there is none, and of what kind.
    #[serde(default)]
    pub absence: Option<Absence>,
    /// Whether it was entered by mistake, or is ruled out: it stays in the list and says nothing.
    #[serde(default)]
    pub is_mistake: bool,
    /// Since when.
    pub date: Option<ClinicalDate>,
}

/// What a record says that is not an allergy but that none are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// No allergy of any kind is known.
    NoneKnown,
    /// None of one kind: medicines, food, surroundings, insects.
    NoneOfAKind,
    /// Nobody knows, or nobody asked.
    NoInformation,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConditionRow {
    /// Which.
    pub condition: String,
    /// Clinical status, for example `active` or `resolved`.
    pub status: Option<String>,
    /// How sure it is, for example `confirmed`.
    pub verification: Option<String>,
    /// How severe.
    pub severity: Option<String>,
    /// When it began, as the record says it.
    pub onset: Option<Phrase>,
    /// When it ended, as the record says it.
    pub abatement: Option<Phrase>,
    /// By which it is sorted.
    pub date: Option<ClinicalDate>,
}

/// A measurement or finding; one value, or one for each component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObservationRow {
    /// What was observed.
    pub name: String,
    /// Status as FHIR codes it, for example `final`.
    pub status: Option<String>,
    /// What was found.
    pub values: Vec<MeasuredValue>,
    /// When.
    pub date: Option<ClinicalDate>,
}

/// One value of an observation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasuredValue {
    /// What the component is; nothing for the observation's own value.
    pub label: Option<String>,
    /// The value, without its unit.
    pub value: Phrase,
    /// The value as a number, where it is one.
    pub number: Option<f64>,
    /// The unit, or empty.
    pub unit: String,
    /// The reference ranges, each for itself.
    #[serde(default)]
    pub ranges: Vec<Phrase>,
    /// How it compares.
    pub interpretation: Option<Interpretation>,
    /// Whether that comes from comparing number and range here, not from the record.
    pub is_compared_here: bool,
}

/// How a value compares: a word beside the mark on screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interpretation {
    /// Within the range.
    Normal,
    /// Above it.
    High,
    /// Far above it.
    CriticallyHigh,
    /// Below it.
    Low,
    /// Far below it.
    CriticallyLow,
    /// Not as it should be.
    Abnormal,
    /// Far from what it should be.
    CriticallyAbnormal,
    /// Anything else, in the record's words, for example "Resistant".
    Other(String),
}

/// An immunization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImmunizationRow {
    /// Against what, with what.
    pub vaccine: String,
    /// `completed`, `not-done` or `entered-in-error`.
    pub status: Option<String>,
    /// The dose in the series, for example "2".
    pub dose: Option<String>,
    /// The lot.
    pub lot: Option<String>,
    /// When.
    pub date: Option<ClinicalDate>,
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncounterRow {
    /// What kind of visit.
    pub kind: String,
    /// Status as FHIR codes it, for example `finished`.
    pub status: Option<String>,
    /// What for.
    pub reason: Option<String>,
    /// Where or with whom.
    pub provider: Option<String>,
    /// When it ended, as the record says it.
    pub end: Option<String>,
    /// When it began.
    pub date: Option<ClinicalDate>,
}

/// Anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherRow {
    /// Its type in words, for example "Care plan".
    pub kind: String,
    /// When.
    pub date: Option<ClinicalDate>,
}
