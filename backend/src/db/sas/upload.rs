//! Tables `sas.upload` and `sas.upload_record`: record versions on their way.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    api::UploadRecord,
    id::{AccountId, OpeningId, RecordId, UploadId},
};
use uuid::Uuid;

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{read_number, to_bigint, to_count},
    },
    schema::{upload, upload_record},
};

/// An upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) id: UploadId,
    /// Whose records.
    pub(crate) patient: AccountId,
    /// Who uploads.
    pub(crate) author: AccountId,
    /// Under which opening, where a clinician writes.
    pub(crate) opening: Option<OpeningId>,
    pub(crate) published: bool,
}

/// Enters an upload with the record versions it announces; `false` where its id is taken.
pub(crate) async fn insert(
    connection: &mut Connection,
    new: &Upload,
    records: &[UploadRecord],
    now: UnixMs,
) -> QueryResult<bool> {
    let inserted = diesel::insert_into(upload::table)
        .values((
            upload::patient.eq(new.patient.0),
            upload::id.eq(new.id.0),
            upload::author.eq(new.author.0),
            upload::opening.eq(new.opening.map(|opening| opening.0)),
            upload::started_at.eq(now.to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let rows: Vec<_> = records
        .iter()
        .zip(0_i64..)
        .map(|(record, ordinal)| {
            (
                upload_record::patient.eq(new.patient.0),
                upload_record::upload.eq(new.id.0),
                upload_record::record.eq(record.record.0),
                upload_record::version.eq(i64::from(record.version)),
                upload_record::ordinal.eq(ordinal),
                upload_record::chunks.eq(i64::from(record.chunks)),
                upload_record::bytes.eq(to_bigint(record.bytes)),
            )
        })
        .collect();
    // A statement takes 65,535 values at most.
    for part in rows.chunks(1000) {
        diesel::insert_into(upload_record::table).values(part).execute(connection).await?;
    }
    Ok(true)
}

type Row = (Uuid, Uuid, Option<Uuid>, bool);

const COLUMNS: (upload::patient, upload::author, upload::opening, upload::published) =
    (upload::patient, upload::author, upload::opening, upload::published);

fn from_row(id: UploadId, (patient, author, opening, published): Row) -> Upload {
    let (patient, author, opening) = (AccountId(patient), AccountId(author), opening.map(OpeningId));
    Upload { id, patient, author, opening, published }
}

/// The upload of this id.
pub(crate) async fn find(connection: &mut Connection, id: UploadId) -> QueryResult<Option<Upload>> {
    let row: Option<Row> =
        upload::table.filter(upload::id.eq(id.0)).select(COLUMNS).first(connection).await.optional()?;
    Ok(row.map(|row| from_row(id, row)))
}

/// The same, kept from being published or dropped until the transaction ends.
pub(crate) async fn find_held(connection: &mut Connection, id: UploadId) -> QueryResult<Option<Upload>> {
    let query = upload::table.filter(upload::id.eq(id.0)).select(COLUMNS).for_share();
    let row: Option<Row> = query.first(connection).await.optional()?;
    Ok(row.map(|row| from_row(id, row)))
}

/// Whether an upload is there and not published; locked until the transaction ends.
pub(crate) async fn lock_unpublished(connection: &mut Connection, id: UploadId) -> QueryResult<bool> {
    let query = upload::table.filter(upload::id.eq(id.0)).select(upload::published).for_update();
    let published: Option<bool> = query.first(connection).await.optional()?;
    Ok(published == Some(false))
}

/// Uploads under an opening that are not published.
pub(crate) async fn find_unpublished_of_opening(
    connection: &mut Connection,
    patient: AccountId,
    opening: OpeningId,
) -> QueryResult<Vec<UploadId>> {
    let rows: Vec<Uuid> = upload::table
        .filter(upload::patient.eq(patient.0))
        .filter(upload::opening.eq(opening.0))
        .filter(diesel::dsl::not(upload::published))
        .select(upload::id)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(UploadId).collect())
}

/// The record versions that an upload announced, in its order.
pub(crate) async fn read_records(connection: &mut Connection, upload: &Upload) -> QueryResult<Vec<UploadRecord>> {
    let rows: Vec<(Uuid, i64, i64, i64)> = upload_record::table
        .filter(upload_record::patient.eq(upload.patient.0))
        .filter(upload_record::upload.eq(upload.id.0))
        .order(upload_record::ordinal)
        .select((upload_record::record, upload_record::version, upload_record::chunks, upload_record::bytes))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|(record, version, chunks, bytes)| {
            Ok(UploadRecord {
                record: RecordId(record),
                version: read_number(version)?,
                chunks: read_number(chunks)?,
                bytes: to_count(bytes),
            })
        })
        .collect()
}

/// Marks an upload as published.
pub(crate) async fn mark_published(connection: &mut Connection, which: &Upload) -> QueryResult<()> {
    diesel::update(upload::table.find((which.patient.0, which.id.0)))
        .set(upload::published.eq(true))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Uploads that were begun before `moment` and never published.
pub(crate) async fn find_abandoned(
    connection: &mut Connection,
    moment: UnixMs,
    limit: i64,
) -> QueryResult<Vec<(AccountId, UploadId)>> {
    let rows: Vec<(Uuid, Uuid)> = upload::table
        .filter(upload::started_at.lt(moment.to_column()))
        .filter(diesel::dsl::not(upload::published))
        .limit(limit)
        .select((upload::patient, upload::id))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|(patient, id)| (AccountId(patient), UploadId(id))).collect())
}

/// All uploads of a patient's.
pub(crate) async fn read_ids(connection: &mut Connection, patient: AccountId) -> QueryResult<Vec<UploadId>> {
    let rows: Vec<Uuid> =
        upload::table.filter(upload::patient.eq(patient.0)).select(upload::id).load(connection).await?;
    Ok(rows.into_iter().map(UploadId).collect())
}

/// Forgets an upload that was never published; answers how many bytes it had announced.
pub(crate) async fn delete(connection: &mut Connection, patient: AccountId, id: UploadId) -> QueryResult<u64> {
    let records =
        upload_record::table.filter(upload_record::patient.eq(patient.0)).filter(upload_record::upload.eq(id.0));
    let announced: Vec<i64> = diesel::delete(records).returning(upload_record::bytes).get_results(connection).await?;
    diesel::delete(upload::table.find((patient.0, id.0))).execute(connection).await?;
    Ok(announced.into_iter().map(to_count).sum())
}

/// Forgets that uploads announced versions of a record; answers how many bytes they had announced.
pub(crate) async fn delete_record(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
) -> QueryResult<u64> {
    let versions =
        upload_record::table.filter(upload_record::patient.eq(patient.0)).filter(upload_record::record.eq(record.0));
    let announced: Vec<i64> = diesel::delete(versions).returning(upload_record::bytes).get_results(connection).await?;
    Ok(announced.into_iter().map(to_count).sum())
}
