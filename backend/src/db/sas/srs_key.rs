//! Table `sas.srs_key`: the pinned key of the SRS.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::crypto::VerifyingKey;

use crate::{
    clock::UnixMs,
    db::{Connection, column::Stored},
    schema::srs_key,
};

/// The pinned key, where one was ever seen.
pub(crate) async fn find(connection: &mut Connection) -> QueryResult<Option<VerifyingKey>> {
    let found = srs_key::table.find(1).select(srs_key::verifying_key).first(connection).await.optional()?;
    Ok(found.map(|Stored(key)| key))
}

/// Pins a key. The first one stays: replicas that pin together end up with the same.
pub(crate) async fn pin(connection: &mut Connection, key: VerifyingKey, now: UnixMs) -> QueryResult<()> {
    diesel::insert_into(srs_key::table)
        .values((srs_key::id.eq(1), srs_key::verifying_key.eq(Stored(key)), srs_key::pinned_at.eq(now.to_column())))
        .on_conflict_do_nothing()
        .execute(connection)
        .await
        .map(|_| ())
}
