//! Grants, their openings, and random keys, as the patient sees them.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{GrantId, KeyRequestId, OpeningId, RecordId},
    portion::Portion,
    sharing::PurposeOfUse,
};

use super::{moment::Moment, person::PersonView};

/// A grant with everything that became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantView {
    /// Which.
    pub grant: GrantId,
    /// The request it answered.
    pub request: KeyRequestId,
    /// To whom.
    pub clinician: PersonView,
    /// Why they asked.
    pub purpose: PurposeOfUse,
    /// Whole portions.
    pub portions: Vec<Portion>,
    /// Single records besides, with their titles.
    pub records: Vec<GrantedRecord>,
    /// When it was given.
    pub granted_at: Moment,
    /// Until when.
    pub expires_at: Moment,
    /// How many openings in all.
    pub openings: u16,
    /// How many of them are left.
    pub openings_left: u16,
    /// Whether prescriptions may be written.
    pub write_back: bool,
    /// Whether it still gives anything.
    pub state: GrantState,
    /// Its openings, newest first.
    pub history: Vec<OpeningStateView>,
}

/// A single record of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedRecord {
    /// Which.
    pub record: RecordId,
    /// What it is called; none where it is not listed any more, or cannot be opened.
    pub name: Option<RecordName>,
}

/// What a record is called, before it is put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordName {
    /// Its title.
    pub title: String,
    /// Its FHIR type, where it is a FHIR resource.
    pub fhir_type: Option<String>,
}

/// Whether a grant still gives anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// A random key can be made, waits, or is in use.
    Live,
    /// Paused: no random key can be made until it goes on.
    Paused,
    /// Every opening is used and closed.
    Used,
    /// Its time is over.
    Expired,
    /// Taken back.
    TakenBack {
        /// When.
        at: Moment,
        /// Whether the SRS has confirmed that nothing is left; "not yet confirmed" until then.
        confirmed: bool,
    },
}

/// One opening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningStateView {
    /// Which.
    pub opening: OpeningId,
    /// When its random key was made.
    pub made_at: Moment,
    /// Until when the random key may be entered.
    pub expires_at: Moment,
    /// Where it stands.
    pub state: OpeningState,
}

/// Where an opening stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningState {
    /// The random key waits to be entered.
    Waiting {
        /// Whether this session can show the code again.
        can_show: bool,
        /// Whether it was sent in the app.
        sent: bool,
    },
    /// Open now.
    Open {
        /// Since when.
        at: Moment,
    },
    /// The random key is being tried: right or wrong, it is not known yet.
    BeingTried {
        /// Since when.
        at: Moment,
    },
    /// The random key was burnt and nothing opened.
    Burnt {
        /// When.
        at: Moment,
    },
    /// Nobody entered it in time, or a newer one replaced it.
    Unused,
    /// Closed.
    Closed {
        /// When.
        at: Moment,
        /// How many records could be read. The log tells which were.
        lent: u32,
        /// How many prescriptions were written.
        written: u32,
        /// The clinician's browser died: the server closed it.
        by_server: bool,
        /// Whether the SRS has confirmed that nothing is left.
        confirmed: bool,
    },
    /// Ended by taking the grant back.
    TakenBack {
        /// When.
        at: Moment,
    },
}

/// A random key, to hand over. For whom it is, whether it may be sent in the app and whether it was, says its grant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RandomKeyView {
    /// The opening it opens.
    pub opening: OpeningId,
    /// Three groups of five.
    pub groups: Vec<String>,
    /// The text of its QR.
    pub qr: String,
    /// Until when it may be entered.
    pub expires_at: Moment,
}

impl core::fmt::Debug for RandomKeyView {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "RandomKeyView({}, [REDACTED])", self.opening)
    }
}

impl GrantView {
    /// The opening that is open now, where there is one.
    pub fn open_now(&self) -> Option<&OpeningStateView> {
        self.history.iter().find(|opening| matches!(opening.state, OpeningState::Open { .. }))
    }

    /// The opening whose random key waits, where there is one.
    pub fn waiting(&self) -> Option<&OpeningStateView> {
        self.history.iter().find(|opening| matches!(opening.state, OpeningState::Waiting { .. }))
    }

    fn being_tried(&self) -> bool {
        self.history.iter().any(|opening| matches!(opening.state, OpeningState::BeingTried { .. }))
    }

    /// Where an opening of this grant stands; nothing where it is none of them.
    pub fn state_of(&self, opening: OpeningId) -> Option<OpeningState> {
        self.history.iter().find(|found| found.opening == opening).map(|found| found.state)
    }

