//! Requests for access, and their answers.

mod grant_key_request;
mod list_key_requests;
mod refuse_key_request;
mod request_key;

pub(crate) use grant_key_request::grant_key_request;
pub(crate) use list_key_requests::list_key_requests;
pub(crate) use refuse_key_request::refuse_key_request;
pub(crate) use request_key::request_key;
