//! Table `sas.record_version`: published record versions.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, QueryResult,
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::ProtocolObject as _,
    envelope::{KeySlot, RecordHeader},
    id::{AccountId, Hash, OpeningId, RecordId, UploadId},
    portion::Portion,
};
use uuid::Uuid;

use crate::{
    db::{
        Connection,
        column::{Stored, Word},
    },
    schema::{key_slot, record_version},
};

/// A record version as it enters the list.
#[derive(Clone, Debug)]
pub(crate) struct NewVersion<'h> {
    pub(crate) header: &'h RecordHeader,
    /// The upload that holds its body.
    pub(crate) upload: UploadId,
    /// Under which opening, where a clinician wrote it.
    pub(crate) opening: Option<OpeningId>,
}

/// A published record version.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) header: RecordHeader,
    pub(crate) upload: UploadId,
    pub(crate) pending: bool,
}

type Row = (Stored<RecordHeader>, Uuid, bool);

const COLUMNS: (record_version::header, record_version::upload, record_version::pending) =
    (record_version::header, record_version::upload, record_version::pending);

fn from_row((Stored(header), upload, pending): Row) -> Version {
    Version { header, upload: UploadId(upload), pending }
}

/// Enters versions as the current ones of their records, pending where a clinician wrote them; `false` where one is
/// there already.
pub(crate) async fn insert(connection: &mut Connection, new: &[NewVersion<'_>]) -> QueryResult<bool> {
    let mut inserted = 0;
    for part in new.chunks(1000) {
        let rows: Vec<_> = part
            .iter()
            .map(|new| {
                let fields = &new.header.fields;
                (
                    record_version::patient.eq(fields.patient.0),
                    record_version::record.eq(fields.record.0),
                    record_version::version.eq(i64::from(fields.version)),
                    record_version::portion.eq(Word(fields.portion)),
                    record_version::upload.eq(new.upload.0),
                    record_version::header_hash.eq(Stored(new.header.object_hash())),
                    record_version::header.eq(Stored(new.header.clone())),
                    record_version::current.eq(true),
                    record_version::pending.eq(new.opening.is_some()),
                    record_version::opening.eq(new.opening.map(|opening| opening.0)),
                )
            })
            .collect();
        let statement = diesel::insert_into(record_version::table).values(rows).on_conflict_do_nothing();
        inserted += statement.execute(connection).await?;
    }
    Ok(inserted == new.len())
}

/// Those of `records` of which any version was ever published.
pub(crate) async fn read_known(
    connection: &mut Connection,
    patient: AccountId,
    records: &[RecordId],
) -> QueryResult<BTreeSet<RecordId>> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    let rows: Vec<Uuid> = record_version::table
        .filter(record_version::patient.eq(patient.0))
        .filter(record_version::record.eq_any(ids))
        .select(record_version::record)
        .distinct()
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(RecordId).collect())
}

/// The current versions of records, by record; those that have none are left out.
pub(crate) async fn read_currents(
    connection: &mut Connection,
    patient: AccountId,
    records: &[RecordId],
) -> QueryResult<BTreeMap<RecordId, Version>> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    let rows: Vec<Row> = record_version::table
        .filter(record_version::patient.eq(patient.0))
        .filter(record_version::record.eq_any(ids))
        .filter(record_version::current)
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).map(|version| (version.header.fields.record, version)).collect())
}

/// One version of a record.
pub(crate) async fn find(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
    version: u32,
) -> QueryResult<Option<Version>> {
    record_version::table
        .find((patient.0, record.0, i64::from(version)))
        .select(COLUMNS)
        .first(connection)
        .await
        .map(from_row)
        .optional()
}

/// Makes the current versions of records earlier ones.
pub(crate) async fn retire(connection: &mut Connection, patient: AccountId, records: &[RecordId]) -> QueryResult<()> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    diesel::update(
        record_version::table
            .filter(record_version::patient.eq(patient.0))
            .filter(record_version::record.eq_any(ids))
            .filter(record_version::current),
    )
    .set(record_version::current.eq(false))
    .execute(connection)
    .await
    .map(|_| ())
}

/// Takes a clinician's record into the patient's own.
pub(crate) async fn adopt(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
    version: u32,
) -> QueryResult<()> {
    diesel::update(record_version::table.find((patient.0, record.0, i64::from(version))))
        .set(record_version::pending.eq(false))
        .execute(connection)
        .await
        .map(|_| ())
}

