//! The list of readings that is being typed: kept sealed on the device with every change, until it is stored.

use sesemr_common::flow::DraftKind;
use zeroize::Zeroizing;

use super::state::{SignedIn, Vault};
use crate::{
    message::{AppError, ErrorCode, KeepTypedReadings, ListTypedReadings},
    model::series::ReadingInput,
};

pub(super) async fn list_typed_readings(
    vault: &Vault,
    _verb: ListTypedReadings,
) -> Result<Vec<ReadingInput>, AppError> {
    let kept = vault.member()?.kept_draft(DraftKind::Readings).await?;
    // What another version of the application kept in another form is not guessed at.
    Ok(kept.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default())
}

pub(super) async fn keep_typed_readings(vault: &Vault, verb: KeepTypedReadings) -> Result<(), AppError> {
    let member = vault.member()?;
    if verb.readings.is_empty() {
        forget_typed_readings(&member).await;
        return Ok(());
    }
    let json = Zeroizing::new(serde_json::to_vec(&verb.readings).map_err(|_| ErrorCode::Defect)?);
    Ok(member.keep_draft(DraftKind::Readings, &json).await?)
}

/// What was typed is stored, or kept to be sent: the list begins anew. A device that cannot forget it shows it once more, and
/// nothing is stored twice.
pub(super) async fn forget_typed_readings(member: &SignedIn) {
    drop(member.keep_draft(DraftKind::Readings, &[]).await);
}
