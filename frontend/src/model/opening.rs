//! An opening, as the clinician sees it while it lasts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sesemr_common::{id::OpeningId, portion::Portion, record::ClinicalDate, sharing::EndReason};

use super::{moment::Moment, person::PersonView, record::RecordList};

/// An open portal, as the bar at the edge of every screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalView {
    /// The opening.
    pub opening: OpeningId,
    /// Whose records: the name.
    pub patient: String,
    /// When it ends whatever happens.
    pub expires_at: Moment,
    /// When it closes unless used: 30 minutes after the last use.
    pub idle_at: Moment,
}

/// Why a portal ended without being closed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndCause {
    /// The patient took access back.
    TakenBack,
    /// Its time was over, or it was not used for half an hour.
    ByItself,
    /// Its reader closed it in another window or on another device.
    ByReader,
    /// Its reader asked here to sign out everywhere.
    BySigningOut,
}

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
    /// Portions that were granted as a whole, whether they hold anything or not.
    #[serde(default)]
    pub granted: Vec<Portion>,
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

impl OpeningView {
    /// Whether a portion is open: granted, or one record of it at least.
    pub fn is_open(&self, portion: Portion) -> bool {
        self.granted.contains(&portion) || self.records.portions.iter().any(|summary| summary.portion == portion)
    }

    /// The name in the records, where it is another one than the account's.
    pub fn other_name(&self) -> Option<&str> {
        let subject = self.subject.as_ref()?;
        (!is_same_name(&subject.name, &self.patient.display_name)).then_some(subject.name.as_str())
    }

    /// What the portal bar shows of it.
    pub fn portal(&self) -> PortalView {
        PortalView {
            opening: self.opening,
            patient: self.patient.display_name.clone(),
            expires_at: self.expires_at,
            idle_at: self.idle_at,
        }
    }
}

/// Whether two names may be one person's: a title or a middle name more, another order or case are no other name, and no name
/// is none.
fn is_same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        let lower = name.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let (one, other) = (words(one), words(other));
    one.is_subset(&other) || other.is_subset(&one)
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
    /// What was done with it; nothing where it was opened elsewhere, or before the page was loaded anew.
    pub done: Option<Done>,
    /// What the server knows of it.
    pub told: Told,
}

/// What was done with an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// How many records were read.
    pub read: u32,
    /// How many prescriptions were written.
    pub written: u32,
}

/// What the server knows of a closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It has a signed receipt of what was done.
    Receipt,
    /// It knows of the end and has no receipt.
    EndAlone,
    /// Nothing yet. The worker goes on telling it, and it closes by itself.
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_somebody_else_are_told_from_a_name_that_is_written_otherwise() {
        for same in ["Amina Yusuf", "Yusuf, Amina", "Mrs Amina B. Yusuf", "AMINA YUSUF", "Amina", ""] {
            assert!(is_same_name(same, "Amina Yusuf"), "{same}");
        }
        for other in ["Bilal Yusuf", "Amina Yusufi", "Aaron697 Brekke496"] {
            assert!(!is_same_name(other, "Amina Yusuf"), "{other}");
        }
    }
}
