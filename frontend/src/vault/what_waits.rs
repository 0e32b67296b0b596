//! What waits for a patient's answer: told when they sign in and when a stream of events opens again, for the events of the
//! time between are gone. Nothing is told twice, whether it waited or happened meanwhile.

use std::{cell::RefCell, collections::BTreeSet};

use super::{grants::list_access, key_requests::list_key_requests, state::Vault};
use crate::{
    message::{AppError, ListAccess, ListKeyRequests, LiveEvent},
    model::{
        grant::{GrantView, OpeningState},
        key_request::{KeyRequestView, RequestState},
    },
};

/// What was told since somebody signed in.
#[derive(Default)]
pub(super) struct Told(RefCell<BTreeSet<[u8; 16]>>);

impl Told {
    /// Notes that this is told. Whether that is for the first time.
    pub(super) fn note(&self, event: &LiveEvent) -> bool {
        match event {
            LiveEvent::RequestArrived { request, .. } => self.0.borrow_mut().insert(*request.as_bytes()),
            LiveEvent::KeyBurnt { opening, .. } => self.0.borrow_mut().insert(*opening.as_bytes()),
            _ => true,
        }
    }
}

/// Requests without an answer, oldest first, and burnt keys in whose place a new one can be given.
///
/// # Errors
/// Those of reading the lists.
pub(super) async fn what_waits(vault: &Vault) -> Result<Vec<LiveEvent>, AppError> {
    let requests = list_key_requests(vault, ListKeyRequests {}).await?;
    let grants = list_access(vault, ListAccess {}).await?;
    Ok(requests.into_iter().rev().filter_map(unanswered).chain(grants.iter().filter_map(burnt)).collect())
}

fn unanswered(request: KeyRequestView) -> Option<LiveEvent> {
    let (id, person) = (request.request, request.clinician.display_name);
    (request.state == RequestState::Waiting).then_some(LiveEvent::RequestArrived { request: id, person })
}

/// The last key of a grant, where it was burnt and another can be made.
fn burnt(grant: &GrantView) -> Option<LiveEvent> {
    let last = grant.history.first().filter(|_| grant.may_issue())?;
    let OpeningState::Burnt { at } = last.state else { return None };
    let person = grant.clinician.display_name.clone();
    Some(LiveEvent::KeyBurnt { grant: grant.grant, opening: last.opening, person, at })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::moment::Moment;

    const ID: &str = "018f2e3a-7c1d-7000-8000-000000000001";
    const BURNT: &str = r#"{"burnt":{"at":7}}"#;

    fn person() -> String {
        let key = "A".repeat(43);
        format!(
            r#"{{"account":"{ID}","handle":"bello","display_name":"Dr Bello","role":"doctor","organisation":"Clinic",
                "key":"{key}","fingerprint":"1 2","trust":"not_compared"}}"#
        )
    }

    fn request(state: &str) -> KeyRequestView {
        let person = person();
        serde_json::from_str(&format!(
            r#"{{"request":"{ID}","clinician":{person},"portions":[],"purpose":"treatment","duration":60,
                "write_back":false,"asked_at":0,"expires_at":1,"state":{state}}}"#
        ))
        .unwrap()
    }

    /// A grant with openings in these states, newest first.
    fn grant(state: &str, left: u16, openings: &[&str]) -> GrantView {
        let person = person();
        let history: Vec<String> = openings
            .iter()
            .map(|state| format!(r#"{{"opening":"{ID}","made_at":0,"expires_at":1,"state":{state}}}"#))
            .collect();
        let history = history.join(",");
        serde_json::from_str(&format!(
            r#"{{"grant":"{ID}","request":"{ID}","clinician":{person},"purpose":"treatment","portions":[],"records":[],
                "granted_at":0,"expires_at":1,"openings":3,"openings_left":{left},"write_back":false,"state":{state},
                "history":[{history}]}}"#
        ))
        .unwrap()
    }

    #[test]
    fn a_request_waits_until_it_is_answered_or_lapses() {
        let person = "Dr Bello".to_owned();
        let arrived = LiveEvent::RequestArrived { request: ID.parse().unwrap(), person };
        assert_eq!(unanswered(request(r#""waiting""#)), Some(arrived));
        let granted = format!(r#"{{"granted":{{"grant":"{ID}"}}}}"#);
        for answered in [granted.as_str(), r#"{"refused":{"reason":""}}"#, r#""lapsed""#] {
            assert_eq!(unanswered(request(answered)), None, "{answered}");
        }
    }

    #[test]
    fn a_burnt_key_waits_where_a_new_one_can_be_given() {
        let person = "Dr Bello".to_owned();
        let told =
            LiveEvent::KeyBurnt { grant: ID.parse().unwrap(), opening: ID.parse().unwrap(), person, at: Moment(7) };
        assert_eq!(burnt(&grant(r#""live""#, 1, &[BURNT])), Some(told));
        assert_eq!(burnt(&grant(r#""live""#, 0, &[BURNT])), None, "no opening is left");
        let taken_back = r#"{"taken_back":{"at":8,"confirmed":true}}"#;
        for over in [r#""paused""#, r#""used""#, r#""expired""#, taken_back] {
            assert_eq!(burnt(&grant(over, 1, &[BURNT])), None, "{over}");
        }
    }

    #[test]
    fn a_burnt_key_that_another_one_followed_does_not_wait() {
        let followed = [r#"{"waiting":{"can_show":true,"sent":false}}"#, BURNT];
        assert_eq!(burnt(&grant(r#""live""#, 1, &followed)), None);
        assert_eq!(burnt(&grant(r#""live""#, 1, &[])), None, "no key was made yet");
        assert_eq!(burnt(&grant(r#""live""#, 1, &[r#""unused""#])), None);
    }

    #[test]
    fn what_was_told_as_it_happened_is_not_told_again_as_waiting() {
        let told = Told::default();
        let arrived = LiveEvent::RequestArrived { request: ID.parse().unwrap(), person: "Dr Bello".to_owned() };
        assert!(told.note(&arrived));
        assert!(!told.note(&arrived));
        assert!(told.note(&LiveEvent::Changed) && told.note(&LiveEvent::Changed), "it says nothing of its own");
    }
}
