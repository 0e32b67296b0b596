//! Table `sas.account_head`: where a person's chains end. Whoever changes something about a person locks this row first,
//! so all changes about one person happen one after another.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::{AccountId, Hash},
    sharing::{IndexHead, LogHead},
};

use crate::{
    db::{
        Connection,
        column::{Stored, to_bigint, to_count},
    },
    schema::account_head,
};

/// Enters empty chains.
pub(crate) async fn insert(connection: &mut Connection, account: AccountId) -> QueryResult<()> {
    diesel::insert_into(account_head::table)
        .values((
            account_head::account.eq(account.0),
            account_head::log_hash.eq(Stored(Hash::ZERO)),
            account_head::index_hash.eq(Stored(Hash::ZERO)),
            account_head::outbox_hash.eq(Stored(Hash::ZERO)),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Locks a person's row until the transaction ends; `false` where there is no such person.
pub(crate) async fn lock(connection: &mut Connection, account: AccountId) -> QueryResult<bool> {
    let found: Option<i64> = account_head::table
        .find(account.0)
        .select(account_head::log_sequence)
        .for_update()
        .first(connection)
        .await
        .optional()?;
    Ok(found.is_some())
}

/// Where the access log ends.
pub(crate) async fn read_log_head(connection: &mut Connection, account: AccountId) -> QueryResult<LogHead> {
    let (sequence, hash): (i64, Stored<Hash>) = account_head::table
        .find(account.0)
        .select((account_head::log_sequence, account_head::log_hash))
        .first(connection)
        .await?;
    Ok(LogHead { sequence: to_count(sequence), hash: hash.0 })
}

/// Moves the end of the access log.
pub(crate) async fn write_log_head(connection: &mut Connection, account: AccountId, head: &LogHead) -> QueryResult<()> {
    diesel::update(account_head::table.find(account.0))
        .set((account_head::log_sequence.eq(to_bigint(head.sequence)), account_head::log_hash.eq(Stored(head.hash))))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Where the record index ends.
pub(crate) async fn read_index_head(connection: &mut Connection, account: AccountId) -> QueryResult<IndexHead> {
    let (sequence, hash): (i64, Stored<Hash>) = account_head::table
        .find(account.0)
        .select((account_head::index_sequence, account_head::index_hash))
        .first(connection)
        .await?;
    Ok(IndexHead { sequence: to_count(sequence), hash: hash.0 })
}

/// Moves the end of the record index.
pub(crate) async fn write_index_head(
    connection: &mut Connection,
    account: AccountId,
    head: &IndexHead,
) -> QueryResult<()> {
    diesel::update(account_head::table.find(account.0))
        .set((
            account_head::index_sequence.eq(to_bigint(head.sequence)),
            account_head::index_hash.eq(Stored(head.hash)),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Number and hash of the last SRS entry that was taken over.
pub(crate) async fn read_outbox_head(connection: &mut Connection, account: AccountId) -> QueryResult<(u64, Hash)> {
    let (sequence, hash): (i64, Stored<Hash>) = account_head::table
        .find(account.0)
        .select((account_head::outbox_sequence, account_head::outbox_hash))
        .first(connection)
        .await?;
    Ok((to_count(sequence), hash.0))
}

/// Remembers the last SRS entry that was taken over.
pub(crate) async fn write_outbox_head(
    connection: &mut Connection,
    account: AccountId,
    sequence: u64,
    hash: Hash,
) -> QueryResult<()> {
    diesel::update(account_head::table.find(account.0))
        .set((account_head::outbox_sequence.eq(to_bigint(sequence)), account_head::outbox_hash.eq(Stored(hash))))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Counts bytes that are about to be stored; `false` where they would go beyond `quota`, and nothing is counted.
pub(crate) async fn take_bytes(
    connection: &mut Connection,
    account: AccountId,
    bytes: u64,
    quota: u64,
) -> QueryResult<bool> {
    let Some(room) = quota.checked_sub(bytes) else { return Ok(false) };
    let fits = diesel::update(account_head::table.find(account.0))
        .filter(account_head::stored_bytes.le(to_bigint(room)))
        .set(account_head::stored_bytes.eq(account_head::stored_bytes + to_bigint(bytes)))
        .execute(connection)
        .await?;
    Ok(fits == 1)
}

/// Gives bytes back that are no longer stored.
pub(crate) async fn return_bytes(connection: &mut Connection, account: AccountId, bytes: u64) -> QueryResult<()> {
    diesel::update(account_head::table.find(account.0))
        .set(account_head::stored_bytes.eq(account_head::stored_bytes - to_bigint(bytes)))
        .execute(connection)
        .await
        .map(|_| ())
}
