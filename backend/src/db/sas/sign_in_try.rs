//! Table `sas.sign_in_try`: sign-ins begun, counted so that every process sees the same number.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, QueryResult, sql_query, sql_types::BigInt,
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::id::Hash;

use crate::{
    clock::UnixMs,
    db::{Connection, column::Stored},
    schema::sign_in_try,
};

/// Keeps others from counting the tries of `key` until the transaction ends. Keys that share the first bytes share a lock.
pub(crate) async fn lock(connection: &mut Connection, key: Hash) -> QueryResult<()> {
    let number = key.0.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(number).execute(connection).await.map(|_| ())
}

/// When the `nth` latest try since `since` was made, counting from the latest; nothing where there were fewer.
pub(crate) async fn find_nth_latest(
    connection: &mut Connection,
    key: Hash,
    since: UnixMs,
    nth: u32,
) -> QueryResult<Option<UnixMs>> {
    let tries: Vec<i64> = sign_in_try::table
        .filter(sign_in_try::tries_key.eq(Stored(key)))
        .filter(sign_in_try::tried_at.gt(since.to_column()))
        .order(sign_in_try::tried_at.desc())
        .offset(i64::from(nth.saturating_sub(1)))
        .limit(1)
        .select(sign_in_try::tried_at)
        .load(connection)
        .await?;
    Ok(tries.into_iter().next().map(UnixMs::from_column))
}

/// Counts one try, and says which it is.
pub(crate) async fn insert(connection: &mut Connection, key: Hash, now: UnixMs) -> QueryResult<i64> {
    diesel::insert_into(sign_in_try::table)
        .values((sign_in_try::tries_key.eq(Stored(key)), sign_in_try::tried_at.eq(now.to_column())))
        .returning(sign_in_try::id)
        .get_result(connection)
        .await
}

/// Takes all tries of `key` back, and one of another's: they led to a success.
pub(crate) async fn delete(connection: &mut Connection, key: Hash, other: i64) -> QueryResult<usize> {
    let either = sign_in_try::tries_key.eq(Stored(key)).or(sign_in_try::id.eq(other));
    diesel::delete(sign_in_try::table.filter(either)).execute(connection).await
}

/// Forgets tries that no limit counts any more.
pub(crate) async fn delete_before(connection: &mut Connection, moment: UnixMs) -> QueryResult<usize> {
    diesel::delete(sign_in_try::table.filter(sign_in_try::tried_at.lt(moment.to_column()))).execute(connection).await
}