    /// Whether there is something to take back: what is left to open, or what is open now, if only by the last opening.
    pub fn may_take_back(&self) -> bool {
        matches!(self.state, GrantState::Live | GrantState::Paused) || self.open_now().is_some()
    }

    /// Whether it was taken back and the SRS has not confirmed yet that nothing is left.
    pub const fn waits_for_receipt(&self) -> bool {
        matches!(self.state, GrantState::TakenBack { confirmed: false, .. })
    }

    /// Whether a random key can be made: live, an opening left, none open now.
    pub fn may_issue(&self) -> bool {
        self.state == GrantState::Live && self.openings_left > 0 && self.open_now().is_none()
    }
}

/// What the random key page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPage {
    /// No key is shown yet: what is to be done first.
    First(KeyStep),
    /// The key that is shown waits to be entered.
    Waiting,
    /// It was used up, and nothing opened.
    Burnt {
        /// When.
        at: Moment,
    },
    /// It opened.
    Opened {
        /// When.
        at: Moment,
    },
    /// It is of no use any more.
    Over,
}

impl GrantView {
    /// What the random key page shows beside the key that it shows already, where it does. A key that was used meanwhile
    /// must not make another one by itself.
    pub fn key_page(&self, shown: Option<OpeningId>) -> KeyPage {
        let Some(shown) = shown else { return KeyPage::First(self.key_step()) };
        match self.state_of(shown) {
            // Made a moment ago: the list does not know it yet.
            None | Some(OpeningState::Waiting { .. } | OpeningState::BeingTried { .. }) => KeyPage::Waiting,
            Some(OpeningState::Burnt { at }) => KeyPage::Burnt { at },
            Some(OpeningState::Open { at }) => KeyPage::Opened { at },
            Some(OpeningState::Closed { .. } | OpeningState::TakenBack { .. } | OpeningState::Unused) => KeyPage::Over,
        }
    }

    /// Whether the random key of an opening was sent in the app.
    pub fn was_sent(&self, opening: OpeningId) -> bool {
        matches!(self.state_of(opening), Some(OpeningState::Waiting { sent: true, .. }))
    }
}

/// What the random key page does when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStep {
    /// Show the key that waits.
    Show(OpeningId),
    /// Make one, once a press asked for it: none waits, and one can be made.
    Issue,
    /// One waits that only another session can show; a new one would burn it, so the patient decides.
    MadeElsewhere,
    /// One is being tried now; a new one would cut that off, so the patient decides.
    BeingTried,
    /// It is in use now.
    OpenNow,
    /// No opening is left.
    NoneLeft,
    /// The grant is paused: it goes on first.
    Paused,
    /// The grant is over.
    Ended,
}

impl GrantView {
    /// What the random key page does when it is opened.
    pub fn key_step(&self) -> KeyStep {
        match (self.state, self.waiting().map(|opening| (opening.opening, opening.state))) {
            (GrantState::Expired | GrantState::TakenBack { .. }, _) => KeyStep::Ended,
            (GrantState::Paused, _) => KeyStep::Paused,
            (_, Some((opening, OpeningState::Waiting { can_show: true, .. }))) => KeyStep::Show(opening),
            (_, Some(_)) => KeyStep::MadeElsewhere,
            _ if self.being_tried() => KeyStep::BeingTried,
            _ if self.open_now().is_some() => KeyStep::OpenNow,
            _ if self.may_issue() => KeyStep::Issue,
            _ => KeyStep::NoneLeft,
        }
    }
}

/// Why no random key can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// The grant is over; nothing else matters then.
    Ended,
    /// The grant is paused.
    Paused,
    /// It is in use now.
    OpenNow,
    /// No opening is left.
    NoneLeft,
}

