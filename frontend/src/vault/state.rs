//! What the worker holds while it lives: the signed-in person, a kit on the screen, previews, open portals.
//!
//! Everything is gone when the page terminates the worker, which is what locking does.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use futures_util::lock::Mutex;
use sesemr_common::{
    flow::{Member, OfflineHost, PendingKit, PendingRegistration},
    id::{OpeningId, UploadId},
    sharing::{Opening, SignedAct},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::{
    browser_host::BrowserHost,
    close_opening::close_all,
    interrupted::{Beside, Stopped},
    live_sender::LiveSender,
    portal::OpenPortal,
    preview::Preview,
    reporter::Reporter,
    timer,
};
use crate::{
    message::{AppError, AskId, ErrorCode, LiveEvent},
    model::import::ImportId,
};

/// How long a typed password counts as fresh, in milliseconds.
const FRESH_PASSWORD: u64 = 10 * 60 * 1000;

/// Wrong passwords in a row after which a signed-in device locks.
const MOST_WRONG_PASSWORDS: u8 = 5;

/// The person who is signed in.
pub(super) type SignedIn = Member<OfflineHost<BrowserHost>>;

/// A kit on the screen, waiting for two of its groups.
pub(super) enum PendingSecret {
    /// Of a new account.
    Registration(Box<PendingRegistration>),
    /// Of an account that is signed in: recovery, a new kit.
    Kit {
        /// The kit.
        kit: PendingKit,
        /// Whose.
        member: Rc<SignedIn>,
    },
}

/// The worker's state.
pub(super) struct Vault {
    /// Tells the page what happens elsewhere.
    pub(super) live: LiveSender,
    /// What was asked and is being done now, so that it can be stopped.
    pub(super) asked: RefCell<BTreeMap<AskId, Reporter>>,
    /// A kit on the screen, with the places of the groups that were asked for.
    pub(super) pending: RefCell<Option<(PendingSecret, [u8; 2])>>,
    /// Whether the kit that is being confirmed was given up meanwhile.
    pub(super) kit_given_up: Cell<bool>,
    /// Imports that were looked into and not confirmed.
    pub(super) previews: RefCell<BTreeMap<ImportId, Preview>>,
    /// Uploads of this session that stopped and can go on.
    pub(super) stopped: RefCell<BTreeMap<UploadId, Stopped>>,
    /// What failed beside the records of uploads that went on and are stored.
    pub(super) beside: RefCell<BTreeMap<UploadId, Beside>>,
    /// Uploads that are running now.
    pub(super) running: RefCell<BTreeSet<UploadId>>,
    /// Openings that are open in this browser.
    pub(super) portals: RefCell<BTreeMap<OpeningId, Rc<OpenPortal>>>,
    /// Openings that were closed here while the server could not be told.
    pub(super) untold: RefCell<BTreeMap<OpeningId, SignedAct<Opening>>>,
    /// The copy for when no server answers is made, brought up to date and removed by one at a time.
    pub(super) keeping_offline: Rc<Mutex<()>>,
    /// Typed readings that were kept are sent by one at a time.
    pub(super) sending_kept: Rc<Mutex<()>>,
    /// Whether sending them is tried again now and then.
    pub(super) trying_to_send: Cell<bool>,
    unasked: RefCell<Reporter>,
    member: RefCell<Option<Rc<SignedIn>>>,
    password_typed_at: Cell<u64>,
    wrong_passwords: Cell<u8>,
    next_import: Cell<u32>,
    events: RefCell<Option<AbortController>>,
}

impl Vault {
    pub(super) fn new(live: LiveSender) -> Self {
        let unasked = RefCell::new(live.unasked());
        Self {
            live,
            asked: RefCell::default(),
            pending: RefCell::default(),
            kit_given_up: Cell::new(false),
            previews: RefCell::default(),
            stopped: RefCell::default(),
            beside: RefCell::default(),
            running: RefCell::default(),
            portals: RefCell::default(),
            untold: RefCell::default(),
            keeping_offline: Rc::default(),
            sending_kept: Rc::default(),
            trying_to_send: Cell::new(false),
            unasked,
            member: RefCell::default(),
            password_typed_at: Cell::new(0),
            wrong_passwords: Cell::new(0),
            next_import: Cell::new(1),
            events: RefCell::default(),
        }
    }

    /// The world of whoever signs in next.
    pub(super) fn host(&self) -> OfflineHost<BrowserHost> {
        OfflineHost::new(BrowserHost::new(self.live.clone()))
    }

    /// The person who is signed in.
    pub(super) fn member(&self) -> Result<Rc<SignedIn>, AppError> {
        self.member.borrow().clone().ok_or_else(|| ErrorCode::Locked.into())
    }

    /// Who reports on work that nobody asked for. It stops when whoever is signed in now leaves.
    pub(super) fn unasked(&self) -> Reporter {
        self.unasked.borrow().clone()
    }

    /// Somebody signed in, having just typed their password. Of who was here before nothing stays, nor of a kit that was not
    /// confirmed.
    pub(super) fn enter(&self, member: Rc<SignedIn>, events: Option<AbortController>) {
        if !self.holds(&member) {
            self.leave();
        }
        self.password_typed();
        *self.member.borrow_mut() = Some(member);
        if let Some(before) = core::mem::replace(&mut *self.events.borrow_mut(), events) {
            before.abort();
        }
    }

    /// Whether this person is still the one who is signed in.
    pub(super) fn holds(&self, member: &Rc<SignedIn>) -> bool {
        self.member.borrow().as_ref().is_some_and(|held| Rc::ptr_eq(held, member))
    }

    /// Wipes everything that signing in opened, and stops what goes on.
    pub(super) fn leave(&self) {
        if let Some(events) = self.events.borrow_mut().take() {
            events.abort();
        }
        self.member.borrow_mut().take();
        self.give_up_kit();
        self.previews.borrow_mut().clear();
        self.stopped.borrow_mut().clear();
        self.beside.borrow_mut().clear();
        self.portals.borrow_mut().clear();
        self.untold.borrow_mut().clear();
        self.asked.borrow().values().for_each(Reporter::cancel);
        self.unasked.replace(self.live.unasked()).cancel();
        self.trying_to_send.set(false);
    }

    /// Lets go of a kit on the screen. One that is being confirmed is not kept to be tried again.
    pub(super) fn give_up_kit(&self) {
        self.pending.borrow_mut().take();
        self.kit_given_up.set(true);
    }

    /// An opening that is open in this browser.
    pub(super) fn portal(&self, opening: OpeningId) -> Result<Rc<OpenPortal>, AppError> {
        self.portals.borrow().get(&opening).cloned().ok_or_else(|| ErrorCode::Closed.into())
    }

    /// A wrong password was typed on a device that is signed in. Too many of them in a row lock it: keys go first, and what
    /// was open is closed as far as the server can be told.
    pub(super) fn wrong_password(self: &Rc<Self>) {
        self.wrong_passwords.set(self.wrong_passwords.get().saturating_add(1));
        if self.wrong_passwords.get() < MOST_WRONG_PASSWORDS {
            return;
        }
        let Ok(member) = self.member() else { return };
        let portals = self.take_portals(|_| true);
        self.leave();
        self.live.send(LiveEvent::LockedByTries);
        let vault = Rc::clone(self);
        spawn_local(async move {
            close_all(&vault, &member, portals).await;
        });
    }

    /// The password was typed just now.
    pub(super) fn password_typed(&self) {
        self.wrong_passwords.set(0);
        self.password_typed_at.set(timer::now());
    }

    /// Lasting acts want the password again where it was last typed more than ten minutes ago.
    pub(super) fn require_fresh_password(&self) -> Result<(), AppError> {
        let fresh = timer::now().saturating_sub(self.password_typed_at.get()) <= FRESH_PASSWORD;
        if fresh { Ok(()) } else { Err(ErrorCode::PasswordNeeded.into()) }
    }

    /// A name for the next preview.
    pub(super) fn next_import(&self) -> ImportId {
        let number = self.next_import.get();
        self.next_import.set(number.wrapping_add(1));
        ImportId(number)
    }
}
