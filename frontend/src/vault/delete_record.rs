//! Deleting one of one's own records.

use super::{error::explain, state::Vault};
use crate::{
    message::{AppError, DeleteRecord},
    model::{moment::Moment, record::DeletionView},
};

pub(super) async fn delete_record(vault: &Vault, verb: DeleteRecord) -> Result<DeletionView, AppError> {
    vault.require_fresh_password()?;
    let member = vault.member()?;
    let deletion = member.delete_record(verb.record).await.map_err(|error| explain(&member, error))?;
    let receipt = &deletion.receipt.fields;
    Ok(DeletionView {
        record: receipt.record,
        versions: receipt.versions,
        bytes: receipt.bytes,
        at: Moment::from_wire(receipt.deleted_at),
    })
}
