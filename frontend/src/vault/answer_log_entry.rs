//! "Was this right?", answered: kept in the vault, so that no device asks about the entry again.

use super::{error::explain, state::Vault};
use crate::message::{AnswerLogEntry, AppError};

pub(super) async fn answer_log_entry(vault: &Vault, verb: AnswerLogEntry) -> Result<(), AppError> {
    let member = vault.member()?;
    member.answer_log_entry(verb.sequence, verb.answer).await.map_err(|error| explain(&member, error))
}
