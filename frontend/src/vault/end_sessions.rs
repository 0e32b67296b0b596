//! Ending sessions of this account on other devices.

use super::state::Vault;
use crate::message::{AppError, EndSessions};

pub(super) async fn end_sessions(vault: &Vault, verb: EndSessions) -> Result<(), AppError> {
    Ok(vault.member()?.end_sessions(verb.session).await?)
}
