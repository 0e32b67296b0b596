//! What is being typed into a form: kept sealed on the device until it is sent. The list of readings is in `typed_readings`.

use sesemr_common::{
    flow::DraftKind,
    id::{AccountId, KeyRequestId, RecordId},
};
use zeroize::Zeroizing;

use super::state::{SignedIn, Vault};
use crate::message::{AppError, DraftOf, KeepDraft, ReadDraft};

pub(super) async fn read_draft(vault: &Vault, verb: ReadDraft) -> Result<Option<String>, AppError> {
    let kept = vault.member()?.kept_draft(kind_of(vault, verb.of)?).await?;
    Ok(kept.and_then(|json| String::from_utf8(json.to_vec()).ok()))
}

pub(super) async fn keep_draft(vault: &Vault, verb: KeepDraft) -> Result<(), AppError> {
    let json = Zeroizing::new(verb.content.unwrap_or_default());
    Ok(vault.member()?.keep_draft(kind_of(vault, verb.of)?, json.as_bytes()).await?)
}

/// A prescription was signed and sent. A device that cannot forget what was typed shows it once more, beside what was sent.
pub(super) async fn forget_prescription(member: &SignedIn, patient: AccountId, corrects: Option<RecordId>) {
    drop(member.keep_draft(DraftKind::Prescription { patient, corrects }, &[]).await);
}

/// A request was signed and sent: as for a prescription.
pub(super) async fn forget_key_request(member: &SignedIn, patient: AccountId, again: Option<KeyRequestId>) {
    drop(member.keep_draft(DraftKind::KeyRequest { patient, again }, &[]).await);
}

/// A request was answered: as for a prescription.
pub(super) async fn forget_key_answer(member: &SignedIn, request: KeyRequestId) {
    drop(member.keep_draft(DraftKind::KeyAnswer { request }, &[]).await);
}

/// A record was replaced, or deleted: as for a prescription.
pub(super) async fn forget_correction(member: &SignedIn, record: RecordId) {
    drop(member.keep_draft(DraftKind::Correction { record }, &[]).await);
}

/// A record was marked, its mark taken off, or it was deleted: as for a prescription.
pub(super) async fn forget_mark(member: &SignedIn, record: RecordId) {
    drop(member.keep_draft(DraftKind::Mark { record }, &[]).await);
}

/// A prescription was replaced or withdrawn, after which it is neither again: as for a prescription.
pub(super) async fn forget_void(member: &SignedIn, patient: AccountId, record: RecordId) {
    forget_prescription(member, patient, Some(record)).await;
    drop(member.keep_draft(DraftKind::Withdrawal { patient, record }, &[]).await);
}

/// What the device keeps it under.
fn kind_of(vault: &Vault, of: DraftOf) -> Result<DraftKind, AppError> {
    Ok(match of {
        DraftOf::Prescription { opening, corrects } => {
            DraftKind::Prescription { patient: vault.portal(opening)?.patient.account, corrects }
        }
        DraftOf::KeyRequest { patient, again } => DraftKind::KeyRequest { patient, again },
        DraftOf::KeyAnswer { request } => DraftKind::KeyAnswer { request },
        DraftOf::Correction { record } => DraftKind::Correction { record },
        DraftOf::Mark { record } => DraftKind::Mark { record },
        DraftOf::Withdrawal { opening, record } => {
            DraftKind::Withdrawal { patient: vault.portal(opening)?.patient.account, record }
        }
        DraftOf::Reading => DraftKind::Reading,
    })
}
