//! Deleting one of one's own records, and what it left in the summaries of readings.

use std::rc::Rc;

use super::{
    error::explain,
    keep_draft::{forget_correction, forget_mark},
    offline::follow_records,
    publish_summaries::{Earlier, publish_summaries, series_of},
    reporter::Reporter,
    state::Vault,
};
use crate::{
    message::{AppError, DeleteRecord},
    model::{moment::Moment, record::DeletionView},
};

pub(super) async fn delete_record(
    vault: &Rc<Vault>,
    verb: DeleteRecord,
    reporter: &Reporter,
) -> Result<DeletionView, AppError> {
    vault.require_fresh_password()?;
    let member = vault.member()?;
    // A reading that cannot be read is in no summary.
    let keys = series_of(&member, verb.record).await.unwrap_or_default();
    let deletion = member.delete_record(verb.record).await.map_err(|error| explain(&member, error))?;
    forget_correction(&member, verb.record).await;
    forget_mark(&member, verb.record).await;
    let summarised = publish_summaries(vault, &member, &keys, Earlier::Deleted, None, reporter).await;
    // The copy on this device lets go of it too.
    follow_records(vault, &member);
    let receipt = &deletion.receipt.fields;
    Ok(DeletionView {
        record: receipt.record,
        versions: receipt.versions,
        bytes: receipt.bytes,
        at: Moment::from_wire(receipt.deleted_at),
        in_summary: summarised.is_err(),
    })
}