/// A current record with the slot its patient opens it with, and its place in the list.
#[derive(Clone, Debug)]
pub(crate) struct ListedVersion {
    pub(crate) ordinal: i64,
    pub(crate) header: RecordHeader,
    pub(crate) slot: KeySlot,
    pub(crate) pending: bool,
}

/// At most `limit` current records after a place in the list, oldest first.
pub(crate) async fn list_current(
    connection: &mut Connection,
    patient: AccountId,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<ListedVersion>> {
    let rows: Vec<ListedRow> = record_version::table
        .inner_join(key_slot::table.on(home_slot()))
        .filter(record_version::patient.eq(patient.0))
        .filter(record_version::current)
        .filter(record_version::ordinal.gt(after))
        .order(record_version::ordinal)
        .limit(limit)
        .select(LISTED_COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(listed).collect())
}

type ListedRow = (i64, Stored<RecordHeader>, Stored<KeySlot>, bool);

const LISTED_COLUMNS: (record_version::ordinal, record_version::header, key_slot::slot, record_version::pending) =
    (record_version::ordinal, record_version::header, key_slot::slot, record_version::pending);

fn listed((ordinal, Stored(header), Stored(slot), pending): ListedRow) -> ListedVersion {
    ListedVersion { ordinal, header, slot, pending }
}

/// The slot that a version's patient opens it with.
#[diesel::dsl::auto_type]
fn home_slot() -> _ {
    key_slot::patient
        .eq(record_version::patient)
        .and(key_slot::record.eq(record_version::record))
        .and(key_slot::version.eq(record_version::version))
        .and(key_slot::home)
}

/// All versions of a record, oldest first.
pub(crate) async fn read_all(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
) -> QueryResult<Vec<ListedVersion>> {
    let rows: Vec<ListedRow> = record_version::table
        .inner_join(key_slot::table.on(home_slot()))
        .filter(record_version::patient.eq(patient.0))
        .filter(record_version::record.eq(record.0))
        .order(record_version::version)
        .select(LISTED_COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(listed).collect())
}

/// The headers of all current records of a portion that are in the patient's index.
pub(crate) async fn read_home_headers(
    connection: &mut Connection,
    patient: AccountId,
    portion: Portion,
) -> QueryResult<Vec<RecordHeader>> {
    let headers: Vec<Stored<RecordHeader>> = record_version::table
        .filter(record_version::patient.eq(patient.0))
        .filter(record_version::portion.eq(Word(portion)))
        .filter(record_version::current)
        .filter(diesel::dsl::not(record_version::pending))
        .select(record_version::header)
        .load(connection)
        .await?;
    Ok(headers.into_iter().map(|Stored(header)| header).collect())
}

/// Header hashes of what was written under an opening.
pub(crate) async fn read_written_under(
    connection: &mut Connection,
    patient: AccountId,
    opening: OpeningId,
) -> QueryResult<Vec<Hash>> {
    let hashes: Vec<Stored<Hash>> = record_version::table
        .filter(record_version::patient.eq(patient.0))
        .filter(record_version::opening.eq(opening.0))
        .order(record_version::ordinal)
        .select(record_version::header_hash)
        .load(connection)
        .await?;
    Ok(hashes.into_iter().map(|Stored(hash)| hash).collect())
}

/// What a clinician wrote of a record, and under which opening.
pub(crate) async fn find_written(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
) -> QueryResult<Option<(OpeningId, Hash)>> {
    let row: Option<(Uuid, Stored<Hash>)> = record_version::table
        .filter(record_version::patient.eq(patient.0))
        .filter(record_version::record.eq(record.0))
        .filter(record_version::opening.is_not_null())
        .select((record_version::opening.assume_not_null(), record_version::header_hash))
        .first(connection)
        .await
        .optional()?;
    Ok(row.map(|(opening, Stored(hash))| (OpeningId(opening), hash)))
}

/// Removes all versions of a record; answers how many there were.
pub(crate) async fn delete(connection: &mut Connection, patient: AccountId, record: RecordId) -> QueryResult<usize> {
    diesel::delete(
        record_version::table.filter(record_version::patient.eq(patient.0)).filter(record_version::record.eq(record.0)),
    )
    .execute(connection)
    .await
}