impl GrantView {
    /// Every reason why no random key can be made, so that what is in the way next is no surprise.
    pub fn why_no_key(&self) -> Vec<NoKey> {
        if matches!(self.state, GrantState::Expired | GrantState::TakenBack { .. }) {
            return vec![NoKey::Ended];
        }
        let reasons = [
            (self.state == GrantState::Paused, NoKey::Paused),
            (self.open_now().is_some(), NoKey::OpenNow),
            (self.state == GrantState::Used || self.openings_left == 0, NoKey::NoneLeft),
        ];
        reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn grant(state: &str, left: u16, history: &str) -> GrantView {
        let id = "018f2e3a-7c1d-7000-8000-000000000001";
        let person = format!(
            r#"{{"account":"{id}","handle":"bello","display_name":"Dr Bello","role":"doctor","organisation":"Clinic",
                "key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","fingerprint":"1 2","trust":"not_compared"}}"#
        );
        serde_json::from_str(&format!(
            r#"{{"grant":"{id}","request":"{id}","clinician":{person},"purpose":"treatment","portions":[],"records":[],
                "granted_at":0,"expires_at":1,"openings":1,"openings_left":{left},"write_back":false,"state":{state},
                "history":[{history}]}}"#
        ))
        .unwrap()
    }

    fn opening(state: &str) -> String {
        let id = "018f2e3a-7c1d-7000-8000-000000000002";
        format!(r#"{{"opening":"{id}","made_at":0,"expires_at":1,"state":{state}}}"#)
    }

    #[test]
    fn a_fresh_grant_gets_its_key_at_once() {
        assert_eq!(grant(r#""live""#, 1, "").key_step(), KeyStep::Issue);
    }

    #[test]
    fn a_key_that_is_shown_stays_until_it_was_used() {
        let shown: OpeningId = "018f2e3a-7c1d-7000-8000-000000000002".parse().unwrap();
        let page = |state| grant(r#""live""#, 1, &opening(state)).key_page(Some(shown));
        assert_eq!(grant(r#""live""#, 1, "").key_page(Some(shown)), KeyPage::Waiting);
        assert_eq!(page(r#"{"waiting":{"can_show":true,"sent":true}}"#), KeyPage::Waiting);
        assert_eq!(page(r#"{"burnt":{"at":7}}"#), KeyPage::Burnt { at: Moment(7) });
        assert_eq!(page(r#""unused""#), KeyPage::Over);
    }

    #[test]
    fn that_a_key_was_sent_is_known_from_its_grant() {
        let shown: OpeningId = "018f2e3a-7c1d-7000-8000-000000000002".parse().unwrap();
        let sent =
            |sent| grant(r#""live""#, 1, &opening(&format!(r#"{{"waiting":{{"can_show":true,"sent":{sent}}}}}"#)));
        assert!(sent(true).was_sent(shown) && !sent(false).was_sent(shown));
    }

    #[test]
    fn a_burnt_key_is_followed_by_a_new_one() {
        assert_eq!(grant(r#""live""#, 1, &opening(r#"{"burnt":{"at":1}}"#)).key_step(), KeyStep::Issue);
    }

    #[test]
    fn a_key_of_another_session_is_not_burnt_by_looking() {
        let waiting = opening(r#"{"waiting":{"can_show":false,"sent":false}}"#);
        assert_eq!(grant(r#""live""#, 1, &waiting).key_step(), KeyStep::MadeElsewhere);
    }

    #[test]
    fn a_key_that_is_being_tried_is_neither_burnt_nor_replaced_by_looking() {
        assert_eq!(grant(r#""live""#, 1, &opening(r#"{"being_tried":{"at":1}}"#)).key_step(), KeyStep::BeingTried);
    }

    #[test]
    fn the_last_opening_can_be_taken_back_while_it_is_open_and_not_after() {
        assert!(grant(r#""used""#, 0, &opening(r#"{"open":{"at":1}}"#)).may_take_back());
        assert!(!grant(r#""used""#, 0, &opening(r#""unused""#)).may_take_back());
        assert!(grant(r#""live""#, 1, "").may_take_back());
    }

    #[test]
    fn a_paused_grant_makes_no_key_and_can_be_taken_back() {
        let paused = grant(r#""paused""#, 1, "");
        assert_eq!((paused.key_step(), paused.may_issue(), paused.may_take_back()), (KeyStep::Paused, false, true));
    }

    #[test]
    fn every_reason_against_a_new_key_is_named() {
        let open = opening(r#"{"open":{"at":1}}"#);
        let all = [NoKey::Paused, NoKey::OpenNow, NoKey::NoneLeft];
        assert_eq!(grant(r#""paused""#, 0, &open).why_no_key(), all);
        assert_eq!(grant(r#""used""#, 0, &open).why_no_key(), [NoKey::OpenNow, NoKey::NoneLeft]);
        assert_eq!(grant(r#""expired""#, 0, &open).why_no_key(), [NoKey::Ended]);
        assert_eq!(grant(r#""live""#, 1, "").why_no_key(), []);
    }

    #[test]
    fn no_key_is_made_for_what_is_open_used_or_over() {
        assert_eq!(grant(r#""live""#, 1, &opening(r#"{"open":{"at":1}}"#)).key_step(), KeyStep::OpenNow);
        assert_eq!(grant(r#""used""#, 0, "").key_step(), KeyStep::NoneLeft);
        assert_eq!(grant(r#"{"taken_back":{"at":1,"confirmed":false}}"#, 1, "").key_step(), KeyStep::Ended);
    }
}
