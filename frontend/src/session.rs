//! Who is signed in on this page, what is open, and what happened meanwhile. Provided once, above every page.

mod left_lists;
mod news;

use leptos::prelude::*;
use sesemr_common::{
    id::{AccountId, GrantId, OpeningId},
    vault::Preferences,
};

pub use self::{
    left_lists::{LeftList, LeftLists},
    news::{News, NewsList},
};
use crate::{
    message::LiveEvent,
    model::{
        account::{AccountView, DeviceView, KnownAccount},
        moment::Moment,
        opening::{ClosingView, EndCause, PortalView},
    },
    place::Place,
    route,
    way_in::WayIn,
};

/// An unused portal closes after this many seconds (PROTOCOL, sharing loop 7).
const IDLE_SECONDS: u32 = 30 * 60;

/// The page's own state. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Session {
    account: RwSignal<Option<AccountView>>,
    device: RwSignal<Option<DeviceView>>,
    /// The way in until the worker has said what this device knows.
    expected: WayIn,
    portals: RwSignal<Vec<PortalView>>,
    ends: RwSignal<Vec<(OpeningId, PortalEnd)>>,
    news: NewsList,
    lists: LeftLists,
    fresh_starts: RwSignal<u32>,
    wanted: RwSignal<Option<String>>,
    /// The grant whose random key was asked for by a press, until its page is there.
    wanted_key: StoredValue<Option<GrantId>>,
    /// Where somebody was when the page was loaded anew, until they are in again.
    left: RwSignal<Option<Place>>,
}

/// How a portal ended that was open on this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalEnd {
    /// It was closed here.
    Closed(ClosingView),
    /// It ended otherwise.
    Ended {
        /// Whose records: the name.
        person: String,
        /// Why.
        cause: EndCause,
    },
}

impl Session {
    /// Nobody signed in; provided to every component below.
    pub fn provide() -> Self {
        let session = Self::empty(WayIn::remembered(), Place::reloaded());
        provide_context(session);
        session
    }

    /// The session that [`Self::provide`] provided.
    ///
    /// # Panics
    /// Outside the application.
    #[expect(clippy::expect_used, reason = "the application provides it before it shows any page")]
    pub fn expect() -> Self {
        use_context().expect("the session is provided above every page")
    }

    /// A session of tests: the page was loaded anew here.
    #[cfg(test)]
    pub(crate) fn reloaded_at(place: Place) -> Self {
        Self::empty(WayIn::Welcome, Some(place))
    }

    fn empty(expected: WayIn, left: Option<Place>) -> Self {
        Self {
            account: RwSignal::new(None),
            device: RwSignal::new(None),
            expected,
            portals: RwSignal::new(Vec::new()),
            ends: RwSignal::new(Vec::new()),
            news: NewsList::new(),
            lists: LeftLists::new(),
            fresh_starts: RwSignal::new(0),
            wanted: RwSignal::new(None),
            wanted_key: StoredValue::new(None),
            left: RwSignal::new(left),
        }
    }

    /// Who is signed in.
    pub fn account(self) -> Signal<Option<AccountView>> {
        self.account.into()
    }

    /// Somebody signed in.
    pub fn signed_in(self, account: AccountView) {
        let before = self.account.with_untracked(|before| before.as_ref().map(|before| before.account));
        if before != Some(account.account) {
            // What was open for somebody else, or told to them or to nobody, is not for this person.
            self.portals.set(Vec::new());
            self.ends.set(Vec::new());
            self.news.clear();
        }
        let known = KnownAccount { handle: account.handle.clone(), display_name: account.display_name.clone() };
        self.account.set(Some(account));
        // A registration that was begun here is done, whatever becomes of the worker that would say so.
        if let Some(mut device) = self.device.get_untracked() {
            device.remember(known);
            self.set_device(device);
        }
    }

    /// The person chose something anew.
    pub fn prefers(self, preferences: Preferences) {
        self.account.update(|account| {
            if let Some(account) = account {
                account.preferences = preferences;
            }
        });
    }

    /// The page of this address, where it is one, was wanted by somebody who has to sign in first.
    pub fn want(self, address: Option<String>) {
        self.wanted.set(address);
    }

    /// Somebody who signed in is where they wanted to be: nothing leads there again.
    pub fn arrived(self) {
        self.wanted.set(None);
        self.left.set(None);
    }

    /// What was wanted before signing in.
    pub fn wanted(self) -> Option<String> {
        self.wanted.get_untracked()
    }

