//! What the page and the vault worker say to each other. The page sends verbs and receives views, never keys.
//!
//! ```text
//!  page                                     worker
//!  ToVault::Ask { id, verb }  + files  ──▶  vault::dispatch
//!                             ◀──────────   FromVault::Progress { id, .. }      any number
//!                             ◀── + files   FromVault::Answer { id, result }    exactly one
//!  ToVault::Cancel { id }     ──────────▶   the verb ends with ErrorCode::Cancelled
//!                             ◀──────────   FromVault::Live(event)              unasked, after signing in
//! ```
//!
//! On the wire every message is a JavaScript array: its first element is the JSON of [`ToVault`] or [`FromVault`],
//! the others are `File`s or `Blob`s, which structured clone carries without copying them into a text. A view names
//! one of them by [`Attachment`], its place among them from 0. `wire` packs and unpacks; `api` is the page's end,
//! `vault` the worker's. A verb has one name here, in `vault`, in `page` and in the core.

mod account;
mod app_error;
mod cohort;
mod draft;
mod export;
mod key_request;
mod live;
mod opening;
mod progress;
mod record;
pub mod research;
mod typed;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

pub use account::*;
pub use app_error::{AppError, ErrorCode};
pub use cohort::*;
pub use draft::*;
pub use export::*;
pub use key_request::*;
pub use live::LiveEvent;
pub use opening::*;
pub use progress::{Progress, ProgressStep};
pub use record::*;
pub use sesemr_viewer::wire;
pub use typed::Typed;

/// Which question an answer belongs to. Counted by the page from 1; a worker started anew starts with new questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AskId(pub u32);

/// A file or blob that travels beside a message: its place among them, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attachment(pub u32);

/// From the page to the worker.
#[expect(clippy::large_enum_variant, reason = "one at a time, on its way")]
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToVault {
    /// Do this. Files travel beside it.
    Ask {
        /// Which question.
        id: AskId,
        /// What to do.
        verb: Verb,
    },
    /// Stop doing this: the person pressed cancel. The answer is [`ErrorCode::Cancelled`], or the verb's own answer
    /// where it had already ended.
    Cancel {
        /// Which question.
        id: AskId,
    },
}

/// From the worker to the page.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromVault {
    /// The worker has started and listens. Sent once, first.
    Ready,
    /// The end of a question. Blobs that the view names travel beside it.
    Answer {
        /// Which question.
        id: AskId,
        /// The JSON of the verb's [`Ask::Answer`], or what went wrong.
        result: Result<Box<RawValue>, AppError>,
    },
    /// How far a question has come.
    Progress {
        /// Which question.
        id: AskId,
        /// How far.
        progress: Progress,
    },
    /// Something happened elsewhere.
    Live(LiveEvent),
}

/// A verb, and what it is answered with.
pub trait Ask: Into<Verb> {
    /// The view that answers it.
    type Answer: Serialize + DeserializeOwned + 'static;
}

