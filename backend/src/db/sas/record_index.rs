//! Table `sas.record_index_entry`: the patient's own list of their records.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{id::AccountId, sharing::IndexEntry};

use crate::{
    db::{
        Connection,
        column::{Stored, to_bigint},
    },
    schema::record_index_entry,
};

/// Appends entries.
pub(crate) async fn insert(connection: &mut Connection, patient: AccountId, entries: &[IndexEntry]) -> QueryResult<()> {
    for part in entries.chunks(1000) {
        let rows: Vec<_> = part
            .iter()
            .map(|entry| {
                (
                    record_index_entry::patient.eq(patient.0),
                    record_index_entry::sequence.eq(to_bigint(entry.sequence)),
                    record_index_entry::entry.eq(Stored(entry.clone())),
                )
            })
            .collect();
        diesel::insert_into(record_index_entry::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

/// At most `limit` entries after a sequence number, in order.
pub(crate) async fn read_after(
    connection: &mut Connection,
    patient: AccountId,
    after: u64,
    limit: i64,
) -> QueryResult<Vec<IndexEntry>> {
    let entries: Vec<Stored<IndexEntry>> = record_index_entry::table
        .filter(record_index_entry::patient.eq(patient.0))
        .filter(record_index_entry::sequence.gt(to_bigint(after)))
        .order(record_index_entry::sequence)
        .limit(limit)
        .select(record_index_entry::entry)
        .load(connection)
        .await?;
    Ok(entries.into_iter().map(|Stored(entry)| entry).collect())
}
