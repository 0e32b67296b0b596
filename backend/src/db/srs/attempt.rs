//! Table `srs.attempt`: the one attempt of an opening.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::opaque::{Ke1, Ke2, LogInState},
    id::OpeningId,
};

use super::Stored;
use crate::{
    clock::UnixMs,
    db::{Connection, column::read_secret},
    schema_srs::attempt,
};

/// The attempt that was served.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// What came.
    pub(crate) ke1: Ke1,
    /// What was answered.
    pub(crate) ke2: Ke2,
    /// What checks KE3, until it came.
    pub(crate) log_in_state: Option<LogInState>,
    /// When.
    pub(crate) served_at: UnixMs,
}

/// Keeps the attempt that is being served.
pub(crate) async fn insert_attempt(
    connection: &mut Connection,
    opening: OpeningId,
    served: &Attempt,
) -> QueryResult<()> {
    diesel::insert_into(attempt::table)
        .values((
            attempt::opening.eq(opening.0),
            attempt::ke1.eq(Stored(served.ke1)),
            attempt::ke2.eq(Stored(served.ke2)),
            attempt::log_in_state.eq(served.log_in_state.as_ref().map(|state| state.as_bytes().as_slice())),
            attempt::served_at.eq(served.served_at.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The attempt of an opening, where one was served and the opening has neither failed nor ended since.
pub(crate) async fn find_attempt(connection: &mut Connection, opening: OpeningId) -> QueryResult<Option<Attempt>> {
    type Columns = (Stored<Ke1>, Stored<Ke2>, Option<Vec<u8>>, i64);
    let found: Option<Columns> = attempt::table
        .find(opening.0)
        .select((attempt::ke1, attempt::ke2, attempt::log_in_state, attempt::served_at))
        .first(connection)
        .await
        .optional()?;
    found
        .map(|(Stored(ke1), Stored(ke2), state, served_at)| {
            let log_in_state = state.map(|bytes| read_secret(bytes).map(|bytes| LogInState::from_bytes(*bytes)));
            Ok(Attempt { ke1, ke2, log_in_state: log_in_state.transpose()?, served_at: UnixMs::from_column(served_at) })
        })
        .transpose()
}

/// Forgets what checked KE3.
pub(crate) async fn forget_log_in_state(connection: &mut Connection, opening: OpeningId) -> QueryResult<()> {
    diesel::update(attempt::table.find(opening.0))
        .set(attempt::log_in_state.eq(None::<Vec<u8>>))
        .execute(connection)
        .await
        .map(|_| ())
}
