//! What the form for answering a request begins with: what was asked for, or what was chosen and typed and not sent.

use serde::{Deserialize, Serialize};

use super::{expiry::lengths, key_request::KeyRequestView, record::RecordList, scope::ScopeChoice};

/// How many openings a grant may have, as far as they are offered.
pub const MOST_OPENINGS: u32 = 5;

/// What the form for answering a request begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerStart {
    /// What is given.
    pub scope: ScopeChoice,
    /// For how long, in seconds from the grant.
    pub length: u32,
    /// How many openings, as the field says it.
    pub openings: String,
    /// Whether prescriptions may be written.
    pub write_back: bool,
    /// The word of a refusal.
    pub reason: String,
}

impl AnswerStart {
    /// A form into which nothing was typed: what was asked for, as far as it is there, and one opening.
    pub fn asked(request: &KeyRequestView, records: &RecordList) -> Self {
        Self {
            scope: ScopeChoice::asked(&request.portions, records),
            length: request.duration.max(1),
            openings: "1".to_owned(),
            write_back: request.write_back,
            reason: String::new(),
        }
    }

    /// As it was left, where this device kept that in this form. What the form does not offer any more is not chosen.
    pub fn resume(kept: Option<&str>, request: &KeyRequestView, records: &RecordList) -> Option<Self> {
        let left: Self = serde_json::from_str(kept?).ok()?;
        let asked = Self::asked(request, records);
        let is_count = left.openings.parse::<u32>().is_ok_and(|count| (1..=MOST_OPENINGS).contains(&count));
        Some(Self {
            scope: left.scope.still_there(&request.portions, records),
            length: if lengths(request.duration).contains(&left.length) { left.length } else { asked.length },
            openings: if is_count { left.openings } else { asked.openings },
            write_back: left.write_back && request.write_back,
            reason: left.reason,
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use sesemr_common::portion::Portion;

    use super::*;

    fn request(write_back: bool) -> KeyRequestView {
        let id = "018f2e3a-7c1d-7000-8000-000000000001";
        let key = "A".repeat(43);
        serde_json::from_str(&format!(
            r#"{{"request":"{id}","clinician":{{"account":"{id}","handle":"bello","display_name":"Dr Bello",
                "role":"doctor","organisation":"Clinic","key":"{key}","fingerprint":"1 2","trust":"not_compared"}},
                "portions":["medications","allergies"],"purpose":"treatment","duration":7200,"write_back":{write_back},
                "asked_at":0,"expires_at":1,"state":"waiting"}}"#
        ))
        .unwrap()
    }

    fn records() -> RecordList {
        serde_json::from_str(r#"{"portions":[{"portion":"medications","count":1}],"records":[]}"#).unwrap()
    }

    #[test]
    fn what_was_chosen_and_typed_is_there_again_and_what_makes_no_sense_is_none() {
        let (request, records) = (request(true), records());
        let asked = AnswerStart::asked(&request, &records);
        assert_eq!((asked.scope.portions.as_slice(), asked.length), ([Portion::Medications].as_slice(), 7_200));
        let left = AnswerStart { length: 3_600, openings: "2".to_owned(), reason: "I do not".to_owned(), ..asked };
        let json = serde_json::to_string(&left).unwrap();
        assert_eq!(AnswerStart::resume(Some(&json), &request, &records), Some(left));
        for kept in [None, Some("{}"), Some("half a")] {
            assert_eq!(AnswerStart::resume(kept, &request, &records), None, "{kept:?}");
        }
    }

    #[test]
    fn nothing_is_resumed_that_the_form_does_not_offer() {
        let (request, records) = (request(false), records());
        let asked = AnswerStart::asked(&request, &records);
        for openings in ["0", "6", "many", ""] {
            let left = AnswerStart { length: 5, openings: openings.to_owned(), write_back: true, ..asked.clone() };
            let json = serde_json::to_string(&left).unwrap();
            assert_eq!(AnswerStart::resume(Some(&json), &request, &records), Some(asked.clone()), "{openings}");
        }
    }
}
