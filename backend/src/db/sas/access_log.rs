//! Table `sas.access_log_entry`: what happened about each person.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{id::AccountId, sharing::LogEntry};

use crate::{
    db::{
        Connection,
        column::{Stored, to_bigint},
    },
    schema::access_log_entry,
};

/// An entry with what travels beside it.
#[derive(Clone, Debug)]
pub(crate) struct LogRecord {
    pub(crate) entry: LogEntry,
    /// The signed object, where it is not an act: those are in `sas.act`.
    pub(crate) object: Option<Vec<u8>>,
    /// Where the object is the SRS's, or the receipt of a deletion: the act it names.
    pub(crate) srs_act: Option<Vec<u8>>,
}

/// Appends an entry.
pub(crate) async fn insert(connection: &mut Connection, patient: AccountId, new: &LogRecord) -> QueryResult<()> {
    diesel::insert_into(access_log_entry::table)
        .values((
            access_log_entry::patient.eq(patient.0),
            access_log_entry::sequence.eq(to_bigint(new.entry.sequence)),
            access_log_entry::object_hash.eq(Stored(new.entry.object)),
            access_log_entry::entry.eq(Stored(new.entry.clone())),
            access_log_entry::object.eq(&new.object),
            access_log_entry::srs_act.eq(&new.srs_act),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// At most `limit` entries after a sequence number, in order.
pub(crate) async fn read_after(
    connection: &mut Connection,
    patient: AccountId,
    after: u64,
    limit: i64,
) -> QueryResult<Vec<LogRecord>> {
    type Row = (Stored<LogEntry>, Option<Vec<u8>>, Option<Vec<u8>>);
    let rows: Vec<Row> = access_log_entry::table
        .filter(access_log_entry::patient.eq(patient.0))
        .filter(access_log_entry::sequence.gt(to_bigint(after)))
        .order(access_log_entry::sequence)
        .limit(limit)
        .select((access_log_entry::entry, access_log_entry::object, access_log_entry::srs_act))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|(entry, object, srs_act)| LogRecord { entry: entry.0, object, srs_act }).collect())
}
