//! Table `srs.fragment`: the re-encapsulated capsules of open openings.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    api::srs::BatchFragment,
    id::{Encoded, Hash, OpeningId},
    pre::Fragment,
};

use super::Stored;
use crate::{db::Connection, schema_srs::fragment};

/// Keeps the fragments of an opening, in the order of its batches.
pub(crate) async fn insert_fragments(
    connection: &mut Connection,
    opening: OpeningId,
    fragments: &[BatchFragment],
) -> QueryResult<()> {
    let rows: Vec<_> = (0_i32..)
        .zip(fragments)
        .map(|(place, of_batch)| {
            (
                fragment::opening.eq(opening.0),
                fragment::place.eq(place),
                fragment::batch.eq(Stored(of_batch.batch)),
                fragment::bytes.eq(Stored(of_batch.fragment.0)),
            )
        })
        .collect();
    diesel::insert_into(fragment::table).values(rows).execute(connection).await.map(|_| ())
}

/// The fragments of an opening, in the order of its batches.
pub(crate) async fn read_fragments(connection: &mut Connection, opening: OpeningId) -> QueryResult<Vec<BatchFragment>> {
    let rows: Vec<(Stored<Hash>, Stored<Fragment>)> = fragment::table
        .filter(fragment::opening.eq(opening.0))
        .order(fragment::place)
        .select((fragment::batch, fragment::bytes))
        .load(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(batch, fragment)| BatchFragment { batch: batch.0, fragment: Encoded(fragment.0) })
        .collect())
}
