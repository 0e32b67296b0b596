//! Requests for access: asking, answering, following.

pub mod confirm_fingerprint;
pub mod grant_key_request;
pub mod list_key_requests;
pub mod list_my_requests;
pub mod request_key;
