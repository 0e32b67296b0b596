//! Plain structs: the views that the worker fills and the pages draw, and the small decisions about showing them.
//!
//! No leptos, no browser: everything here is tested natively. Rows of resources, prescriptions and dates are those of
//! `sesemr_common::record`. What crosses the worker's border as a *question* is in
//! `message`; what is decided about sharing is in `sesemr_common::flow`.

pub mod access_log;
pub mod account;
pub mod answer_start;
pub mod ask_again;
pub mod auto_lock;
pub mod chart;
pub mod cohort;
pub mod enter_key;
pub mod expiry;
pub mod family;
pub mod file_state;
pub mod grant;
pub mod handle;
pub mod import;
pub mod kept_correction;
pub mod kept_reading;
pub mod key_request;
pub mod listing;
pub mod local_time;
pub mod log_days;
pub mod medicines;
pub mod moment;
pub mod opening;
pub mod password_meter;
pub mod people;
pub mod person;
pub mod prescription;
pub mod record;
pub mod research;
pub mod scanned;
pub mod scope;
pub mod series;
pub mod session;
pub mod spelling;
pub mod taken_away;
pub mod timeline;