/// The list of verbs: each is a variant of [`Verb`], so that the worker's `match` is complete or does not compile.
macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident -> $answer:ty,)+) => {
        /// Everything the page can ask for.
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Verb {
            $($(#[$doc])* $name($name),)+
        }

        $(
            impl Ask for $name {
                type Answer = $answer;
            }

            impl From<$name> for Verb {
                fn from(verb: $name) -> Self {
                    Self::$name(verb)
                }
            }
        )+
    };
}

use crate::model;

verbs! {
    // Account.
    /// What this device knows, before anybody signs in.
    Start -> model::account::DeviceView,
    /// Make an account's keys and its emergency kit. Nothing is stored on the server yet.
    Register -> model::account::KitView,
    /// Two groups of the kit, typed back: commits the registration, the recovery or the new kit that showed it.
    ConfirmKit -> model::account::AccountView,
    /// Give up what showed a kit that is not confirmed, and a registration that was begun on this device.
    DiscardRegistration -> (),
    /// Sign in on a device that holds its device key.
    LogIn -> model::account::AccountView,
    /// Sign in on a new device, or after the kit was replaced.
    LogInWithKit -> model::account::AccountView,
    /// Set a new password with the kit. The new kit is confirmed before anything changes.
    Recover -> model::account::KitView,
    /// Prove presence: the password again.
    ConfirmPassword -> (),
    /// A new password; other sessions end.
    ChangePassword -> (),
    /// A new kit; the old one works until the new one is confirmed.
    MakeNewKit -> model::account::KitView,
    /// Keep how this person likes the application, for their other devices too.
    SavePreferences -> sesemr_common::vault::Preferences,
    /// Keep one's own records readable while no server answers.
    KeepOffline -> model::account::OfflineCopyView,
    /// What is kept on this device.
    ReadOffline -> Option<model::account::OfflineCopyView>,
    /// Keep nothing on this device.
    ForgetOffline -> (),
    /// Keep nothing of this account on this device.
    ForgetDevice -> (),
    /// End this session.
    LogOut -> (),
    /// End all sessions, this one too.
    LogOutEverywhere -> (),
    /// Where this person is signed in.
    ListSessions -> Vec<model::session::SessionView>,
    /// End a session on another device, or all others.
    EndSessions -> (),
    /// Who finds this person by their handle.
    ReadListing -> model::listing::ListingView,
    /// Say who finds this person.
    SetListing -> model::listing::ListingView,
    /// Close the account.
    CloseAccount -> (),
    /// Wipe keys and plaintext before the page terminates the worker.
    Lock -> (),

    // A patient's records.
    /// Summaries by portion.
    ListRecords -> model::record::RecordList,
    /// One record.
    ReadRecord -> model::record::RecordView,
    /// Every version of a record.
    ReadRecordHistory -> Vec<model::record::VersionView>,
    /// A corrected file in the place of a record's content.
    CorrectRecord -> (),
    /// A corrected reading in the place of one.
    CorrectReading -> (),
    /// "This is wrong", "this is not mine".
    MarkRecord -> (),
    /// Not listed and not lent, until it is shown again.
    HideRecord -> (),
    /// "Let it be gone", with proof.
    DeleteRecord -> model::record::DeletionView,
    /// All records of one portion, for tables and charts.
    ReadPortion -> model::record::PortionView,
    /// All records by date, under the visits that they belong to.
    ReadTimeline -> model::timeline::TimelineView,
    /// How large a file may be, in bytes.
    ReadFileLimit -> u64,
    /// Look into files before anything is uploaded.
    PreviewImport -> model::import::ImportPreview,
    /// Look at typed readings before anything is uploaded.
    PreviewReadings -> model::import::ImportPreview,
    /// The same import with another group size, or without some of its files.
    AdjustImport -> model::import::ImportPreview,
    /// Another file in the place of one of them.
    ReplaceImportFile -> model::import::ImportPreview,
    /// Encrypt and upload what was previewed.
    ConfirmImport -> model::import::ImportResult,
    /// Forget a preview.
    DiscardImport -> (),
    /// Uploads that were cut off.
    ListInterruptedImports -> Vec<model::import::InterruptedImport>,
    /// Go on with one of them; the same files travel beside it.
    ContinueImport -> model::import::ImportResult,
    /// Leave one of them out.
    LeaveOutImport -> (),
    /// The list of readings that is being typed.
    ListTypedReadings -> Vec<model::series::ReadingInput>,
    /// Keep it, so that a reload does not lose it.
    KeepTypedReadings -> (),
    /// Typed readings that could not be sent.
    ListKeptReadings -> Vec<model::import::KeptReadingsView>,
    /// Send them now; how many went.
    SendKeptReadings -> u32,
    /// Forget some of them.
    DiscardKeptReadings -> (),

    // A patient's decisions.
    /// Who asks, for what, why.
    ListKeyRequests -> Vec<model::key_request::KeyRequestView>,
    /// "You may see this."
    GrantKeyRequest -> model::grant::GrantView,
    /// "You may not."
    RefuseKeyRequest -> (),
    /// Make a random key for a grant; a live one of the same grant is burnt.
    IssueRandomKey -> model::grant::RandomKeyView,
    /// Show a random key again that this session made.
    ShowRandomKey -> model::grant::RandomKeyView,
    /// Seal the random key to the clinician's app.
    SendRandomKey -> (),
    /// Everything granted and opened.
    ListAccess -> Vec<model::grant::GrantView>,
    /// Take back access.
    TakeBackGrant -> (),
    /// Pause a grant, or let it go on.
    PauseGrant -> (),
    /// Everyone who ever asked.
    ListPeople -> Vec<model::people::PersonHistory>,
    /// Whom this person has blocked.
    ListBlocked -> Vec<(model::person::PersonView, model::moment::Moment)>,
    /// Block a person, or unblock them.
    BlockPerson -> (),
    /// "I compared the fingerprints."
    ConfirmFingerprint -> model::person::PersonView,
    /// Who did what, and whether the list can be believed.
    ReadAccessLog -> model::access_log::AccessLogView,
    /// "Was this right?", answered: asked about no more.
    AnswerLogEntry -> (),
    /// The log as a file, for spreadsheets or for health software.
    ExportAccessLog -> Attachment,
    /// Everything as one file.
    TakeAway -> model::taken_away::TakenAway,

    // A clinician's work.
    /// Somebody by their handle.
    FindPerson -> model::person::PersonView,
    /// Ask a patient for access.
    RequestKey -> model::key_request::MyRequestView,
    /// What was asked, and what became of it.
    ListMyRequests -> Vec<model::key_request::MyRequestView>,
    /// Enter the random key: the one attempt.
    AttemptOpening -> model::opening::PortalView,
    /// What an opening holds.
    ReadOpening -> model::opening::OpeningView,
    /// Sign a prescription and send it to the patient.
    WritePrescription -> model::prescription::PrescriptionReceipt,
    /// Sign another one in the place of one's own.
    CorrectPrescription -> model::prescription::PrescriptionReceipt,
    /// Withdraw one of one's own.
    WithdrawPrescription -> model::prescription::PrescriptionReceipt,
    /// Put off the idle close.
    KeepOpen -> model::opening::PortalView,
    /// Close the portal.
    CloseOpening -> model::opening::ClosingView,
    /// What was typed into a form, as this device keeps it.
    ReadDraft -> Option<String>,
    /// Keep it, so that a reload does not lose it.
    KeepDraft -> (),
    /// What people who lent records for research have.
    ListCohort -> model::cohort::CohortOfferView,
    /// One row for each of them.
    BuildCohort -> model::cohort::CohortView,
}