    /// Where this person was when the page was loaded anew.
    pub fn left_at(self, account: AccountId) -> Option<String> {
        self.left.with_untracked(|left| left.as_ref()?.address_for(account).map(str::to_owned))
    }

    /// A press asked for a random key of this grant: its page makes one, where none waits.
    pub fn want_key(self, grant: GrantId) {
        self.wanted_key.set_value(Some(grant));
    }

    /// Whether a press asked for a random key of this grant. That holds once: who goes back to its page asks for none.
    pub fn take_wanted_key(self, grant: GrantId) -> bool {
        let wanted = self.wanted_key.get_value() == Some(grant);
        self.wanted_key.set_value(None);
        wanted
    }

    /// Nobody is signed in any more: nothing of theirs stays.
    pub fn signed_out(self) {
        self.account.set(None);
        self.left.set(None);
        self.wanted_key.set_value(None);
        self.lists.clear();
        self.portals.set(Vec::new());
        self.ends.set(Vec::new());
        self.news.clear();
    }

    /// What this device knows; none until the worker has said.
    pub fn device(self) -> Signal<Option<DeviceView>> {
        self.device.into()
    }

    /// The way in that fits what this device knows: as it was last time until the worker has said.
    pub fn way_in(self) -> WayIn {
        self.device.with(|device| device.as_ref().map_or(self.expected, WayIn::of))
    }

    /// The worker said what this device knows, and the browser keeps which way in fits that. The same again draws no form
    /// again.
    pub fn knows_device(self, device: DeviceView) {
        WayIn::of(&device).remember();
        self.set_device(device);
    }

    /// The worker could not say what this device knows: as good as nothing, for now.
    pub fn knows_nothing(self) {
        self.set_device(DeviceView::default());
    }

    /// This device knows no account any more.
    pub fn device_forgotten(self) {
        WayIn::Welcome.remember();
    }

    fn set_device(self, device: DeviceView) {
        let device = Some(device);
        if self.device.with_untracked(|before| *before != device) {
            self.device.set(device);
        }
    }

    /// The open portals.
    pub fn portals(self) -> Signal<Vec<PortalView>> {
        self.portals.into()
    }

    /// A portal is open, or was used. One that has ended does not come back, nor one of who is signed out: the answer was on
    /// its way meanwhile.
    pub fn portal_opened(self, portal: PortalView) {
        let has_ended = self.ends.with_untracked(|ends| ends.iter().any(|(ended, _)| *ended == portal.opening));
        if has_ended || self.is_nobody() {
            return;
        }
        // The key that it waited for was used.
        self.news
            .forget(|event| matches!(event, LiveEvent::RandomKeyReady { opening, .. } if *opening == portal.opening));
        self.portals.update(|portals| match portals.iter_mut().find(|other| other.opening == portal.opening) {
            Some(known) => *known = portal,
            None => portals.push(portal),
        });
    }

    /// What a portal shows was read: it stays open for another half hour.
    pub fn portal_used(self, opening: OpeningId, now: Moment) {
        self.set_idle_at(opening, now.plus_seconds(IDLE_SECONDS));
    }

    fn set_idle_at(self, opening: OpeningId, idle_at: Moment) {
        self.portals.update(|portals| {
            portals.iter_mut().filter(|portal| portal.opening == opening).for_each(|portal| portal.idle_at = idle_at);
        });
    }

    /// A portal was closed by its reader.
    pub fn portal_closed(self, closing: ClosingView) {
        self.portal_ended(closing.opening, PortalEnd::Closed(closing));
    }

    /// How a portal ended that was open on this page; nothing while it is open, or was never open here.
    pub fn end_of(self, opening: OpeningId) -> Option<PortalEnd> {
        self.ends.with(|ends| ends.iter().find(|(ended, _)| *ended == opening).map(|(_, end)| end.clone()))
    }

    fn portal_ended(self, opening: OpeningId, end: PortalEnd) {
        self.lists.forget(&route::opening(opening));
        self.portals.update(|portals| portals.retain(|portal| portal.opening != opening));
        self.ends.update(|ends| {
            ends.retain(|(ended, _)| *ended != opening);
            ends.push((opening, end));
        });
    }

    /// How the list pages were left.
    pub const fn lists(self) -> LeftLists {
        self.lists
    }

    /// What happened and was not read yet.
    pub const fn news(self) -> NewsList {
        self.news
    }

