//! Table `sas.outbox_cursor`: how far the SRS's outbox has been taken over.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;

use crate::{db::Connection, schema::outbox_cursor};

/// The position, locked until the transaction ends: one process at a time takes entries over.
pub(crate) async fn lock(connection: &mut Connection) -> QueryResult<i64> {
    outbox_cursor::table.find(1).select(outbox_cursor::position).for_update().first(connection).await
}

/// The position, as it was a moment ago.
pub(crate) async fn read(connection: &mut Connection) -> QueryResult<i64> {
    outbox_cursor::table.find(1).select(outbox_cursor::position).first(connection).await
}

/// Moves the position.
pub(crate) async fn write(connection: &mut Connection, position: i64) -> QueryResult<()> {
    diesel::update(outbox_cursor::table.find(1))
        .set(outbox_cursor::position.eq(position))
        .execute(connection)
        .await
        .map(|_| ())
}
