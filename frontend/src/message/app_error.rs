//! What went wrong, in a form that the page turns into a sentence and a next step.
//!
//! The worker never sends sentences: `component::error_text` has one for every code.

use serde::{Deserialize, Serialize};
use sesemr_common::id::RecordId;

use crate::model::{import::Refusal, person::PersonView};

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code:?} ({detail})")]
pub struct AppError {
    /// Which sentence.
    pub code: ErrorCode,
    /// The name of the verb's field that it is about, as in its struct (`handle`, `kit`, `code`), where there is one.
    #[serde(default)]
    pub field: Option<String>,
    /// The group of a code or kit that was mistyped, from 1.
    #[serde(default)]
    pub group: Option<u8>,
    /// In how many seconds to try again, where the server said so.
    #[serde(default)]
    pub retry_after: Option<u32>,
    /// Which record.
    #[serde(default)]
    pub record: Option<RecordId>,
    /// Whom it is about; for [`ErrorCode::KeyChanged`] with both fingerprints, for [`ErrorCode::QuotaFull`] the patient whose
    /// space it is, where it is another's.
    #[serde(default)]
    pub person: Option<Box<PersonView>>,
    /// Why a file cannot go.
    #[serde(default)]
    pub refusal: Option<Box<Refusal>>,
    /// For a report to the makers, in English; never a secret, never shown as the only words.
    #[serde(default)]
    pub detail: String,
}

impl AppError {
    /// With nothing but a code.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            field: None,
            group: None,
            retry_after: None,
            record: None,
            person: None,
            refusal: None,
            detail: String::new(),
        }
    }

    /// About a file that cannot go.
    pub fn refusing(refusal: Refusal) -> Self {
        Self { refusal: Some(Box::new(refusal)), ..Self::new(ErrorCode::FileRefused) }
    }

    /// About a field of the verb.
    #[must_use]
    pub fn in_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// About a group of a code, from 1.
    #[must_use]
    pub fn in_group(mut self, group: u8) -> Self {
        self.group = Some(group);
        self
    }

    /// With words for a report.
    #[must_use]
    pub fn because(mut self, detail: impl core::fmt::Display) -> Self {
        self.detail = detail.to_string();
        self
    }
}

impl From<ErrorCode> for AppError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl ErrorCode {
    /// Whether it passes: what was shown before still holds, and trying again later is all there is to do.
    pub const fn passes(self) -> bool {
        matches!(self, Self::ServerAway | Self::TooManyTries | Self::Conflict)
    }
}

/// Which sentence the page shows. Each has a next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    // Getting in.
    /// No such account with this password and this device; which of them is wrong cannot be told.
    WrongPassword,
    /// Handle, kit or password is wrong, where all three were typed; which of them cannot be told.
    WrongKitOrPassword,
    /// Somebody who is signed in typed another password than theirs.
    NotYourPassword,
    /// This device does not hold the device key of an account with this handle: check the handle, or type the kit.
    KitNeeded,
    /// The kit was replaced since this device was set up: type the new one.
    KitReplaced,
    /// The kit is well typed but not this account's.
    WrongKit,
    /// A check character does not fit; `group` says where. Nothing was sent.
    MistypedCode,
    /// The two groups typed back are not the kit's; `group` says which.
    KitNotConfirmed,
    /// Somebody else has this handle.
    HandleTaken,
    /// Somebody else took this handle while the kit was being confirmed.
    HandleTakenMeanwhile,
    /// A handle is 3 to 32 of `a-z 0-9 . _ -`.
    BadHandle,
    /// Empty, or longer than 100 characters.
    BadName,
    /// Longer than 100 characters.
    BadOrganisation,
    /// A name with a character that nobody sees.
    HiddenInName,
    /// A place of work with a character that nobody sees.
    HiddenInOrganisation,
    /// Shorter than 12 characters.
    PasswordTooShort,
    /// Longer than 1,000 characters.
    PasswordTooLong,
    /// The password was last typed more than ten minutes ago: ask for it, then send the verb again.
    PasswordNeeded,
    /// The session ended: sign in again.
    SessionEnded,
    /// Nobody is signed in in this worker.
    Locked,

    // Other people.
    /// Nobody has this handle.
    PersonNotFound,
    /// This person cannot be asked now; why is not said.
    CannotAsk,
    /// A known person's key is another one now: `person` has both fingerprints. A full stop.
    KeyChanged,
    /// The in-app way needs a fingerprint comparison first.
    FingerprintNotCompared,

    // Requests, grants, openings.
    /// It is not there, or not yours to see.
    NotFound,
    /// It was answered already, here or on another device.
    AlreadyAnswered,
    /// Its time is over.
    Expired,
    /// The patient took it back.
    TakenBack,
    /// All its openings are used.
    NoOpeningLeft,
    /// The random key is used up: wrong code, or used before.
    BurntKey,
    /// The patient's own random key is used up, or not on this device: make a new one.
    KeyGone,
    /// The grant has ended: nothing can be handed over any more.
    AccessEnded,
    /// The grant is paused: it goes on first.
    AccessPaused,
    /// Nothing is stored of what was granted.
    NothingGranted,
    /// Everything that was granted is hidden.
    AllHidden,
    /// The end that was chosen has passed.
    EndPassed,
    /// A word to the other person is longer than 2,000 letters.
    MessageTooLong,
    /// The opening is for reading only.
    ReadOnly,
    /// The portal is closed.
    Closed,
    /// A grant, opening or card does not fit what was asked, or is not signed by whom it should be.
    NotTrusted,
    /// Nothing was chosen.
    NothingChosen,

    // Records and files.
    /// A record was altered or damaged after it was stored.
    Altered,
    /// A reason or note is empty where one is needed, or longer than 500 letters.
    BadNote,
    /// The file holds no record or more than one, where one is replaced.
    NotOneRecord,
    /// Its patient deleted the record.
    Deleted,
    /// The file is not what it was when the upload began: nothing was sent, it starts over.
    SourceChanged,
    /// A file cannot go; `refusal` says why.
    FileRefused,
    /// A file cannot be read.
    UnreadableFile,
    /// Larger than what may be stored.
    TooLarge,
    /// More records at once than can go.
    TooManyRecords,
    /// The space of an account is used up: one's own, or that of the patient whom `person` names.
    QuotaFull,
    /// The person pressed cancel.
    Cancelled,

    // The servers and this device.
    /// No answer, or 502, 503, 504.
    ServerAway,
    /// 429; `retry_after` says when.
    TooManyTries,
    /// The server shows an older or another state than this account has seen. A full stop.
    ServerWentBack,
    /// Somebody else changed the same thing at the same moment; again.
    Conflict,
    /// The server refused a field; `field` names it, where it said which.
    BadField,
    /// The server refuses this to this account.
    NotAllowed,
    /// This browser lacks what encryption needs.
    OldBrowser,
    /// This browser keeps no data for the page (private window, blocked storage).
    NoStorage,
    /// This application is older than the server's, or the other way round.
    UnknownVersion,
    /// The worker failed: the page has to be loaded anew.
    WorkerStopped,
    /// A defect of ours; `detail` is for the report.
    Defect,
}
