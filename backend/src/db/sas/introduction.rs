//! Table `sas.introduction`: who has shown a patient's invitation.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::id::AccountId;

use crate::{clock::UnixMs, db::Connection, schema::introduction};

/// Remembers that somebody showed the invitation.
pub(crate) async fn insert(
    connection: &mut Connection,
    patient: AccountId,
    person: AccountId,
    now: UnixMs,
) -> QueryResult<()> {
    diesel::insert_into(introduction::table)
        .values((
            introduction::patient.eq(patient.0),
            introduction::person.eq(person.0),
            introduction::introduced_at.eq(now.to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await
        .map(|_| ())
}

/// Whether somebody has shown it.
pub(crate) async fn exists(connection: &mut Connection, patient: AccountId, person: AccountId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(introduction::table.find((patient.0, person.0)))).get_result(connection).await
}
