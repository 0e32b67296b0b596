//! Pages: `<resource>/<verb>.rs`, named as the verb is everywhere. A page fetches and decides nothing.

pub mod access_log;
pub mod account;
pub mod grant;
pub mod guard;
pub mod key_request;
pub mod not_found;
pub mod opening;
pub mod param;
pub mod person;
pub mod prescription;
pub mod record;
pub mod research;
