//! Table `srs.opening_secret`: what answers the one attempt; and the deletion of everything secret about an opening.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult, result::Error};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::opaque::{OpaqueRecord, ServerSetup},
    id::OpeningId,
};

use crate::{
    db::{Connection, column::read_secret},
    schema_srs::{attempt, fragment, opening_secret, re_encryption_key, sealed_box},
};

/// What answers the one attempt.
#[derive(Clone, Debug)]
pub(crate) struct OpeningSecret {
    pub(crate) server_setup: ServerSetup,
    pub(crate) opaque_record: OpaqueRecord,
}

/// Keeps the setup of a registered opening.
pub(crate) async fn insert_server_setup(
    connection: &mut Connection,
    opening: OpeningId,
    server_setup: &ServerSetup,
) -> QueryResult<()> {
    diesel::insert_into(opening_secret::table)
        .values((
            opening_secret::opening.eq(opening.0),
            opening_secret::server_setup.eq(server_setup.to_bytes().as_slice()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Keeps the record that makes the opening live.
pub(crate) async fn keep_opaque_record(
    connection: &mut Connection,
    opening: OpeningId,
    record: &OpaqueRecord,
) -> QueryResult<()> {
    diesel::update(opening_secret::table.find(opening.0))
        .set(opening_secret::opaque_record.eq(record.as_bytes().as_slice()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Takes setup and record out of the database, for good once the transaction commits.
pub(crate) async fn take_opening_secret(
    connection: &mut Connection,
    opening: OpeningId,
) -> QueryResult<Option<OpeningSecret>> {
    let taken: Option<(Vec<u8>, Option<Vec<u8>>)> = diesel::delete(opening_secret::table.find(opening.0))
        .returning((opening_secret::server_setup, opening_secret::opaque_record))
        .get_result(connection)
        .await
        .optional()?;
    let Some((setup, Some(record))) = taken else { return Ok(None) };
    let server_setup =
        ServerSetup::from_bytes(&*read_secret(setup)?).map_err(|error| Error::DeserializationError(error.into()))?;
    Ok(Some(OpeningSecret { server_setup, opaque_record: OpaqueRecord::from_bytes(*read_secret(record)?) }))
}

/// Deletes whatever is left of an opening but the public account of it.
pub(crate) async fn destroy_secrets(connection: &mut Connection, opening: OpeningId) -> QueryResult<()> {
    diesel::delete(opening_secret::table.find(opening.0)).execute(connection).await?;
    diesel::delete(re_encryption_key::table.filter(re_encryption_key::opening.eq(opening.0)))
        .execute(connection)
        .await?;
    diesel::delete(sealed_box::table.find(opening.0)).execute(connection).await?;
    diesel::delete(attempt::table.find(opening.0)).execute(connection).await?;
    diesel::delete(fragment::table.filter(fragment::opening.eq(opening.0))).execute(connection).await?;
    Ok(())
}
