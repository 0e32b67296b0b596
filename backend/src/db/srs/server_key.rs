//! Table `srs.server_key`: who this SRS is.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::crypto::SigningKey;

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{read_number, read_secret},
    },
    schema_srs::server_key,
};

/// The identity of the SRS.
#[derive(Clone, Debug)]
pub(crate) struct ServerKey {
    /// Signs outbox and tickets.
    pub(crate) signing_key: SigningKey,
    /// Raised by every restored backup.
    pub(crate) restore_epoch: u32,
}

/// Reads the server's key; the first of all starts makes it. Replicas that start together end up with the same one.
pub(crate) async fn read_or_make_server_key(connection: &mut Connection, now: UnixMs) -> QueryResult<ServerKey> {
    let made = SigningKey::make().to_bytes();
    diesel::insert_into(server_key::table)
        .values((server_key::seed.eq(made.as_slice()), server_key::made_at.eq(now.to_column())))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    let (seed, restore_epoch): (Vec<u8>, i64) =
        server_key::table.select((server_key::seed, server_key::restore_epoch)).first(connection).await?;
    Ok(ServerKey {
        signing_key: SigningKey::from_bytes(*read_secret(seed)?),
        restore_epoch: read_number(restore_epoch)?,
    })
}
