//! The sentences of the protocol, one file a verb: what a person does, from their first key to the last receipt.
//!
//! ```text
//! patient    register ─ log_in ─ publish_records ─ grant_key_request ─ issue_random_key ─ read_access_log ─ roll_portion_key
//! clinician  register ─ log_in ─ find_person ─ request_key ─ open_record ─ write_prescription ─ correct_prescription ─ close_opening
//! ```
//!
//! Everything runs on a [`Host`]: the browser's worker, a test, a lying server. A person who is signed in is a
//! [`Member`]; the verbs are its methods.

mod act;
mod adopt_prescription;
mod answer_log_entry;
mod block_person;
mod bring_marks;
mod check_act;
mod close_account;
mod close_opening;
mod confirm_password;
mod correct_prescription;
mod credentials;
mod delete_record;
mod end_opening;
mod end_sessions;
mod error;
mod find_person;
mod grant_key_request;
mod hide_record;
mod host;
mod issue_random_key;
mod judge_voids;
mod keep_draft;
mod keep_readings;
mod keep_vault;
mod kit_tag;
mod list_openings;
mod list_records;
mod list_sessions;
mod log_in;
mod log_out;
mod mark_record;
mod member;
mod offline;
mod open_record;
mod opening_box;
mod own_seal;
mod pause_grant;
mod publish_records;
mod publish_upload;
mod read_access_log;
mod read_opened_record;
mod read_record;
mod read_record_history;
mod read_records;
mod register;
mod replace_credentials;
mod request_key;
mod roll_portion_key;
mod save_preferences;
mod sealed_message;
#[cfg(test)]
mod sealed_vectors;
mod select_opening;
mod set_listing;
mod take_away;
mod upload_draft;
mod withdraw_prescription;
mod wrap_batches;
mod write_prescription;

pub use bring_marks::{BroughtMark, leave_most_marks};
pub use delete_record::Deletion;
pub use error::FlowError;
pub use grant_key_request::{CheckedGrant, Decision};
pub use host::{CallError, DeviceKeyPlace, Host, StorageError, Token};
pub use issue_random_key::RandomKey;
pub use judge_voids::{Judged, VoidOutcome, Voids, judge_voids};
pub use keep_draft::DraftKind;
pub use keep_readings::KeptReadings;
pub use list_openings::CheckedOpening;
pub use list_records::{DamagedRecord, Listing, OwnRecord};
pub use list_sessions::OwnSession;
pub use log_in::{log_in, log_in_with_kit};
pub use member::Member;
pub use offline::{KeptOffline, OfflineHost, log_in_offline};
pub use open_record::Portal;
pub use publish_records::MOST_RECORDS;
pub use publish_records::{NewRecord, UnfinishedUpload, UploadWatch};
pub use read_access_log::{CheckedLog, CheckedLogEntry, LogObject};
pub use read_opened_record::{Lent, LentRecord};
pub use read_record_history::PastVersion;
pub use read_records::{Content, RECORDS_AT_ONCE};
pub use register::PendingRegistration;
pub use replace_credentials::{PendingKit, recover};
pub use request_key::{Ask, OpenedKeyRequest};
pub use set_listing::FoundBy;
pub use take_away::{TakeAway, TakeAwayWatch};
pub use write_prescription::WrittenPrescription;

/// How long an entry of the SRS's outbox may be on its way into the access log, in milliseconds.
const COURIER_GRACE: u64 = 30_000;
