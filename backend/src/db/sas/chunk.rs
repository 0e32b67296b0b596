//! Tables `sas.chunk` and `sas.chunk_body`: which chunks there are, and, in the store that Postgres is, their bytes.
//!
//! Bytes are reached through `sas::EnvelopeStore` alone, so that another store can hold them.

use std::collections::BTreeSet;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult,
    sql_types::{Array, BigInt, Binary},
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::id::{AccountId, Hash, RecordId, UploadId};
use uuid::Uuid;

use crate::{
    db::{
        Connection,
        column::{Stored, read_number},
    },
    schema::{chunk, chunk_body},
};

/// The body of one record version, as one upload brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BodyId {
    /// Whose.
    pub patient: AccountId,
    /// Which upload brought it.
    pub upload: UploadId,
    /// Of which record.
    pub record: RecordId,
    /// Of which version.
    pub version: u32,
}

impl BodyId {
    fn key(&self) -> (Uuid, Uuid, Uuid, i64) {
        (self.patient.0, self.upload.0, self.record.0, i64::from(self.version))
    }
}

/// Enters that chunks of a body are held; gives the places where one was held already.
pub(crate) async fn insert(
    connection: &mut Connection,
    body: &BodyId,
    chunks: &[(u32, Hash)],
) -> QueryResult<BTreeSet<u32>> {
    let (patient, upload, record, version) = body.key();
    let rows: Vec<_> = chunks
        .iter()
        .map(|(index, hash)| {
            (
                chunk::patient.eq(patient),
                chunk::upload.eq(upload),
                chunk::record.eq(record),
                chunk::version.eq(version),
                chunk::index.eq(i64::from(*index)),
                chunk::hash.eq(Stored(*hash)),
            )
        })
        .collect();
    let statement = diesel::insert_into(chunk::table).values(rows).on_conflict_do_nothing().returning(chunk::index);
    let new: Vec<i64> = statement.get_results(connection).await?;
    let mut held: BTreeSet<u32> = chunks.iter().map(|(index, _)| *index).collect();
    for index in new {
        held.remove(&read_number(index)?);
    }
    Ok(held)
}

/// The hash of the chunk held at a place.
pub(crate) async fn find_hash(connection: &mut Connection, body: &BodyId, index: u32) -> QueryResult<Option<Hash>> {
    let (patient, upload, record, version) = body.key();
    let hash: Option<Stored<Hash>> = chunk::table
        .find((patient, upload, record, version, i64::from(index)))
        .select(chunk::hash)
        .first(connection)
        .await
        .optional()?;
    Ok(hash.map(|Stored(hash)| hash))
}

/// The chunks held of a body, ascending, with their hashes.
pub(crate) async fn read_hashes(connection: &mut Connection, body: &BodyId) -> QueryResult<Vec<(u32, Hash)>> {
    let (patient, upload, record, version) = body.key();
    let rows: Vec<(i64, Stored<Hash>)> = chunk::table
        .filter(chunk::patient.eq(patient))
        .filter(chunk::upload.eq(upload))
        .filter(chunk::record.eq(record))
        .filter(chunk::version.eq(version))
        .order(chunk::index)
        .select((chunk::index, chunk::hash))
        .load(connection)
        .await?;
    rows.into_iter().map(|(index, Stored(hash))| Ok((read_number(index)?, hash))).collect()
}

/// The chunks held of all bodies of an upload: record, version, index, hash; ascending.
pub(crate) async fn read_hashes_of_upload(
    connection: &mut Connection,
    patient: AccountId,
    upload: UploadId,
) -> QueryResult<Vec<(RecordId, u32, u32, Hash)>> {
    let rows: Vec<(Uuid, i64, i64, Stored<Hash>)> = chunk::table
        .filter(chunk::patient.eq(patient.0))
        .filter(chunk::upload.eq(upload.0))
        .order((chunk::record, chunk::version, chunk::index))
        .select((chunk::record, chunk::version, chunk::index, chunk::hash))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|(record, version, index, Stored(hash))| {
            Ok((RecordId(record), read_number(version)?, read_number(index)?, hash))
        })
        .collect()
}

/// Forgets all chunks of an upload.
pub(crate) async fn delete_upload(
    connection: &mut Connection,
    patient: AccountId,
    upload: UploadId,
) -> QueryResult<()> {
    diesel::delete(chunk::table.filter(chunk::patient.eq(patient.0)).filter(chunk::upload.eq(upload.0)))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Forgets all chunks of a record.
pub(crate) async fn delete_record(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
) -> QueryResult<()> {
    diesel::delete(chunk::table.filter(chunk::patient.eq(patient.0)).filter(chunk::record.eq(record.0)))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Stores the bytes of chunks of one body, in one statement whatever their number.
pub(crate) async fn insert_bodies(
    connection: &mut Connection,
    body: &BodyId,
    chunks: &[(u32, &[u8])],
) -> QueryResult<()> {
    let (patient, upload, record, version) = body.key();
    let indices: Vec<i64> = chunks.iter().map(|(index, _)| i64::from(*index)).collect();
    let bytes: Vec<&[u8]> = chunks.iter().map(|(_, bytes)| *bytes).collect();
    diesel::sql_query(
        "INSERT INTO sas.chunk_body (patient, upload, record, version, index, ciphertext)
         SELECT $1, $2, $3, $4, index, ciphertext FROM unnest($5, $6) AS given (index, ciphertext)
         ON CONFLICT DO NOTHING",
    )
    .bind::<diesel::sql_types::Uuid, _>(patient)
    .bind::<diesel::sql_types::Uuid, _>(upload)
    .bind::<diesel::sql_types::Uuid, _>(record)
    .bind::<BigInt, _>(version)
    .bind::<Array<BigInt>, _>(indices)
    .bind::<Array<Binary>, _>(bytes)
    .execute(connection)
    .await
    .map(|_| ())
}

/// The bytes of consecutive chunks of one body, ascending.
pub(crate) async fn read_bodies(
    connection: &mut Connection,
    body: &BodyId,
    from: u32,
    count: u32,
) -> QueryResult<Vec<(u32, Vec<u8>)>> {
    let (patient, upload, record, version) = body.key();
    let rows: Vec<(i64, Vec<u8>)> = chunk_body::table
        .filter(chunk_body::patient.eq(patient))
        .filter(chunk_body::upload.eq(upload))
        .filter(chunk_body::record.eq(record))
        .filter(chunk_body::version.eq(version))
        .filter(chunk_body::index.ge(i64::from(from)))
        .filter(chunk_body::index.lt(i64::from(from) + i64::from(count)))
        .order(chunk_body::index)
        .select((chunk_body::index, chunk_body::ciphertext))
        .load(connection)
        .await?;
    rows.into_iter().map(|(index, bytes)| Ok((read_number(index)?, bytes))).collect()
}

/// Removes the bytes of all chunks of an upload.
pub(crate) async fn delete_bodies(
    connection: &mut Connection,
    patient: AccountId,
    upload: UploadId,
) -> QueryResult<()> {
    diesel::delete(chunk_body::table.filter(chunk_body::patient.eq(patient.0)).filter(chunk_body::upload.eq(upload.0)))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Removes the bytes of all chunks of a record.
pub(crate) async fn delete_bodies_of_record(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
) -> QueryResult<()> {
    diesel::delete(chunk_body::table.filter(chunk_body::patient.eq(patient.0)).filter(chunk_body::record.eq(record.0)))
        .execute(connection)
        .await
        .map(|_| ())
}
