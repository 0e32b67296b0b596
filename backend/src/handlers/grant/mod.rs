//! Grants.

mod list_grants;
mod take_back_grant;

pub(crate) use list_grants::list_grants;
pub(crate) use take_back_grant::take_back_grant;
