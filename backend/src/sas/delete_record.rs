//! Deleting a record: bodies, headers with their summaries and wrapped keys go in one transaction, and the signed act
//! stays, in the access log and for whoever asks for the record under an opening.

use sesemr_common::{
    api::{DeleteRecordRequest, DeleteRecordResponse, ErrorCode, EventKind},
    codec::Encode as _,
    crypto::ProtocolObject as _,
    id::{AccountId, Encoded, RecordId},
    sharing::{DeleteRecord, DeletionReceipt, DeletionReceiptFields, LogKind, SignedAct},
};

use super::{
    Sas,
    acts::require_own,
    log::{self, Report},
};
use crate::{
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account_head, chunk, deleted_record, key_batch, key_slot, record_index,
            record_version::{self, Version},
            upload,
        },
    },
    error::{Error, Outcome},
    events,
};

impl Sas {
    /// Deletes a record of one's own. The same act gets the same receipt.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] where the index or the record has moved on; [`ErrorCode::Deleted`] where another act was
    /// faster; refusals of the contract; where the database is away.
    pub async fn delete_record(
        &self,
        session: &Session,
        request: DeleteRecordRequest,
    ) -> Outcome<DeleteRecordResponse> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            self.delete(connection, &act, now).await?;
            let (patient, record) = (act.header.patient, act.body.record);
            Ok(events::publish(connection, patient, EventKind::RecordsChanged, record.0).await?)
        })
        .await?;
        let mut connection = self.pool.get().await?;
        let receipt = deleted_record::find(&mut connection, act.header.patient, act.body.record).await?;
        let receipt = receipt.ok_or_else(|| Error::internal("a deletion that was taken has no receipt"))?;
        Ok(DeleteRecordResponse { receipt: Encoded(receipt) })
    }

    async fn delete(&self, connection: &mut Connection, act: &SignedAct<DeleteRecord>, now: UnixMs) -> Outcome<()> {
        let (patient, body) = (act.header.patient, &act.body);
        require_current(connection, patient, body).await?;
        let before = account_head::read_index_head(connection, patient).await?;
        let (entry, after) = body
            .index_entry(&before)
            .ok_or_else(|| Error::refused(ErrorCode::Conflict, "the record index has moved on: read it again"))?;
        let written = record_version::find_written(connection, patient, body.record).await?;
        let (versions, bytes) = self.drop_record(connection, patient, body.record).await?;
        record_index::insert(connection, patient, &[entry]).await?;
        account_head::write_index_head(connection, patient, &after).await?;
        let fields = DeletionReceiptFields {
            patient,
            record: body.record,
            act: act.hash(),
            versions,
            bytes,
            deleted_at: now.get(),
        };
        let receipt = DeletionReceipt::sign(fields, &self.key.signing);
        deleted_record::insert(connection, &receipt, written).await?;
        let report = Report {
            object: receipt.hash(),
            object_bytes: Some(receipt.encode()),
            srs_act: Some(act.encode()),
            ..Report::of_act(LogKind::RecordDeleted, act)
        };
        log::append(connection, report, now).await
    }

    /// Removes all that a record is; answers how many versions and sealed bytes that were, which count no longer.
    async fn drop_record(
        &self,
        connection: &mut Connection,
        patient: AccountId,
        record: RecordId,
    ) -> Outcome<(u32, u64)> {
        self.envelopes.delete_record(connection, patient, record).await?;
        chunk::delete_record(connection, patient, record).await?;
        let bytes = upload::delete_record(connection, patient, record).await?;
        account_head::return_bytes(connection, patient, bytes).await?;
        let versions = record_version::delete(connection, patient, record).await?;
        key_slot::delete_record(connection, patient, record).await?;
        key_batch::delete_empty(connection, patient).await?;
        Ok((u32::try_from(versions).unwrap_or(u32::MAX), bytes))
    }
}

/// The act names the record as it is now, and the record is in the patient's index.
async fn require_current(connection: &mut Connection, patient: AccountId, body: &DeleteRecord) -> Outcome<()> {
    let current = record_version::read_currents(connection, patient, &[body.record]).await?;
    let Some(current) = current.get(&body.record) else {
        return Err(missing(connection, patient, body.record).await?);
    };
    let fields = &current.header.fields;
    let is_named =
        (fields.version, fields.portion, current.header.object_hash()) == (body.version, body.portion, body.header);
    if is_named && !current.pending {
        Ok(())
    } else {
        Err(Error::refused(ErrorCode::Conflict, "the record has changed, or is not in the index yet: list them again"))
    }
}

/// A published version of a record.
///
/// # Errors
/// [`ErrorCode::Deleted`] where the patient deleted it, [`ErrorCode::NotFound`] where it never was.
pub(super) async fn find_version(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
    version: u32,
) -> Outcome<Version> {
    match record_version::find(connection, patient, record, version).await? {
        Some(version) => Ok(version),
        None => Err(missing(connection, patient, record).await?),
    }
}

/// Why a record is not there.
pub(super) async fn missing(connection: &mut Connection, patient: AccountId, record: RecordId) -> Outcome<Error> {
    Ok(match deleted_record::find(connection, patient, record).await? {
        Some(_) => Error::refused(ErrorCode::Deleted, "the patient deleted this record"),
        None => Error::not_found("record"),
    })
}
