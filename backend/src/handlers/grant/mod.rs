//! Grants.

mod list_grants;
mod pause_grant;
mod take_back_grant;

pub(crate) use list_grants::list_grants;
pub(crate) use pause_grant::pause_grant;
pub(crate) use take_back_grant::take_back_grant;
