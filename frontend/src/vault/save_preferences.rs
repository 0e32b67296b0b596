//! Keeping how a person likes the application.

use sesemr_common::vault::Preferences;

use super::state::Vault;
use crate::message::{AppError, SavePreferences};

pub(super) async fn save_preferences(vault: &Vault, verb: SavePreferences) -> Result<Preferences, AppError> {
    let member = vault.member()?;
    member.save_preferences(verb.preferences).await?;
    Ok(member.preferences())
}
