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
    /// When.
    pub asked_at: Moment,
    /// When it lapses unanswered.
    pub expires_at: Moment,
    /// What became of it.
    pub state: RequestState,
    /// What was granted, once it was.
    #[serde(default)]
    pub grant: Option<MyGrantView>,
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
    /// The patient took it back.
    TakenBack,
}
