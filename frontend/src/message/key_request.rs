//! Verbs about asking for access and answering. Views are in `model::key_request` and `model::grant`.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{AccountId, GrantId, KeyId, KeyRequestId, OpeningId, RecordId},
    portion::Portion,
    sharing::PurposeOfUse,
    vault::LogAnswer,
};

use super::Typed;
use crate::model::moment::Moment;

/// The patient's inbox, waiting ones first, newest first.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListKeyRequests {}

/// Grant all of a request, a part of it, or single records.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GrantKeyRequest {
    /// The request.
    pub request: KeyRequestId,
    /// Whole portions.
    pub portions: Vec<Portion>,
    /// Single records of other portions.
    pub records: Vec<RecordId>,
    /// Until when. Nothing is granted without an end.
    pub expires_at: Moment,
    /// How many openings, 1 or more.
    pub openings: u16,
    /// Whether the clinician may write prescriptions.
    pub write_back: bool,
}

/// Refuse a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefuseKeyRequest {
    /// The request.
    pub request: KeyRequestId,
    /// A word to the clinician, which may be empty.
    pub reason: String,
}

/// Make a random key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IssueRandomKey {
    /// For which grant.
    pub grant: GrantId,
}

/// Show a random key again. [`super::ErrorCode::NotFound`] where it is used up, or replaced by a newer one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShowRandomKey {
    /// Of which opening.
    pub opening: OpeningId,
}

/// Send a random key to the clinician's app. Offered only where `RandomKeyView::may_send_in_app`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendRandomKey {
    /// Of which opening.
    pub opening: OpeningId,
}

/// Every grant, live ones first, newest first, with its openings.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListAccess {}

/// Take back access: SAS and SRS are both told, running downloads stop.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeBackGrant {
    /// Which grant.
    pub grant: GrantId,
}

/// Everyone who ever asked, with what became of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListPeople {}

/// Whom this person has blocked, and since when.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListBlocked {}

/// Block a person, or unblock them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BlockPerson {
    /// Whom.
    pub person: AccountId,
    /// Whether they are blocked from now on.
    pub blocked: bool,
    /// Whether what they were granted is taken back in the same step.
    pub take_back: bool,
}

/// Pause a grant, or let it go on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PauseGrant {
    /// Which grant.
    pub grant: GrantId,
    /// Whether it is paused from now on.
    pub paused: bool,
}

/// Pins a key as compared in person: the one whose fingerprint was on the screen, and no other.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmFingerprint {
    /// Whose.
    pub person: AccountId,
    /// The key that was shown.
    pub shown: KeyId,
}

/// The access log, newest first, checked to the head that the vault keeps.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadAccessLog {}

/// "Was this right?", answered about an entry of the access log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerLogEntry {
    /// The number of the entry.
    pub sequence: u64,
    /// The answer.
    pub answer: LogAnswer,
}

/// Who has this handle?
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindPerson {
    /// The handle, any case.
    pub handle: String,
    /// The invitation that was typed or stood in a link, where there is one.
    #[serde(default)]
    pub invitation: Option<Typed>,
}

/// Ask a patient for access. The message is sealed to the patient.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RequestKey {
    /// Whom; found by [`FindPerson`] in this session.
    pub patient: AccountId,
    /// Which portions.
    pub portions: Vec<Portion>,
    /// Why.
    pub purpose: PurposeOfUse,
    /// For how long, in seconds from the grant.
    pub duration: u32,
    /// Whether prescriptions are to be written.
    pub write_back: bool,
    /// A word to the patient, which may be empty.
    pub message: String,
    /// Which earlier request it repeats: what was typed for it is kept no longer.
    #[serde(default)]
    pub again: Option<KeyRequestId>,
}

/// The clinician's requests, newest first.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListMyRequests {}
