//! An opening, as the clinician sees it while it lasts.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::OpeningId, record::ClinicalDate, sharing::EndReason};

use super::{moment::Moment, person::PersonView, record::RecordList};

/// What is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpeningView {
    /// Which.
    pub opening: OpeningId,
    /// Whose records.
    pub patient: PersonView,
    /// The name and birth date that the records themselves give, where `personal` is open.
    #[serde(default)]
    pub subject: Option<SubjectView>,
    /// What is open, as summaries.
    pub records: RecordList,
    /// Since when.
    pub opened_at: Moment,
    /// When the grant ends.
    pub expires_at: Moment,
    /// When it closes unless used: 30 minutes after the last use.
    pub idle_at: Moment,
    /// Whether prescriptions may be written.
    pub write_back: bool,
    /// How many were written under this opening.
    pub written: u32,
}

/// Whose records these are, by the records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectView {
    /// Name.
    pub name: String,
    /// Birth date.
    #[serde(default)]
    pub born: Option<ClinicalDate>,
}

/// A closed opening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingView {
    /// Which.
    pub opening: OpeningId,
    /// Whose records.
    pub patient: PersonView,
    /// When.
    pub closed_at: Moment,
    /// Why.
    pub reason: EndReason,
    /// How many records were read.
    pub read: u32,
    /// How many prescriptions were written.
    pub written: u32,
}
