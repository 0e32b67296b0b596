//! Who is signed in on this page, what is open, and what happened meanwhile. Provided once, above every page.

use leptos::prelude::*;
use sesemr_common::id::OpeningId;

use crate::{
    message::LiveEvent,
    model::{
        account::{AccountView, DeviceView},
        moment::Moment,
        opening::{ClosingView, OpeningView},
    },
};

/// An unused portal closes after this many seconds (PROTOCOL, sharing loop 7).
const IDLE_SECONDS: u32 = 30 * 60;

/// The page's own state. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Session {
    account: RwSignal<Option<AccountView>>,
    device: RwSignal<Option<DeviceView>>,
    portals: RwSignal<Vec<Portal>>,
    closing: RwSignal<Option<ClosingView>>,
    news: RwSignal<Vec<News>>,
}

/// An open portal, as the bar at the edge of every screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portal {
    /// The opening.
    pub opening: OpeningId,
    /// Whose records: the name.
    pub patient: String,
    /// When it ends whatever happens.
    pub expires_at: Moment,
    /// When it closes unless used.
    pub idle_at: Moment,
}

/// Something that happened elsewhere and was not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Which, from 1.
    pub number: u32,
    /// What.
    pub event: LiveEvent,
}

impl Session {
    /// Nobody signed in; provided to every component below.
    pub fn provide() -> Self {
        let session = Self {
            account: RwSignal::new(None),
            device: RwSignal::new(None),
            portals: RwSignal::new(Vec::new()),
            closing: RwSignal::new(None),
            news: RwSignal::new(Vec::new()),
        };
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

    /// Who is signed in.
    pub fn account(self) -> Signal<Option<AccountView>> {
        self.account.into()
    }

    /// Somebody signed in.
    pub fn signed_in(self, account: AccountView) {
        self.account.set(Some(account));
    }

    /// Nobody is signed in any more.
    pub fn signed_out(self) {
        self.account.set(None);
        self.portals.set(Vec::new());
        self.closing.set(None);
    }

    /// What this device knows; none until the worker has said.
    pub fn device(self) -> Signal<Option<DeviceView>> {
        self.device.into()
    }

    /// The worker said what this device knows.
    pub fn knows_device(self, device: DeviceView) {
        self.device.set(Some(device));
    }

    /// The open portals.
    pub fn portals(self) -> Signal<Vec<Portal>> {
        self.portals.into()
    }

    /// A portal is open, or was used.
    pub fn portal_opened(self, view: &OpeningView) {
        let portal = Portal {
            opening: view.opening,
            patient: view.patient.display_name.clone(),
            expires_at: view.expires_at,
            idle_at: view.idle_at,
        };
        self.portals.update(|portals| {
            portals.retain(|other| other.opening != portal.opening);
            portals.push(portal);
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

    /// A portal is no longer open.
    pub fn portal_ended(self, opening: OpeningId) {
        self.portals.update(|portals| portals.retain(|portal| portal.opening != opening));
    }

    /// The last closing, to be shown once.
    pub fn closing(self) -> Signal<Option<ClosingView>> {
        self.closing.into()
    }

    /// A portal was closed by its reader.
    pub fn portal_closed(self, closing: ClosingView) {
        self.portal_ended(closing.opening);
        self.closing.set(Some(closing));
    }

    /// What happened and was not read yet, oldest first.
    pub fn news(self) -> Signal<Vec<News>> {
        self.news.into()
    }

    /// Takes in what happened elsewhere.
    pub fn hear(self, event: &LiveEvent) {
        match event {
            LiveEvent::OpeningEnded { opening, .. } => self.portal_ended(*opening),
            LiveEvent::OpeningIdle { opening, closes_at } => self.set_idle_at(*opening, *closes_at),
            LiveEvent::TakenBack { openings, .. } => openings.iter().for_each(|opening| self.portal_ended(*opening)),
            LiveEvent::SessionEnded => self.signed_out(),
            // The server answers: that it was away is old news.
            LiveEvent::ServerBack => self.forget_news(|event| *event == LiveEvent::ServerAway),
            _ => {}
        }
        if is_news(event) {
            self.news.update(|news| {
                // The same thing twice is told once.
                news.retain(|item| item.event != *event);
                let number = news.last().map_or(1, |last| last.number.saturating_add(1));
                news.push(News { number, event: event.clone() });
            });
        }
    }

    /// A piece of news was read.
    pub fn read_news(self, number: u32) {
        self.news.update(|news| news.retain(|item| item.number != number));
    }

    fn forget_news(self, old: impl Fn(&LiveEvent) -> bool) {
        self.news.update(|news| news.retain(|item| !old(&item.event)));
    }
}

/// Whether it is told with a banner: what only makes lists newer is not, and the idle warning stands in the portal bar.
fn is_news(event: &LiveEvent) -> bool {
    !matches!(event, LiveEvent::Changed | LiveEvent::ServerBack | LiveEvent::OpeningIdle { .. })
}