    /// Takes in what happened elsewhere.
    pub fn hear(self, event: &LiveEvent) {
        if event.is_personal() && self.is_nobody() {
            // It was on its way to somebody who is signed out: nobody is named to whoever is here now, and nothing ends
            // for them. A form that is typed into stays.
            return;
        }
        match event {
            LiveEvent::OpeningEnded { opening, person, cause } => {
                self.portal_ended(*opening, PortalEnd::Ended { person: person.clone(), cause: *cause });
            }
            LiveEvent::OpeningIdle { opening, closes_at } => self.set_idle_at(*opening, *closes_at),
            LiveEvent::TakenBack { openings, person, .. } => {
                for opening in openings {
                    let end = PortalEnd::Ended { person: person.clone(), cause: EndCause::TakenBack };
                    self.portal_ended(*opening, end);
                }
            }
            LiveEvent::SessionEnded | LiveEvent::LockedByTries | LiveEvent::WorkerStopped => self.signed_out(),
            _ => {}
        }
        self.news.hear(event);
    }

    fn is_nobody(self) -> bool {
        self.account.with_untracked(Option::is_none)
    }

    /// Starts the page that is shown over, as if its address had been gone to anew.
    pub fn start_over(self) {
        self.fresh_starts.update(|count| *count = count.wrapping_add(1));
    }

