//! Table `sas.key_batch`: file keys wrapped together; see [`super::key_slot`] for each of them.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::ProtocolObject as _,
    envelope::KeyBatch,
    id::{AccountId, BatchId, OpeningId},
};
use uuid::Uuid;

use crate::{
    db::{
        Connection,
        column::{Stored, Word},
    },
    schema::{key_batch, key_slot},
};

/// Enters a batch, of an opening's own where one is named; `false` where its id is taken.
pub(crate) async fn insert(
    connection: &mut Connection,
    batch: &KeyBatch,
    opening: Option<OpeningId>,
) -> QueryResult<bool> {
    let fields = &batch.fields;
    let inserted = diesel::insert_into(key_batch::table)
        .values((
            key_batch::patient.eq(fields.patient.0),
            key_batch::id.eq(fields.batch.0),
            key_batch::portion.eq(Word(fields.portion)),
            key_batch::hash.eq(Stored(batch.object_hash())),
            key_batch::card_hash.eq(Stored(fields.card)),
            key_batch::opening.eq(opening.map(|opening| opening.0)),
            key_batch::batch.eq(Stored(batch.clone())),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

/// Batches of a patient by id, in no particular order; those that are not there are left out.
pub(crate) async fn read(
    connection: &mut Connection,
    patient: AccountId,
    batches: &[BatchId],
) -> QueryResult<Vec<KeyBatch>> {
    let ids: Vec<Uuid> = batches.iter().map(|batch| batch.0).collect();
    let found: Vec<Stored<KeyBatch>> = key_batch::table
        .filter(key_batch::patient.eq(patient.0))
        .filter(key_batch::id.eq_any(ids))
        .select(key_batch::batch)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|Stored(batch)| batch).collect())
}

/// Forgets a patient's batches that have no slot any more.
pub(crate) async fn delete_empty(connection: &mut Connection, patient: AccountId) -> QueryResult<usize> {
    let used = key_slot::table.filter(key_slot::patient.eq(patient.0)).select(key_slot::batch);
    diesel::delete(key_batch::table.filter(key_batch::patient.eq(patient.0)).filter(key_batch::id.ne_all(used)))
        .execute(connection)
        .await
}
