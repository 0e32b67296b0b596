//! Table `sas.deleted_record`: what is left of records that their patients deleted.

use std::collections::BTreeSet;

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult,
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::{AccountId, Hash, OpeningId, RecordId},
    sharing::DeletionReceipt,
};
use uuid::Uuid;

use crate::{
    db::{Connection, column::Stored},
    schema::deleted_record,
};

/// Enters that a record was deleted; `written` is what a clinician wrote, and under which opening.
pub(crate) async fn insert(
    connection: &mut Connection,
    receipt: &DeletionReceipt,
    written: Option<(OpeningId, Hash)>,
) -> QueryResult<()> {
    let fields = &receipt.fields;
    diesel::insert_into(deleted_record::table)
        .values((
            deleted_record::patient.eq(fields.patient.0),
            deleted_record::record.eq(fields.record.0),
            deleted_record::act_hash.eq(Stored(fields.act)),
            deleted_record::receipt.eq(Stored(receipt.clone())),
            deleted_record::opening.eq(written.map(|(opening, _)| opening.0)),
            deleted_record::header_hash.eq(written.map(|(_, header)| Stored(header))),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The receipt for a deleted record; nothing where it was not deleted.
pub(crate) async fn find(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
) -> QueryResult<Option<DeletionReceipt>> {
    let receipt: Option<Stored<DeletionReceipt>> = deleted_record::table
        .find((patient.0, record.0))
        .select(deleted_record::receipt)
        .first(connection)
        .await
        .optional()?;
    Ok(receipt.map(|Stored(receipt)| receipt))
}

/// Those of `records` that were deleted.
pub(crate) async fn read_among(
    connection: &mut Connection,
    patient: AccountId,
    records: &[RecordId],
) -> QueryResult<BTreeSet<RecordId>> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    let rows: Vec<Uuid> = deleted_record::table
        .filter(deleted_record::patient.eq(patient.0))
        .filter(deleted_record::record.eq_any(ids))
        .select(deleted_record::record)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(RecordId).collect())
}

/// Header hashes of what was written under an opening and deleted since.
pub(crate) async fn read_written_under(
    connection: &mut Connection,
    patient: AccountId,
    opening: OpeningId,
) -> QueryResult<Vec<Hash>> {
    let hashes: Vec<Stored<Hash>> = deleted_record::table
        .filter(deleted_record::patient.eq(patient.0))
        .filter(deleted_record::opening.eq(opening.0))
        .order(deleted_record::record)
        .select(deleted_record::header_hash.assume_not_null())
        .load(connection)
        .await?;
    Ok(hashes.into_iter().map(|Stored(hash)| hash).collect())
}
