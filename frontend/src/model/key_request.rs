//! Requests for access, as the patient and as the clinician see them.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{GrantId, KeyRequestId, OpeningId},
    portion::Portion,
    sharing::PurposeOfUse,
};

use super::{moment::Moment, person::PersonView};

/// A request in the patient's inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRequestView {
    /// Which.
    pub request: KeyRequestId,
    /// Who asks.
    pub clinician: PersonView,
    /// For what.
    pub portions: Vec<Portion>,
    /// Why.
    pub purpose: PurposeOfUse,
    /// For how long, in seconds from the grant.
    pub duration: u32,
    /// Whether prescriptions are to be written.
    pub write_back: bool,
    /// Their word, opened; none where there is none, or where it could not be opened.
    #[serde(default)]
    pub message: Option<String>,
    /// When it came.
    pub asked_at: Moment,
    /// When it lapses unanswered.
    pub expires_at: Moment,
    /// What became of it.
    pub state: RequestState,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Waits for the patient.
    Waiting,
    /// Granted, wholly or in part.
    Granted {
        /// The grant.
        grant: GrantId,
    },
    /// Refused.
    Refused {
        /// The patient's word, opened; may be empty.
        reason: String,
    },
    /// Lapsed unanswered.
    Lapsed,
}

/// What the page that answers a request shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerStep {
    /// There is no such request.
    Missing,
    /// It was answered, or lapsed.
    Answered,
    /// The clinician shows another key than before: a full stop.
    KeyChanged(Box<PersonView>),
    /// The patient decides. What else of the request changes does not draw the form anew.
    Decide,
}

impl AnswerStep {
    /// What is to be shown for this request.
    pub fn of(request: Option<&KeyRequestView>) -> Self {
        match request {
            None => Self::Missing,
            Some(request) if request.state != RequestState::Waiting => Self::Answered,
            Some(request) if request.clinician.is_changed() => Self::KeyChanged(Box::new(request.clinician.clone())),
            Some(_) => Self::Decide,
        }
    }
}

/// A request of the clinician's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequestView {
    /// Which.
    pub request: KeyRequestId,
    /// Whom.
    pub patient: PersonView,
    /// For what.
    pub portions: Vec<Portion>,
    /// Why.
    pub purpose: PurposeOfUse,
    /// For how long, in seconds from the grant.
    pub duration: u32,
    /// Whether prescriptions are to be written.
    pub write_back: bool,
    /// When.
    pub asked_at: Moment,
    /// When it lapses unanswered.
    pub expires_at: Moment,
    /// What became of it; it waits while the answer is signed under a changed key.
    pub state: RequestState,
    /// What was granted, once it was.
    #[serde(default)]
    pub grant: Option<MyGrantView>,
}

/// The clinician's next step where a request or what was granted on it has come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Ask again: refused, lapsed, used, expired, taken back.
    AskAgain,
    /// Ask for a new key: the last one is used up, and the grant still lives.
    AskForKey,
    /// Compare both keys: the patient shows another one than before.
    CompareKeys,
}

impl MyRequestView {
    /// The next step, where there is nothing to wait for and nothing to open.
    pub fn next_step(&self) -> Option<NextStep> {
        if self.patient.is_changed() {
            return Some(NextStep::CompareKeys);
        }
        match (&self.state, self.grant.as_ref().map(|grant| grant.opening)) {
            (RequestState::Refused { .. } | RequestState::Lapsed, _)
            | (_, Some(MyOpeningState::Used { .. } | MyOpeningState::Expired | MyOpeningState::TakenBack)) => {
                Some(NextStep::AskAgain)
            }
            (_, Some(MyOpeningState::KeyBurnt)) => Some(NextStep::AskForKey),
            _ => None,
        }
    }
}

/// A grant, as the clinician sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyGrantView {
    /// Which.
    pub grant: GrantId,
    /// Whole portions.
    pub portions: Vec<Portion>,
    /// How many single records besides.
    pub single_records: u32,
    /// Until when.
    pub expires_at: Moment,
    /// How many openings in all.
    pub openings: u16,
    /// How many of them are left.
    pub openings_left: u16,
    /// Whether prescriptions may be written.
    pub write_back: bool,
    /// The opening that matters now.
    pub opening: MyOpeningState,
}

