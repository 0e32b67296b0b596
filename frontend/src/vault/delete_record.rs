//! Deleting one of one's own records.

use std::rc::Rc;

use super::{error::explain, offline::follow_records, state::Vault};
use crate::{
    message::{AppError, DeleteRecord},
    model::{moment::Moment, record::DeletionView},
};

pub(super) async fn delete_record(vault: &Rc<Vault>, verb: DeleteRecord) -> Result<DeletionView, AppError> {
    vault.require_fresh_password()?;
    let member = vault.member()?;
    let deletion = member.delete_record(verb.record).await.map_err(|error| explain(&member, error))?;
    // The copy on this device lets go of it too.
    follow_records(vault, &member);
    let receipt = &deletion.receipt.fields;
    Ok(DeletionView {
        record: receipt.record,
        versions: receipt.versions,
        bytes: receipt.bytes,
        at: Moment::from_wire(receipt.deleted_at),
    })
}
