//! Tables `sas.act` and `sas.act_counter`: every act that was taken or refused, and the numbers they used up.

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult,
    result::Error,
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    api::ApiError,
    codec::Encode as _,
    id::{AccountId, Hash},
    sharing::{ActBody, ActHeader, SignedAct},
};

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{Stored, to_bigint, to_count},
    },
    schema::{act, act_counter},
};

/// What was answered to an act.
#[derive(Clone, Debug)]
pub(crate) enum KnownAct {
    /// It was taken.
    Taken,
    /// It was refused, with this.
    Refused(ApiError),
}

/// What was answered to the act of this hash, where it is known.
pub(crate) async fn find_answer(
    connection: &mut Connection,
    patient: AccountId,
    hash: Hash,
) -> QueryResult<Option<KnownAct>> {
    let row: Option<Option<String>> =
        act::table.find((patient.0, Stored(hash))).select(act::refusal).first(connection).await.optional()?;
    row.map(|refusal| match refusal {
        None => Ok(KnownAct::Taken),
        Some(json) => serde_json::from_str(&json)
            .map(KnownAct::Refused)
            .map_err(|error| Error::DeserializationError(error.into())),
    })
    .transpose()
}

/// The act of this hash, as it was signed and taken.
pub(crate) async fn read<B: ActBody + Send + 'static>(
    connection: &mut Connection,
    patient: AccountId,
    hash: Hash,
) -> QueryResult<SignedAct<B>> {
    let Stored(act) =
        act::table.find((patient.0, Stored(hash))).select(act::bytes.assume_not_null()).first(connection).await?;
    Ok(act)
}

/// The encoded acts of these hashes, where they were taken.
pub(crate) async fn find_bytes(
    connection: &mut Connection,
    patient: AccountId,
    hashes: &[Hash],
) -> QueryResult<Vec<(Hash, Vec<u8>)>> {
    let hashes: Vec<Stored<Hash>> = hashes.iter().copied().map(Stored).collect();
    let rows: Vec<(Stored<Hash>, Vec<u8>)> = act::table
        .filter(act::patient.eq(patient.0))
        .filter(act::hash.eq_any(hashes))
        .filter(act::bytes.is_not_null())
        .select((act::hash, act::bytes.assume_not_null()))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|(Stored(hash), bytes)| (hash, bytes)).collect())
}

/// Keeps an act and what it was answered with; of one that was refused, its hash and the refusal.
pub(crate) async fn insert<B: ActBody>(
    connection: &mut Connection,
    signed: &SignedAct<B>,
    refusal: Option<&ApiError>,
    now: UnixMs,
) -> QueryResult<()> {
    let refusal =
        refusal.map(serde_json::to_string).transpose().map_err(|error| Error::SerializationError(error.into()))?;
    let header = &signed.header;
    diesel::insert_into(act::table)
        .values((
            act::patient.eq(header.patient.0),
            act::hash.eq(Stored(signed.hash())),
            act::type_name.eq(B::TYPE_NAME),
            act::actor.eq(header.actor.0),
            act::device.eq(header.device.0),
            act::counter.eq(to_bigint(header.counter)),
            act::bytes.eq(refusal.is_none().then(|| signed.encode())),
            act::refusal.eq(refusal),
            act::arrived_at.eq(now.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The last number used, locked until the transaction ends: a device's acts come one after another.
pub(crate) async fn lock_counter(connection: &mut Connection, header: &ActHeader) -> QueryResult<u64> {
    let key = (header.patient.0, header.actor.0, header.device.0);
    diesel::insert_into(act_counter::table)
        .values((
            act_counter::patient.eq(key.0),
            act_counter::actor.eq(key.1),
            act_counter::device.eq(key.2),
            act_counter::last.eq(0),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    let last = act_counter::table.find(key).select(act_counter::last).for_update().first(connection).await?;
    Ok(to_count(last))
}

/// Uses up an act's number.
pub(crate) async fn write_counter(connection: &mut Connection, header: &ActHeader) -> QueryResult<()> {
    diesel::update(act_counter::table.find((header.patient.0, header.actor.0, header.device.0)))
        .set(act_counter::last.eq(to_bigint(header.counter)))
        .execute(connection)
        .await
        .map(|_| ())
}