/// Where a grant stands for the clinician.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MyOpeningState {
    /// The patient has made no random key yet.
    NoKeyYet,
    /// A random key waits to be entered.
    KeyReady {
        /// The opening.
        opening: OpeningId,
        /// It was sent in the app: one tap.
        in_app: bool,
        /// Until when.
        expires_at: Moment,
    },
    /// The random key is being tried: right or wrong, it is not known yet.
    BeingTried {
        /// The opening.
        opening: OpeningId,
    },
    /// Open in this browser now.
    Open {
        /// The opening.
        opening: OpeningId,
        /// When it closes unless used.
        idle_at: Moment,
    },
    /// Opened, and this browser no longer holds its keys (locked, reloaded, another device): close it.
    OpenElsewhere {
        /// The opening.
        opening: OpeningId,
    },
    /// The last random key is used up; a new one is needed.
    KeyBurnt,
    /// Closed, and no opening left.
    Used {
        /// When it was closed.
        closed_at: Moment,
    },
    /// The grant's time is over.
    Expired,
    /// The patient paused it: no key comes until it goes on.
    Paused,
    /// The patient took it back.
    TakenBack,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::person::Trust;

    fn request(state: &str, trust: &str) -> KeyRequestView {
        let id = "018f2e3a-7c1d-7000-8000-000000000001";
        let key = "A".repeat(43);
        serde_json::from_str(&format!(
            r#"{{"request":"{id}","clinician":{{"account":"{id}","handle":"bello","display_name":"Dr Bello","role":"doctor",
                "organisation":"Clinic","key":"{key}","fingerprint":"1 2","trust":{trust}}},"portions":[],
                "purpose":"treatment","duration":60,"write_back":false,"asked_at":0,"expires_at":1,"state":{state}}}"#
        ))
        .unwrap()
    }

    #[test]
    fn comparing_fingerprints_does_not_draw_the_form_anew() {
        let before = AnswerStep::of(Some(&request(r#""waiting""#, r#""not_compared""#)));
        let after = AnswerStep::of(Some(&request(r#""waiting""#, r#"{"compared":{"at":1}}"#)));
        assert_eq!((&before, &after), (&AnswerStep::Decide, &AnswerStep::Decide));
    }

    fn mine(state: &str, opening: &str) -> MyRequestView {
        let patient = serde_json::to_string(&request(r#""waiting""#, r#""not_compared""#).clinician).unwrap();
        let id = "018f2e3a-7c1d-7000-8000-000000000001";
        serde_json::from_str(&format!(
            r#"{{"request":"{id}","patient":{patient},"portions":[],"purpose":"treatment","duration":60,
                "write_back":false,"asked_at":0,"expires_at":1,"state":{state},"grant":{{"grant":"{id}","portions":[],
                "single_records":0,"expires_at":1,"openings":1,"openings_left":0,"write_back":false,"opening":{opening}}}}}"#
        ))
        .unwrap()
    }

    #[test]
    fn whatever_has_ended_has_a_next_step_and_what_lives_has_none() {
        let granted = r#"{"granted":{"grant":"018f2e3a-7c1d-7000-8000-000000000001"}}"#;
        for ended in [r#"{"used":{"closed_at":1}}"#, r#""expired""#, r#""taken_back""#] {
            assert_eq!(mine(granted, ended).next_step(), Some(NextStep::AskAgain), "{ended}");
        }
        assert_eq!(mine(granted, r#""key_burnt""#).next_step(), Some(NextStep::AskForKey));
        assert_eq!(mine(granted, r#""no_key_yet""#).next_step(), None);
        assert_eq!(mine(r#"{"refused":{"reason":""}}"#, r#""no_key_yet""#).next_step(), Some(NextStep::AskAgain));
        assert_eq!(mine(r#""waiting""#, r#""no_key_yet""#).next_step(), None);
    }

    #[test]
    fn a_changed_key_stops_everything_but_not_what_was_answered() {
        let changed = r#"{"changed":{"known":"3 4"}}"#;
        assert!(matches!(AnswerStep::of(Some(&request(r#""waiting""#, changed))), AnswerStep::KeyChanged(_)));
        assert_eq!(AnswerStep::of(Some(&request(r#""lapsed""#, changed))), AnswerStep::Answered);
        assert_eq!(AnswerStep::of(None), AnswerStep::Missing);
    }

    #[test]
    fn a_changed_key_is_compared_before_anything_else_is_done() {
        let mut asked = mine(r#""waiting""#, r#""key_burnt""#);
        asked.patient.trust = Trust::Changed { known: "3 4".to_owned() };
        assert_eq!(asked.next_step(), Some(NextStep::CompareKeys));
    }
}
