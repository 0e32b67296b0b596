//! Medicines and allergies as somebody needs them who is about to prescribe: what is taken now, and what it means that no
//! allergy is listed.

use sesemr_common::record::{Absence, RecordRow};

use super::record::{RecordBody, RecordView};

/// What is known of allergies. That none is listed has three reasons, which must not be mistaken for each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Allergies {
    /// They are not open to the reader.
    NotOpen,
    /// They are open, and nothing was ever recorded.
    NothingRecorded,
    /// Somebody recorded that none are known, and nothing else is recorded.
    NoneKnown {
        /// The records that say so.
        said: Vec<RecordView>,
    },
    /// Some are recorded.
    Recorded {
        /// All records.
        records: Vec<RecordView>,
        /// Whether one of them says that none are known: they contradict each other.
        contradicts: bool,
    },
}

impl Allergies {
    /// From the records of the portion, all of them.
    pub fn of(records: Vec<RecordView>) -> Self {
        let counted = || records.iter().filter(|record| !says_nothing(record));
        let says_none =
            counted().any(|record| absence(record).is_some_and(|absence| absence != Absence::NoInformation));
        if records.is_empty() {
            Self::NothingRecorded
        } else if counted().all(|record| absence(record).is_some()) && says_none {
            Self::NoneKnown { said: records }
        } else {
            Self::Recorded { contradicts: says_none && counted().any(is_allergy), records }
        }
    }
}

/// Medicines that are taken now as far as the records say, and all others: stopped, void, withdrawn.
pub fn current_medicines(records: Vec<RecordView>) -> (Vec<RecordView>, Vec<RecordView>) {
    records.into_iter().partition(is_current)
}

/// What cannot be read counts as taken: it must not be out of sight.
fn is_current(record: &RecordView) -> bool {
    const OVER: [&str; 7] =
        ["cancelled", "completed", "stopped", "entered-in-error", "not-taken", "declined", "not-done"];
    let is_over = match &record.body {
        RecordBody::Resource(view) => match &view.row {
            RecordRow::Medication(row) => row.status.as_deref().is_some_and(|status| OVER.contains(&status)),
            _ => false,
        },
        _ => false,
    };
    !is_over && record.summary.void.is_none()
}

fn absence(record: &RecordView) -> Option<Absence> {
    match &record.body {
        RecordBody::Resource(view) => match &view.row {
            RecordRow::Allergy(row) => row.absence,
            _ => None,
        },
        _ => None,
    }
}

fn is_allergy(record: &RecordView) -> bool {
    match &record.body {
        RecordBody::Resource(view) => matches!(&view.row, RecordRow::Allergy(row) if row.absence.is_none()),
        _ => false,
    }
}

/// Entered by mistake: it stays in the list and says neither that there is an allergy nor that there is none.
fn says_nothing(record: &RecordView) -> bool {
    match &record.body {
        RecordBody::Resource(view) => match &view.row {
            RecordRow::Allergy(row) => row.is_mistake,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use sesemr_common::record::{ReferenceNames, view_record};

    use super::*;

    fn record(resource: &str) -> RecordView {
        let id = "018f2e3a-7c1d-7000-8000-000000000001";
        let mut view: RecordView = serde_json::from_str(&format!(
            r#"{{"summary":{{"record":"{id}","version":1,"portion":"allergies","title":"x","media_type":"text/plain",
                "bytes":1,"state":"fine"}},"body":"altered"}}"#
        ))
        .unwrap();
        view.body = RecordBody::Resource(Box::new(view_record(resource.as_bytes(), &ReferenceNames::default())));
        view
    }

    fn allergy(code: &str, verification: &str) -> RecordView {
        record(&format!(
            r#"{{"resourceType":"AllergyIntolerance","verificationStatus":{{"coding":[{{"code":"{verification}"}}]}},
                "code":{{"coding":[{{"system":"http://snomed.info/sct","code":"{code}"}}]}}}}"#
        ))
    }

    #[test]
    fn the_silences_about_allergies_are_told_apart() {
        let (none, penicillin) = (allergy("716186003", "confirmed"), allergy("91936005", "confirmed"));
        let mistaken = allergy("716186003", "entered-in-error");
        assert_eq!(Allergies::of(Vec::new()), Allergies::NothingRecorded);
        assert!(matches!(Allergies::of(vec![none.clone()]), Allergies::NoneKnown { .. }));
        let told = |records| match Allergies::of(records) {
            Allergies::Recorded { records, contradicts } => Some((records.len(), contradicts)),
            _ => None,
        };
        assert_eq!(told(vec![penicillin.clone()]), Some((1, false)));
        assert_eq!(told(vec![none, penicillin.clone()]), Some((2, true)));
        assert_eq!(told(vec![mistaken.clone(), penicillin]), Some((2, false)), "a mistake contradicts nothing");
        assert_eq!(told(vec![mistaken]), Some((1, false)), "a mistake says nothing of none");
    }

    #[test]
    fn what_is_stopped_or_void_is_not_taken_now_and_what_cannot_be_read_is_in_sight() {
        let medicine = |status: &str| record(&format!(r#"{{"resourceType":"MedicationRequest","status":"{status}"}}"#));
        let unreadable = record("{}");
        let (now, before) =
            current_medicines(vec![medicine("active"), medicine("stopped"), unreadable, medicine("cancelled")]);
        assert_eq!((now.len(), before.len()), (2, 2));
    }
}
