//! Table `sas.key_slot`: wrapped file keys, one row for each record version and batch.

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult,
    sql_types::{self, Array, BigInt},
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::ProtocolObject as _,
    envelope::KeySlot,
    id::{AccountId, BatchId, RecordId},
};
use uuid::Uuid;

use crate::{
    db::{Connection, column::Stored, sas::opening::unfinished_ids},
    schema::{key_slot, opening_record},
};

/// A slot and the record version whose file key it wraps.
#[derive(Clone, Debug)]
pub(crate) struct NewSlot {
    pub(crate) record: RecordId,
    pub(crate) version: u32,
    pub(crate) slot: KeySlot,
}

/// Enters slots, in one statement for each thousand; `home` ones are those their patient opens records with.
pub(crate) async fn insert(
    connection: &mut Connection,
    patient: AccountId,
    slots: &[NewSlot],
    home: bool,
) -> QueryResult<()> {
    for part in slots.chunks(1000) {
        let rows: Vec<_> = part
            .iter()
            .map(|new| {
                (
                    key_slot::patient.eq(patient.0),
                    key_slot::record.eq(new.record.0),
                    key_slot::version.eq(i64::from(new.version)),
                    key_slot::batch.eq(new.slot.batch.0),
                    key_slot::slot_hash.eq(Stored(new.slot.object_hash())),
                    key_slot::slot.eq(Stored(new.slot.clone())),
                    key_slot::home.eq(home),
                )
            })
            .collect();
        diesel::insert_into(key_slot::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

/// The slot of a record version in a batch.
pub(crate) async fn find(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
    version: u32,
    batch: BatchId,
) -> QueryResult<Option<KeySlot>> {
    let slot: Option<Stored<KeySlot>> = key_slot::table
        .find((patient.0, record.0, i64::from(version), batch.0))
        .select(key_slot::slot)
        .first(connection)
        .await
        .optional()?;
    Ok(slot.map(|Stored(slot)| slot))
}

/// The record versions that are at home in a batch, each with its slot.
pub(crate) async fn read_home_of_batch(
    connection: &mut Connection,
    patient: AccountId,
    batch: BatchId,
) -> QueryResult<Vec<(RecordId, KeySlot)>> {
    let rows: Vec<(Uuid, Stored<KeySlot>)> = key_slot::table
        .filter(key_slot::patient.eq(patient.0))
        .filter(key_slot::batch.eq(batch.0))
        .filter(key_slot::home)
        .select((key_slot::record, key_slot::slot))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|(record, Stored(slot))| (RecordId(record), slot)).collect())
}

/// Turns the home slots of records into ones that are kept for unfinished openings alone.
pub(crate) async fn retire(connection: &mut Connection, patient: AccountId, slots: &[NewSlot]) -> QueryResult<()> {
    let records: Vec<Uuid> = slots.iter().map(|slot| slot.record.0).collect();
    let versions: Vec<i64> = slots.iter().map(|slot| i64::from(slot.version)).collect();
    diesel::sql_query(
        "UPDATE sas.key_slot SET home = false
         FROM unnest($2, $3) AS replaced (record, version)
         WHERE key_slot.patient = $1 AND key_slot.record = replaced.record AND key_slot.version = replaced.version
           AND key_slot.home",
    )
    .bind::<sql_types::Uuid, _>(patient.0)
    .bind::<Array<sql_types::Uuid>, _>(records)
    .bind::<Array<BigInt>, _>(versions)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Forgets a patient's slots that are nobody's home and that no unfinished opening names.
pub(crate) async fn delete_unneeded(connection: &mut Connection, patient: AccountId) -> QueryResult<usize> {
    let named = opening_record::table
        .filter(opening_record::patient.eq(key_slot::patient))
        .filter(opening_record::record.eq(key_slot::record))
        .filter(opening_record::version.eq(key_slot::version))
        .filter(opening_record::batch.eq(key_slot::batch))
        .filter(opening_record::opening.eq_any(unfinished_ids(patient)));
    diesel::delete(
        key_slot::table
            .filter(key_slot::patient.eq(patient.0))
            .filter(diesel::dsl::not(key_slot::home))
            .filter(diesel::dsl::not(diesel::dsl::exists(named))),
    )
    .execute(connection)
    .await
}

/// Forgets all slots of a record, those of openings too.
pub(crate) async fn delete_record(
    connection: &mut Connection,
    patient: AccountId,
    record: RecordId,
) -> QueryResult<()> {
    diesel::delete(key_slot::table.filter(key_slot::patient.eq(patient.0)).filter(key_slot::record.eq(record.0)))
        .execute(connection)
        .await
        .map(|_| ())
}
