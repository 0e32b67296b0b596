//! Whether a record is hidden: from the list, and from what is lent. It stays in the vault.

use super::{error::explain, record_summary::find_own, state::Vault};
use crate::message::{AppError, HideRecord};

pub(super) async fn hide_record(vault: &Vault, verb: HideRecord) -> Result<(), AppError> {
    let member = vault.member()?;
    find_own(&member, verb.record).await?;
    let hidden =
        if verb.hidden { member.hide_record(verb.record).await } else { member.show_record(verb.record).await };
    hidden.map_err(|error| explain(&member, error))
}
