//! Everyone who ever asked, one by one: what they asked, what became of it, and what they still have.

use serde::{Deserialize, Serialize};

use super::{
    grant::{GrantView, OpeningState},
    key_request::{KeyRequestView, RequestState},
    moment::Moment,
    person::PersonView,
};

/// How often something happened, and when last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// How often.
    pub count: u32,
    /// When last; nothing where it never happened.
    pub last: Option<Moment>,
}

impl Tally {
    fn of(moments: impl Iterator<Item = Moment>) -> Self {
        moments.fold(Self::default(), |tally, at| Self {
            count: tally.count.saturating_add(1),
            last: tally.last.max(Some(at)),
        })
    }
}

/// One person who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHistory {
    /// Who.
    pub person: PersonView,
    /// Since when they are blocked, where they are.
    pub blocked_since: Option<Moment>,
    /// Requests that came.
    pub asked: Tally,
    /// Requests that were refused, by the day they came.
    pub refused: Tally,
    /// Grants that were given.
    pub granted: Tally,
    /// Openings that opened something, by the day their random key was made.
    pub opened: Tally,
    /// Those of them that have ended.
    pub ended: Tally,
    /// Grants that still give something, or whose end is not confirmed yet.
    pub grants: Vec<GrantView>,
}

impl PersonHistory {
    /// What `requests` and `grants` say of one person.
    pub fn of(
        person: PersonView,
        blocked_since: Option<Moment>,
        requests: &[KeyRequestView],
        grants: &[GrantView],
    ) -> Self {
        let account = person.account;
        let requests = || requests.iter().filter(|request| request.clinician.account == account);
        let grants = || grants.iter().filter(|grant| grant.clinician.account == account);
        let refused = requests().filter(|request| matches!(request.state, RequestState::Refused { .. }));
        let openings = || grants().flat_map(|grant| &grant.history);
        let used = grants().map(|grant| u32::from(grant.openings.saturating_sub(grant.openings_left))).sum::<u32>();
        let open_now = u32::try_from(grants().filter(|grant| grant.open_now().is_some()).count()).unwrap_or(u32::MAX);
        Self {
            asked: Tally::of(requests().map(|request| request.asked_at)),
            refused: Tally::of(refused.map(|request| request.asked_at)),
            granted: Tally::of(grants().map(|grant| grant.granted_at)),
            // An opening that was taken back does not say whether it had opened anything: the grant counts that.
            opened: Tally {
                count: used,
                last: openings().filter(|it| has_opened(it.state)).map(|it| it.made_at).max(),
            },
            ended: Tally {
                count: used.saturating_sub(open_now),
                last: openings().filter_map(|it| ended_at(it.state)).max(),
            },
            grants: grants().filter(|grant| grant.may_take_back() || grant.waits_for_receipt()).cloned().collect(),
            person,
            blocked_since,
        }
    }

    /// When they last asked or were given something.
    pub fn last(&self) -> Option<Moment> {
        [self.asked, self.granted, self.opened, self.ended].into_iter().filter_map(|tally| tally.last).max()
    }
}

const fn has_opened(state: OpeningState) -> bool {
    matches!(state, OpeningState::Open { .. } | OpeningState::Closed { .. })
}

const fn ended_at(state: OpeningState) -> Option<Moment> {
    match state {
        OpeningState::Closed { at, .. } | OpeningState::TakenBack { at } => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    const BELLO: &str = "018f2e3a-7c1d-7000-8000-000000000001";
    const OKORO: &str = "018f2e3a-7c1d-7000-8000-000000000002";

    fn person(account: &str) -> String {
        format!(
            r#"{{"account":"{account}","handle":"bello","display_name":"Dr Bello","role":"doctor","organisation":"",
                "key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","fingerprint":"1 2","trust":"not_compared"}}"#
        )
    }

    fn request(account: &str, at: u32, state: &str) -> KeyRequestView {
        let person = person(account);
        serde_json::from_str(&format!(
            r#"{{"request":"{BELLO}","clinician":{person},"portions":[],"purpose":"treatment","duration":1,
                "write_back":false,"asked_at":{at},"expires_at":9,"state":{state}}}"#
        ))
        .unwrap()
    }

    fn grant(account: &str, state: &str, left: u16, history: &str) -> GrantView {
        let person = person(account);
        serde_json::from_str(&format!(
            r#"{{"grant":"{BELLO}","request":"{BELLO}","clinician":{person},"purpose":"treatment","portions":[],
                "records":[],"granted_at":5,"expires_at":9,"openings":2,"openings_left":{left},"write_back":false,
                "state":{state},"history":[{history}]}}"#
        ))
        .unwrap()
    }

    fn opening(made_at: u32, state: &str) -> String {
        format!(r#"{{"opening":"{BELLO}","made_at":{made_at},"expires_at":9,"state":{state}}}"#)
    }

    fn history(requests: &[KeyRequestView], grants: &[GrantView]) -> PersonHistory {
        PersonHistory::of(serde_json::from_str(&person(BELLO)).unwrap(), None, requests, grants)
    }

    fn tally(count: u32, last: i64) -> Tally {
        Tally { count, last: Some(Moment(last)) }
    }

    #[test]
    fn each_person_is_told_by_their_own_requests_and_grants_alone() {
        let refused = r#"{"refused":{"reason":""}}"#;
        let requests =
            [request(BELLO, 1, refused), request(BELLO, 3, r#""waiting""#), request(OKORO, 4, r#""waiting""#)];
        let grants = [grant(BELLO, r#""live""#, 2, ""), grant(OKORO, r#""live""#, 2, "")];
        let told = history(&requests, &grants);
        assert_eq!((told.asked, told.refused, told.granted), (tally(2, 3), tally(1, 1), tally(1, 5)));
        assert_eq!((told.opened, told.grants.len(), told.last()), (Tally::default(), 1, Some(Moment(5))));
    }

    #[test]
    fn what_is_open_has_not_ended_and_what_was_taken_back_counts_as_opened_where_it_was() {
        let closed = r#"{"closed":{"at":7,"lent":1,"written":0,"by_server":false,"confirmed":true}}"#;
        let both = [opening(4, closed), opening(6, r#"{"open":{"at":8}}"#)].join(",");
        let told = history(&[], &[grant(BELLO, r#""used""#, 0, &both)]);
        assert_eq!((told.opened, told.ended), (tally(2, 6), tally(1, 7)));
        let taken_back = opening(4, r#"{"taken_back":{"at":7}}"#);
        let state = r#"{"taken_back":{"at":7,"confirmed":false}}"#;
        let told = history(&[], &[grant(BELLO, state, 1, &taken_back)]);
        assert_eq!((told.opened.count, told.ended, told.grants.len()), (1, tally(1, 7), 1), "not yet confirmed");
        let told = history(&[], &[grant(BELLO, state, 2, &taken_back)]);
        assert_eq!(told.opened.count, 0, "its random key was never tried");
    }
}
