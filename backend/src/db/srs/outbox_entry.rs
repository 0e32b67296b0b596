//! Table `srs.outbox_entry`: what the SRS did, one chain per patient.

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult,
    Queryable,
    sql_types::{BigInt, Text},
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::{AccountId, Hash, OpeningId},
    sharing::{SrsEntry, SrsEvent},
};

use super::{Stored, Word};
use crate::{
    db::Connection,
    schema_srs::{act, outbox_entry},
};

/// The advisory lock of those who append; any number that nobody else uses.
const LOCK: i64 = 0x7372_735f_6f75;

/// An entry with its place among all, and the encoded act it names.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct OutboxRow {
    pub(crate) position: i64,
    pub(crate) entry: Stored<SrsEntry>,
    pub(crate) act: Option<Vec<u8>>,
}

/// Lets nobody else append before this transaction ends. Positions are drawn under it, so they become visible in their
/// order and a reader who remembers the last one misses nothing; and no chain forks. Appending is the last thing that a
/// transaction does, and Postgres serialises commits that notify anyway.
pub(crate) async fn lock_outbox(connection: &mut Connection) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(LOCK).execute(connection).await.map(|_| ())
}

/// The last entry of a patient's chain.
pub(crate) async fn read_last_entry(connection: &mut Connection, patient: AccountId) -> QueryResult<Option<SrsEntry>> {
    let last: Option<Stored<SrsEntry>> = outbox_entry::table
        .filter(outbox_entry::patient.eq(patient.0))
        .order(outbox_entry::sequence.desc())
        .select(outbox_entry::entry)
        .first(connection)
        .await
        .optional()?;
    Ok(last.map(|Stored(entry)| entry))
}

/// Appends an entry and tells whoever listens on `channel`, once the transaction commits, whose it is.
pub(crate) async fn insert_entry(connection: &mut Connection, entry: &SrsEntry, channel: &str) -> QueryResult<()> {
    let fields = &entry.fields;
    let act = Some(fields.act).filter(|act| *act != Hash::ZERO);
    diesel::insert_into(outbox_entry::table)
        .values((
            outbox_entry::patient.eq(fields.patient.0),
            outbox_entry::sequence.eq(i64::try_from(fields.sequence).unwrap_or(i64::MAX)),
            outbox_entry::opening.eq(fields.opening.0),
            outbox_entry::event.eq(Word(fields.event)),
            outbox_entry::act.eq(act.map(Stored)),
            outbox_entry::entry.eq(Stored(entry.clone())),
        ))
        .execute(connection)
        .await?;
    diesel::sql_query("SELECT pg_notify($1, $2)")
        .bind::<Text, _>(channel)
        .bind::<Text, _>(fields.patient.to_string())
        .execute(connection)
        .await
        .map(|_| ())
}

/// The entry that reports `event` of an opening.
pub(crate) async fn find_entry(
    connection: &mut Connection,
    opening: OpeningId,
    event: SrsEvent,
) -> QueryResult<Option<SrsEntry>> {
    let found: Option<Stored<SrsEntry>> = outbox_entry::table
        .filter(outbox_entry::opening.eq(opening.0))
        .filter(outbox_entry::event.eq(Word(event)))
        .select(outbox_entry::entry)
        .first(connection)
        .await
        .optional()?;
    Ok(found.map(|Stored(entry)| entry))
}

/// At most `limit` entries of all patients after a position, in their order.
pub(crate) async fn read_entries_after(
    connection: &mut Connection,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<OutboxRow>> {
    outbox_entry::table
        .left_join(act::table)
        .filter(outbox_entry::position.gt(after))
        .order(outbox_entry::position)
        .limit(limit)
        .select((outbox_entry::position, outbox_entry::entry, act::bytes.nullable()))
        .load(connection)
        .await
}

/// At most `limit` entries of a patient's chain after a sequence number, in their order.
pub(crate) async fn read_entries_of(
    connection: &mut Connection,
    patient: AccountId,
    after: u64,
    limit: i64,
) -> QueryResult<Vec<OutboxRow>> {
    outbox_entry::table
        .left_join(act::table)
        .filter(outbox_entry::patient.eq(patient.0))
        .filter(outbox_entry::sequence.gt(i64::try_from(after).unwrap_or(i64::MAX)))
        .order(outbox_entry::sequence)
        .limit(limit)
        .select((outbox_entry::position, outbox_entry::entry, act::bytes.nullable()))
        .load(connection)
        .await
}
