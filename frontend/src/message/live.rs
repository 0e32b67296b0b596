//! What the worker tells the page unasked, within a second of its happening. Pages refetch; banners stay until read.

use serde::{Deserialize, Serialize};
use sesemr_common::id::{GrantId, KeyRequestId, OpeningId};

use crate::model::{moment::Moment, opening::EndCause};

/// Something happened. `person` is the display name of the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiveEvent {
    // To the patient.
    /// Somebody asks for access.
    RequestArrived {
        /// The request.
        request: KeyRequestId,
        /// Who.
        person: String,
    },
    /// A request was answered, here or on another device.
    RequestAnswered {
        /// The request.
        request: KeyRequestId,
    },
    /// A new random key was made or access was taken back, here or on another device: a burnt key is dealt with.
    GrantSettled {
        /// The grant.
        grant: GrantId,
    },
    /// Somebody entered the right random key.
    Opened {
        /// The grant.
        grant: GrantId,
        /// The opening.
        opening: OpeningId,
        /// Who.
        person: String,
        /// When.
        at: Moment,
    },
    /// A random key was burnt and nothing was opened.
    KeyBurnt {
        /// The grant, for which a new key can be made.
        grant: GrantId,
        /// The opening.
        opening: OpeningId,
        /// Whose account was used.
        person: String,
        /// When.
        at: Moment,
    },
    /// A prescription arrived.
    PrescriptionWritten {
        /// The opening.
        opening: OpeningId,
        /// By whom.
        person: String,
    },
    /// Typed readings that this device kept were sent.
    ReadingsSent {
        /// How many.
        count: u32,
    },
    /// The portal was closed.
    PortalClosed {
        /// The grant.
        grant: GrantId,
        /// The opening.
        opening: OpeningId,
        /// Whose.
        person: String,
        /// When.
        at: Moment,
        /// The server closed it: its time was over, or it was not used.
        by_server: bool,
    },

    // To the clinician.
    /// A request was granted.
    Granted {
        /// The grant.
        grant: GrantId,
        /// By whom.
        person: String,
    },
    /// A request was refused.
    Refused {
        /// The request.
        request: KeyRequestId,
        /// By whom.
        person: String,
        /// The patient's word, which may be empty.
        reason: String,
    },
    /// A request was answered under another key than the one that is known: it is not taken for an answer.
    KeyChanged {
        /// The request.
        request: KeyRequestId,
        /// Who is said to have answered.
        person: String,
    },
    /// A random key waits to be entered.
    RandomKeyReady {
        /// The grant.
        grant: GrantId,
        /// The opening.
        opening: OpeningId,
        /// Whose records.
        person: String,
        /// It was sent in the app: one tap opens.
        in_app: bool,
    },
    /// The patient took access back; the worker has wiped what was open.
    TakenBack {
        /// The grant.
        grant: GrantId,
        /// The openings that ended with it.
        openings: Vec<OpeningId>,
        /// By whom.
        person: String,
    },
    /// 28 idle minutes.
    OpeningIdle {
        /// The opening.
        opening: OpeningId,
        /// When it closes unless kept open.
        closes_at: Moment,
    },
    /// An opening that was open here ended; the worker has wiped it.
    OpeningEnded {
        /// The opening.
        opening: OpeningId,
        /// Whose records.
        person: String,
        /// Why.
        cause: EndCause,
    },

    // To both.
    /// The session was ended elsewhere; the worker has wiped everything.
    SessionEnded,
    /// The password was wrong too many times in a row on this device; the worker has wiped everything.
    LockedByTries,
    /// The worker failed: nothing is answered until the page is loaded anew. The page tells itself.
    WorkerStopped,
    /// The server does not answer; what was typed is kept, the worker retries.
    ServerAway,
    /// It answers again.
    ServerBack,
    /// Something changed on another device of this account: refetch.
    Changed,
}

impl LiveEvent {
    /// Whether the worker has wiped everything: nobody is signed in any more.
    pub const fn ends_session(&self) -> bool {
        matches!(self, Self::SessionEnded | Self::LockedByTries)
    }

    /// Whether it is told to nobody but the person who is signed in: everything but how the application itself does.
    pub const fn is_personal(&self) -> bool {
        !matches!(self, Self::WorkerStopped | Self::ServerAway | Self::ServerBack | Self::Changed)
    }
}
