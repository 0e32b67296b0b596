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

/// The list, which begins anew: what was on it is now kept to be sent.
pub(super) async fn take_typed_readings(member: &SignedIn) -> Option<Zeroizing<Vec<u8>>> {
    let typed = member.kept_draft(DraftKind::Readings).await.ok().flatten();
    forget_typed_readings(member).await;
    typed
}

/// The list as it was taken: what was on it is not sent after all. One that was begun meanwhile stays.
pub(super) async fn put_typed_readings_back(member: &SignedIn, typed: Option<Zeroizing<Vec<u8>>>) {
    if let Some(typed) = typed
        && matches!(member.kept_draft(DraftKind::Readings).await, Ok(None))
    {
        // What cannot be put back is still in the preview, from which it can be sent.
        drop(member.keep_draft(DraftKind::Readings, &typed).await);
    }
}

/// What was typed is stored: the list begins anew. A device that cannot forget it shows it once more.
pub(super) async fn forget_typed_readings(member: &SignedIn) {
    drop(member.keep_draft(DraftKind::Readings, &[]).await);
}
