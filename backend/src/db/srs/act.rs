//! Tables `srs.act` and `srs.act_counter`: every act that was taken or refused, and the numbers they used up.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult, result::Error};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    api::ApiError,
    codec::Encode as _,
    id::Hash,
    sharing::{ActBody, ActHeader, SignedAct},
};

use super::Stored;
use crate::{
    clock::UnixMs,
    db::Connection,
    schema_srs::{act, act_counter},
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
pub(crate) async fn find_act(connection: &mut Connection, hash: Hash) -> QueryResult<Option<KnownAct>> {
    let refusal: Option<Option<serde_json::Value>> =
        act::table.find(Stored(hash)).select(act::refusal).first(connection).await.optional()?;
    refusal
        .map(|refusal| match refusal {
            None => Ok(KnownAct::Taken),
            Some(problem) => serde_json::from_value(problem)
                .map(KnownAct::Refused)
                .map_err(|error| Error::DeserializationError(error.into())),
        })
        .transpose()
}

/// The encoded act of this hash.
pub(crate) async fn read_act(connection: &mut Connection, hash: Hash) -> QueryResult<Vec<u8>> {
    act::table.find(Stored(hash)).select(act::bytes).first(connection).await
}

/// Keeps an act and what it was answered with; `false` where it is kept already.
pub(crate) async fn insert_act<B: ActBody>(
    connection: &mut Connection,
    signed: &SignedAct<B>,
    refusal: Option<&ApiError>,
    now: UnixMs,
) -> QueryResult<bool> {
    let refusal =
        refusal.map(serde_json::to_value).transpose().map_err(|error| Error::SerializationError(error.into()))?;
    let inserted = diesel::insert_into(act::table)
        .values((
            act::hash.eq(Stored(signed.hash())),
            act::kind.eq(B::TYPE_NAME),
            act::bytes.eq(signed.encode()),
            act::refusal.eq(refusal),
            act::received_at.eq(now.to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

/// Uses an act's number up where it is the next one; otherwise says which is.
pub(crate) async fn take_number(connection: &mut Connection, header: &ActHeader) -> QueryResult<Result<(), u64>> {
    let (actor, patient, device) = (header.actor.0, header.patient.0, header.device.0);
    diesel::insert_into(act_counter::table)
        .values((
            act_counter::actor.eq(actor),
            act_counter::patient.eq(patient),
            act_counter::device.eq(device),
            act_counter::last.eq(0),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    // Locked: two acts of one device take turns here.
    let last: i64 = act_counter::table
        .find((actor, patient, device))
        .select(act_counter::last)
        .for_update()
        .first(connection)
        .await?;
    let next = last.saturating_add(1);
    if i64::try_from(header.counter) != Ok(next) {
        return Ok(Err(next.unsigned_abs()));
    }
    diesel::update(act_counter::table.find((actor, patient, device)))
        .set(act_counter::last.eq(next))
        .execute(connection)
        .await?;
    Ok(Ok(()))
}
