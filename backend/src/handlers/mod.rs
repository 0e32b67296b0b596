//! Handlers: take a request apart, call the server it is for, put the answer together. One file per verb; the table of
//! them all is [`crate::routes`].

pub(crate) mod access_log;
pub(crate) mod account;
pub(crate) mod courier;
pub(crate) mod grant;
pub(crate) mod key_request;
pub(crate) mod opening;
pub(crate) mod record;
pub(crate) mod session;
pub(crate) mod srs;
