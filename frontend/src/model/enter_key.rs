//! What the page for entering a random key shows: decided here from the clinician's requests.

use sesemr_common::{
    id::{KeyRequestId, OpeningId},
    portion::Portion,
};

use super::{
    key_request::{MyOpeningState, MyRequestView},
    moment::Moment,
};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnterStep {
    /// A form for the key that waits.
    Enter(WaitingKey),
    /// The key is being tried: there is nothing to enter until that has ended.
    BeingTried {
        /// Whose records: the name.
        patient: String,
    },
    /// No key waits.
    Nothing,
}

/// A random key that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingKey {
    /// What it opens.
    pub opening: OpeningId,
    /// The request that it came of.
    pub request: KeyRequestId,
    /// Whose records: the name.
    pub patient: String,
    /// Their handle.
    pub handle: String,
    /// Whole portions that it opens.
    pub portions: Vec<Portion>,
    /// Single records besides.
    pub single_records: u32,
    /// It was sent in the app: one tap.
    pub in_app: bool,
    /// Until when it can be entered.
    pub expires_at: Moment,
}

impl WaitingKey {
    /// The key that the patient gave in the place of this one, once this one is used up.
    pub fn next(&self, requests: &[MyRequestView]) -> Option<OpeningId> {
        let request = requests.iter().find(|request| request.request == self.request)?;
        match request.grant.as_ref()?.opening {
            // The list may not know yet that this one is used up.
            MyOpeningState::KeyReady { opening, .. } if opening != self.opening => Some(opening),
            _ => None,
        }
    }
}

impl EnterStep {
    /// What is shown for `opening`. While this window's own attempt runs, the form of before stays.
    pub fn of(requests: &[MyRequestView], opening: OpeningId, before: Option<&Self>, own_attempt: bool) -> Self {
        if own_attempt && let Some(form @ Self::Enter(_)) = before {
            return form.clone();
        }
        requests.iter().find_map(|request| step_of(request, opening)).unwrap_or(Self::Nothing)
    }
}

fn step_of(request: &MyRequestView, opening: OpeningId) -> Option<EnterStep> {
    let (grant, person) = (request.grant.as_ref()?, &request.patient);
    match grant.opening {
        MyOpeningState::KeyReady { opening: ready, in_app, expires_at } if ready == opening => {
            Some(EnterStep::Enter(WaitingKey {
                opening,
                request: request.request,
                patient: person.display_name.clone(),
                handle: person.handle.clone(),
                portions: grant.portions.clone(),
                single_records: grant.single_records,
                in_app,
                expires_at,
            }))
        }
        MyOpeningState::BeingTried { opening: tried } if tried == opening => {
            Some(EnterStep::BeingTried { patient: person.display_name.clone() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where an assumption fails")]

    use super::*;

    const ID: &str = "018f2e3a-7c1d-7000-8000-000000000001";

    fn opening() -> OpeningId {
        ID.parse().unwrap()
    }

    fn requests(state: &str) -> Vec<MyRequestView> {
        let person = format!(
            r#"{{"account":"{ID}","handle":"amina","display_name":"Amina","role":"patient","organisation":"",
                "key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","fingerprint":"1 2","trust":"not_compared"}}"#
        );
        let request = format!(
            r#"[{{"request":"{ID}","patient":{person},"portions":[],"purpose":"treatment","duration":60,
                "write_back":false,"asked_at":0,"expires_at":1,"state":{{"granted":{{"grant":"{ID}"}}}},
                "grant":{{"grant":"{ID}","portions":[],"single_records":2,"expires_at":1,"openings":1,"openings_left":1,
                "write_back":false,"opening":{state}}}}}]"#
        );
        serde_json::from_str(&request).unwrap()
    }

    fn ready() -> Vec<MyRequestView> {
        requests(&format!(r#"{{"key_ready":{{"opening":"{ID}","in_app":false,"expires_at":5}}}}"#))
    }

    fn tried() -> Vec<MyRequestView> {
        requests(&format!(r#"{{"being_tried":{{"opening":"{ID}"}}}}"#))
    }

    #[test]
    fn a_key_that_waits_gets_a_form() {
        assert!(matches!(EnterStep::of(&ready(), opening(), None, false), EnterStep::Enter(_)));
        let other = "018f2e3a-7c1d-7000-8000-000000000002".parse().unwrap();
        assert_eq!(EnterStep::of(&ready(), other, None, false), EnterStep::Nothing);
    }

    #[test]
    fn the_form_stays_while_its_own_attempt_runs() {
        let form = EnterStep::of(&ready(), opening(), None, false);
        assert_eq!(EnterStep::of(&tried(), opening(), Some(&form), true), form);
        assert_eq!(EnterStep::of(&requests(r#""key_burnt""#), opening(), Some(&form), true), form);
    }

    #[test]
    fn a_key_in_the_place_of_a_burnt_one_is_found_and_the_burnt_one_is_not_offered_again() {
        let EnterStep::Enter(burnt) = EnterStep::of(&ready(), opening(), None, false) else { panic!("it waits") };
        assert_eq!(burnt.next(&ready()), None);
        assert_eq!(burnt.next(&requests(r#""key_burnt""#)), None);
        let other = "018f2e3a-7c1d-7000-8000-000000000002";
        let anew = requests(&format!(r#"{{"key_ready":{{"opening":"{other}","in_app":false,"expires_at":5}}}}"#));
        assert_eq!(burnt.next(&anew), other.parse().ok());
    }

    #[test]
    fn an_attempt_in_another_window_is_not_called_a_wrong_key() {
        let patient = "Amina".to_owned();
        assert_eq!(EnterStep::of(&tried(), opening(), None, false), EnterStep::BeingTried { patient });
    }
}
