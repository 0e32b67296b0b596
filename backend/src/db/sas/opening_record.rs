//! Table `sas.opening_record`: what each opening may open, and what of it was released.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::{AccountId, BatchId, OpeningId, RecordId},
    sharing::{OpenedRecord, Opening},
};
use uuid::Uuid;

use crate::{
    db::{Connection, column::read_number},
    schema::opening_record,
};

/// A record that an opening names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedRecord {
    pub(crate) record: RecordId,
    pub(crate) version: u32,
    pub(crate) batch: BatchId,
    pub(crate) released: bool,
}

/// Those of `records` that an opening names.
pub(crate) async fn read_named(
    connection: &mut Connection,
    patient: AccountId,
    id: OpeningId,
    records: &[RecordId],
) -> QueryResult<Vec<NamedRecord>> {
    let records: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    let rows: Vec<(Uuid, i64, Uuid, bool)> = opening_record::table
        .filter(opening_record::patient.eq(patient.0))
        .filter(opening_record::opening.eq(id.0))
        .filter(opening_record::record.eq_any(records))
        .select((opening_record::record, opening_record::version, opening_record::batch, opening_record::released))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|(record, version, batch, released)| {
            Ok(NamedRecord {
                record: RecordId(record),
                version: read_number(version)?,
                batch: BatchId(batch),
                released,
            })
        })
        .collect()
}

/// What was released under an opening.
pub(crate) async fn read_released(
    connection: &mut Connection,
    patient: AccountId,
    id: OpeningId,
) -> QueryResult<Vec<OpenedRecord>> {
    let rows: Vec<(Uuid, i64)> = opening_record::table
        .filter(opening_record::patient.eq(patient.0))
        .filter(opening_record::opening.eq(id.0))
        .filter(opening_record::released)
        .order(opening_record::record)
        .select((opening_record::record, opening_record::version))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|(record, version)| Ok(OpenedRecord { record: RecordId(record), version: read_number(version)? }))
        .collect()
}

/// Enters the records that an opening names.
pub(crate) async fn insert(connection: &mut Connection, patient: AccountId, body: &Opening) -> QueryResult<()> {
    for part in body.records.chunks(1000) {
        let rows: Vec<_> = part
            .iter()
            .map(|record| {
                (
                    opening_record::patient.eq(patient.0),
                    opening_record::opening.eq(body.opening.0),
                    opening_record::record.eq(record.record.0),
                    opening_record::version.eq(i64::from(record.version)),
                    opening_record::batch.eq(record.batch.0),
                )
            })
            .collect();
        diesel::insert_into(opening_record::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

/// Marks records as released.
pub(crate) async fn mark_released(
    connection: &mut Connection,
    patient: AccountId,
    id: OpeningId,
    records: &[RecordId],
) -> QueryResult<()> {
    let records: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    diesel::update(
        opening_record::table
            .filter(opening_record::patient.eq(patient.0))
            .filter(opening_record::opening.eq(id.0))
            .filter(opening_record::record.eq_any(records)),
    )
    .set(opening_record::released.eq(true))
    .execute(connection)
    .await
    .map(|_| ())
}
