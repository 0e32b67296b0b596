//! What people sign to each other: key cards, requests, grants, openings, receipts, and the log of it all.
//!
//! Objects only, with their encodings and signatures; the sentences that make them are in `flow`.

mod access_log;
mod account_id;
mod act;
mod attempt_opening;
mod block_person;
mod check_profile;
mod close_account;
mod close_opening;
mod delete_record;
mod grant_key_request;
mod issue_random_key;
mod key_card;
#[cfg(feature = "client")]
mod opening_box;
mod pause_grant;
mod portion_card;
mod publish_records;
#[cfg(feature = "client")]
mod record_mark;
mod refuse_key_request;
mod register;
mod release_records;
mod replace_credentials;
mod request_key;
mod roll_portion_key;
mod set_listing;
mod signed;
mod srs_entry;
mod take_back_grant;
mod ticket;
mod write_prescription;
mod write_vault;

pub use access_log::{LogEntry, LogError, LogKind, Salt, verify_log};
pub use account_id::account_id;
pub use act::{ActBody, ActHeader, Audience, LogHead, SignedAct};
pub use attempt_opening::{AttemptOpening, ConfirmOpening, FailOpening, confirm_transcript, failed_transcript};
pub use block_person::BlockPerson;
pub use check_profile::ProfileFault;
pub use close_account::CloseAccount;
pub use close_opening::{CloseOpening, EndOpening, EndReason, OpenedRecord, ServerClosing, ServerClosingFields};
pub use delete_record::{DeleteRecord, DeletionReceipt, DeletionReceiptFields};
pub use grant_key_request::{GrantKeyRequest, Scope};
pub use issue_random_key::{Opening, OpeningBatch, OpeningPortion, OpeningRecord, RegisterOpening, WriteBackCard};
pub use key_card::{KeyCard, KeyCardError, KeyCardFields, Profile, Role, verify_key_cards};
#[cfg(feature = "client")]
pub use opening_box::{BoxContent, BoxKey};
pub use pause_grant::PauseGrant;
pub use portion_card::{PortionCard, PortionCardFields};
pub use publish_records::{IndexEntry, IndexHead, IndexKind, PublishRecords, PublishedRecord, extend_index};
#[cfg(feature = "client")]
pub use record_mark::{MarkKind, RecordMark};
pub use refuse_key_request::RefuseKeyRequest;
pub use register::Register;
pub use release_records::{ReleaseRecords, ReleaseRecordsFields};
pub use replace_credentials::{CredentialChange, ReplaceCredentials};
pub use request_key::{PurposeOfUse, RequestKey, SealedMessage};
pub use roll_portion_key::RollPortionKey;
pub use set_listing::{SetListing, hash_invitation};
pub use signed::Signed;
pub use srs_entry::{ReadOutbox, ReadOutboxFields, SrsEntry, SrsEntryFields, SrsEvent, verify_outbox};
pub use take_back_grant::TakeBackGrant;
pub use ticket::{RenewTicket, RenewTicketFields, TICKET_LIFE_MS, Ticket, TicketFields};
pub use write_prescription::WritePrescription;
pub use write_vault::{WriteVault, WriteVaultFields, vault_hash};
