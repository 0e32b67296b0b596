//! A prescription that was signed and sent. The form is `sesemr_common::record::PrescriptionDraft`, which also checks it
//! and says it in the patient's words.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::RecordId, record::PrescriptionDraft};

use super::moment::Moment;

/// A prescription that is being written, as its form was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// What is prescribed.
    pub draft: PrescriptionDraft,
    /// Why an earlier one is void.
    pub why: String,
}

impl KeptDraft {
    /// A form that begins with `first`.
    pub const fn begin(first: PrescriptionDraft) -> Self {
        Self { draft: first, why: String::new() }
    }

    /// A form that begins with `first`, as it was left: `kept` is what the device gave. What another version of the
    /// application kept in another form is not guessed at.
    pub fn resume(kept: Option<&str>, first: &PrescriptionDraft) -> Option<Self> {
        let mut resumed: Self = serde_json::from_str(kept?).ok()?;
        if resumed.draft.start.is_empty() {
            resumed.draft.start.clone_from(&first.start);
        }
        Some(resumed)
    }

    /// What is kept of a form that began with `first`; nothing where nothing was typed into it. A first day that was left
    /// as it was is not kept: begun on one day and gone on with on another, it is the other.
    pub fn to_keep(mut self, first: &PrescriptionDraft) -> Option<Self> {
        // The form has no field for a code.
        let untouched = PrescriptionDraft { medicine_code: None, ..first.clone() };
        if self.draft == untouched && self.why.is_empty() {
            return None;
        }
        if self.draft.start == first.start {
            self.draft.start.clear();
        }
        Some(self)
    }
}

/// A prescription that was signed and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrescriptionReceipt {
    /// The record it became.
    pub record: RecordId,
    /// When it was signed.
    pub signed_at: Moment,
    /// To whom: the patient's name.
    pub patient: String,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn blank(start: &str) -> PrescriptionDraft {
        PrescriptionDraft { every: "1".to_owned(), start: start.to_owned(), ..PrescriptionDraft::default() }
    }

    fn typed(draft: PrescriptionDraft, why: &str) -> KeptDraft {
        KeptDraft { draft, why: why.to_owned() }
    }

    #[test]
    fn a_form_of_which_nothing_was_typed_keeps_nothing() {
        let first = blank("2026-08-06");
        assert_eq!(typed(first.clone(), "").to_keep(&first), None);
        assert!(typed(first.clone(), "wrong dose").to_keep(&first).is_some());
        let kept = PrescriptionDraft { medicine: "Amoxicillin".to_owned(), ..first.clone() };
        assert!(typed(kept, "").to_keep(&first).is_some());
    }

    #[test]
    fn what_was_typed_is_there_again_and_what_makes_no_sense_is_none() {
        let first = blank("2026-08-06");
        let draft = PrescriptionDraft { medicine: "Amoxicillin".to_owned(), ..first.clone() };
        let json = serde_json::to_string(&typed(draft.clone(), "wrong dose").to_keep(&first)).unwrap();
        assert_eq!(KeptDraft::resume(Some(&json), &first), Some(typed(draft, "wrong dose")));
        for kept in [None, Some("{}"), Some("half a")] {
            assert_eq!(KeptDraft::resume(kept, &first), None, "{kept:?}");
        }
    }

    #[test]
    fn what_is_gone_on_with_on_another_day_begins_that_day_unless_a_day_was_chosen() {
        let (yesterday, today) = (blank("2026-08-06"), blank("2026-08-07"));
        let resumed = |start: &str| {
            let draft = PrescriptionDraft { medicine: "Amoxicillin".to_owned(), ..blank(start) };
            let json = serde_json::to_string(&typed(draft, "").to_keep(&yesterday)).unwrap();
            KeptDraft::resume(Some(&json), &today).unwrap().draft.start
        };
        assert_eq!(resumed("2026-08-06"), "2026-08-07");
        assert_eq!(resumed("2026-08-20"), "2026-08-20");
    }
}
