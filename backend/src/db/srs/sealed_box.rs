//! Table `srs.sealed_box`: the boxes that right codes open.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::id::{Bytes, OpeningId};

use crate::{db::Connection, schema_srs::sealed_box};

/// Keeps an opening's box.
pub(crate) async fn insert_sealed_box(
    connection: &mut Connection,
    opening: OpeningId,
    bytes: &Bytes,
) -> QueryResult<()> {
    diesel::insert_into(sealed_box::table)
        .values((sealed_box::opening.eq(opening.0), sealed_box::bytes.eq(bytes.as_ref())))
        .execute(connection)
        .await
        .map(|_| ())
}

/// An opening's box.
pub(crate) async fn read_sealed_box(connection: &mut Connection, opening: OpeningId) -> QueryResult<Bytes> {
    sealed_box::table.find(opening.0).select(sealed_box::bytes).first(connection).await.map(Bytes)
}