    /// Changes whenever the page that is shown is to start over.
    pub fn fresh_starts(self) -> Signal<u32> {
        self.fresh_starts.into()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::account::BegunRegistration;

    const OPENING: &str = "018f2e3a-7c1d-7000-8000-000000000001";

    fn portal() -> PortalView {
        let opening = OPENING.parse().unwrap();
        PortalView { opening, patient: "Amina".to_owned(), expires_at: Moment(9), idle_at: Moment(5) }
    }

    fn ended(cause: EndCause) -> LiveEvent {
        LiveEvent::OpeningEnded { opening: portal().opening, person: "Amina".to_owned(), cause }
    }

    fn account(id: &str) -> AccountView {
        serde_json::from_str(&format!(
            r#"{{"account":"{id}","handle":"bello","display_name":"Dr Bello","role":"doctor","organisation":"Clinic",
                "fingerprint":"1 2"}}"#
        ))
        .unwrap()
    }

    fn in_session(test: impl FnOnce(Session)) {
        let owner = Owner::new();
        owner.with(|| test(Session::empty(WayIn::Welcome, None)));
    }

    fn while_signed_in(test: impl FnOnce(Session)) {
        in_session(|session| {
            session.signed_in(account(OPENING));
            test(session);
        });
    }

    #[test]
    fn a_portal_that_ended_leaves_the_bar_and_says_why() {
        while_signed_in(|session| {
            session.portal_opened(portal());
            assert_eq!(session.end_of(portal().opening), None);
            session.hear(&ended(EndCause::ByItself));
            assert_eq!(session.portals().get_untracked(), []);
            let end = PortalEnd::Ended { person: "Amina".to_owned(), cause: EndCause::ByItself };
            assert_eq!(session.end_of(portal().opening), Some(end));
        });
    }

    #[test]
    fn a_portal_that_ended_does_not_come_back_with_a_late_answer() {
        while_signed_in(|session| {
            session.portal_opened(portal());
            session.hear(&ended(EndCause::ByItself));
            session.portal_opened(portal());
            assert_eq!(session.portals().get_untracked(), []);
        });
    }

    #[test]
    fn to_nobody_no_end_of_a_session_is_told_and_nobody_is_named() {
        in_session(|session| {
            let granted = LiveEvent::Granted { grant: OPENING.parse().unwrap(), person: portal().patient };
            for event in [LiveEvent::SessionEnded, LiveEvent::LockedByTries, ended(EndCause::TakenBack), granted] {
                session.hear(&event);
                assert_eq!(session.news().all().get_untracked(), [], "{event:?}");
            }
            session.portal_opened(portal());
            assert_eq!(session.portals().get_untracked(), []);
            assert_eq!(session.end_of(portal().opening), None);
            session.hear(&LiveEvent::ServerAway);
            assert_eq!(session.news().all().get_untracked().len(), 1, "that the server is away is said to everybody");
        });
    }

    #[test]
    fn what_was_open_for_one_person_is_not_open_for_the_next() {
        while_signed_in(|session| {
            session.portal_opened(portal());
            session.signed_in(account(OPENING));
            assert_eq!(session.portals().get_untracked(), [portal()], "the same person");
            session.signed_in(account("018f2e3a-7c1d-7000-8000-000000000002"));
            assert_eq!(session.portals().get_untracked(), []);
        });
    }

    #[test]
    fn taking_back_is_told_with_one_banner() {
        while_signed_in(|session| {
            let (opening, person) = (portal().opening, "Amina".to_owned());
            session.hear(&ended(EndCause::TakenBack));
            let grant = OPENING.parse().unwrap();
            session.hear(&LiveEvent::TakenBack { grant, openings: vec![opening], person });
            assert_eq!(session.news().all().get_untracked().len(), 1);
        });
    }

    #[test]
    fn what_was_used_or_taken_back_is_no_news_any_more() {
        while_signed_in(|session| {
            let (id, opening, person) = (OPENING.parse().unwrap(), portal().opening, portal().patient);
            session.hear(&LiveEvent::Granted { grant: id, person: person.clone() });
            session.hear(&LiveEvent::RandomKeyReady { grant: id, opening, person: person.clone(), in_app: false });
            let told = session.news().all().get_untracked();
            assert_eq!(
                told.iter().map(|news| news.number).collect::<Vec<_>>(),
                [2],
                "the key alone, as another banner"
            );
            session.portal_opened(portal());
            assert_eq!(session.news().all().get_untracked(), []);
            session.hear(&LiveEvent::Granted { grant: id, person: person.clone() });
            session.hear(&LiveEvent::TakenBack { grant: id, openings: Vec::new(), person });
            assert_eq!(session.news().all().get_untracked().len(), 1, "that it was taken back");
        });
    }

    #[test]
    fn nothing_of_the_last_person_is_told_to_the_next() {
        in_session(|session| {
            session.signed_in(account(OPENING));
            session.portal_opened(portal());
            session.hear(&ended(EndCause::ByItself));
            session.hear(&LiveEvent::SessionEnded);
            let told = |session: Session| session.news().all().get_untracked().into_iter().map(|news| news.event);
            assert_eq!(told(session).collect::<Vec<_>>(), [LiveEvent::SessionEnded]);
            assert_eq!(session.end_of(portal().opening), None);
            session.signed_in(account("018f2e3a-7c1d-7000-8000-000000000002"));
            assert_eq!(told(session).count(), 0);
        });
    }

    #[test]
    fn how_a_list_was_left_goes_with_its_opening_and_with_who_was_signed_in() {
        in_session(|session| {
            let path = route::opening(portal().opening);
            let unfold = || {
                session.lists().begin(&path);
                session.lists().note(&path, |list| list.by_date = true);
            };
            let is_left = || session.lists().look(&path, |list| list.by_date);
            session.signed_in(account(OPENING));
            session.portal_opened(portal());
            unfold();
            assert!(is_left());
            session.hear(&ended(EndCause::ByItself));
            assert!(!is_left());
            unfold();
            session.signed_out();
            assert!(!is_left());
        });
    }

    #[test]
    fn a_random_key_is_wanted_once_for_its_own_grant_and_by_nobody_else() {
        in_session(|session| {
            let (grant, other) = (OPENING.parse().unwrap(), "018f2e3a-7c1d-7000-8000-000000000002".parse().unwrap());
            assert!(!session.take_wanted_key(grant), "who goes back to the page asked for none");
            session.want_key(grant);
            assert!(session.take_wanted_key(grant));
            assert!(!session.take_wanted_key(grant), "once");
            session.want_key(grant);
            assert!(!session.take_wanted_key(other));
            assert!(!session.take_wanted_key(grant), "another page was gone to since");
            session.want_key(grant);
            session.signed_out();
            assert!(!session.take_wanted_key(grant));
        });
    }

    #[test]
    fn a_registration_that_is_done_is_not_gone_on_with() {
        in_session(|session| {
            let account = account(OPENING);
            let registering = BegunRegistration {
                display_name: account.display_name.clone(),
                handle: account.handle.clone(),
                role: account.role,
                organisation: account.organisation.clone(),
            };
            session.set_device(DeviceView { known: None, registering: Some(registering) });
            assert_eq!(session.way_in(), WayIn::Registration);
            session.signed_in(account);
            session.hear(&LiveEvent::WorkerStopped);
            assert_eq!(session.way_in(), WayIn::LogIn);
        });
    }
}
