//! What a form for asking begins with: nothing that nobody asked for, what was asked for before, or what was typed and not sent.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{AccountId, KeyRequestId},
    portion::Portion,
    sharing::PurposeOfUse,
};

use super::key_request::MyRequestView;

/// What a form for asking begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskStart {
    /// For what.
    pub portions: Vec<Portion>,
    /// Why.
    pub purpose: PurposeOfUse,
    /// For how long, in seconds from the grant.
    pub duration: u32,
    /// Whether prescriptions are to be written.
    pub write_back: bool,
    /// A word to the patient.
    pub message: String,
}

/// A form that was not filled in before: a day for treatment, and no portion ticked.
impl Default for AskStart {
    fn default() -> Self {
        Self {
            portions: Vec::new(),
            purpose: PurposeOfUse::Treatment,
            duration: 86_400,
            write_back: false,
            message: String::new(),
        }
    }
}

impl AskStart {
    /// As it was typed and not sent, where this device kept that in this form.
    pub fn resume(kept: Option<&str>) -> Option<Self> {
        kept.and_then(|json| serde_json::from_str(json).ok())
    }

    /// As this earlier request to this patient asked; nothing where there is none. The id comes from an address, which anybody
    /// can write: one of another patient fills in nothing.
    pub fn again(mine: &[MyRequestView], earlier: KeyRequestId, patient: AccountId) -> Option<Self> {
        let earlier = mine.iter().find(|request| request.request == earlier && request.patient.account == patient)?;
        Some(Self {
            portions: earlier.portions.clone(),
            purpose: earlier.purpose,
            duration: earlier.duration,
            write_back: earlier.write_back,
            message: String::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    const REQUEST: &str = "018f2e3a-7c1d-7000-8000-000000000001";
    const AMINA: &str = "018f2e3a-7c1d-7000-8000-000000000002";
    const OTHER: &str = "018f2e3a-7c1d-7000-8000-000000000003";

    fn mine() -> Vec<MyRequestView> {
        let key = "A".repeat(43);
        serde_json::from_str(&format!(
            r#"[{{"request":"{REQUEST}","patient":{{"account":"{AMINA}","handle":"amina","display_name":"Amina",
                "role":"patient","organisation":"","key":"{key}","fingerprint":"1 2","trust":"not_compared"}},
                "portions":["medications","allergies"],"purpose":"emergency_treatment","duration":3600,"write_back":true,
                "asked_at":0,"expires_at":1,"state":"lapsed"}}]"#
        ))
        .unwrap()
    }

    #[test]
    fn asking_again_begins_with_what_was_asked_for() {
        let start = AskStart::again(&mine(), REQUEST.parse().unwrap(), AMINA.parse().unwrap()).unwrap();
        assert_eq!(start.portions, [Portion::Medications, Portion::Allergies]);
        assert_eq!((start.purpose, start.duration, start.write_back), (PurposeOfUse::EmergencyTreatment, 3_600, true));
    }

    #[test]
    fn what_was_typed_and_not_sent_is_there_again_and_what_makes_no_sense_is_none() {
        let typed = AskStart { message: "Before the operation".to_owned(), write_back: true, ..AskStart::default() };
        let json = serde_json::to_string(&typed).unwrap();
        assert_eq!(AskStart::resume(Some(&json)), Some(typed));
        for kept in [None, Some("{}"), Some("half a")] {
            assert_eq!(AskStart::resume(kept), None, "{kept:?}");
        }
    }

    #[test]
    fn a_request_to_somebody_else_or_none_at_all_fills_in_nothing() {
        let again =
            |request: &str, patient: &str| AskStart::again(&mine(), request.parse().unwrap(), patient.parse().unwrap());
        assert_eq!(again(REQUEST, OTHER), None);
        assert_eq!(again(OTHER, AMINA), None);
    }
}
