//! The tables of schema `sas`: what the Storage Aggregation Server keeps. One file per resource.
//!
//! Nothing here decides: the rules are in [`crate::access`] and [`crate::sas`], which also holds every transaction
//! together.

pub(crate) mod access_log;
pub(crate) mod account;
pub(crate) mod account_head;
pub(crate) mod act;
pub(crate) mod block;
pub(crate) mod chunk;
pub(crate) mod credential;
pub(crate) mod deleted_record;
pub(crate) mod introduction;
pub(crate) mod key_batch;
pub(crate) mod key_grant;
pub(crate) mod key_request;
pub(crate) mod key_slot;
pub(crate) mod log_in;
pub(crate) mod opening;
pub(crate) mod opening_record;
pub(crate) mod outbox_cursor;
pub(crate) mod portion_card;
pub(crate) mod record_index;
pub(crate) mod record_version;
pub(crate) mod server_key;
pub(crate) mod session;
pub(crate) mod sign_in_try;
pub(crate) mod srs_key;
pub(crate) mod upload;
pub(crate) mod vault;
