//! Table `srs.re_encryption_key`: rk of each portion of a live opening.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult, result::Error};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{id::OpeningId, portion::Portion, pre::ReEncryptionKey};

use crate::{
    db::{Connection, column::read_secret},
    schema_srs::re_encryption_key,
};

/// Keeps one key a portion.
pub(crate) async fn insert_re_encryption_keys(
    connection: &mut Connection,
    opening: OpeningId,
    keys: &[(Portion, ReEncryptionKey)],
) -> QueryResult<()> {
    let bytes: Vec<_> = keys.iter().map(|(portion, key)| (portion, key.expose_bytes())).collect();
    let rows: Vec<_> = bytes
        .iter()
        .map(|(portion, key)| {
            (
                re_encryption_key::opening.eq(opening.0),
                re_encryption_key::portion.eq(i16::from(portion.number())),
                re_encryption_key::rk.eq(key.as_slice()),
            )
        })
        .collect();
    diesel::insert_into(re_encryption_key::table).values(rows).execute(connection).await.map(|_| ())
}

/// Takes the keys out of the database, for good once the transaction commits.
pub(crate) async fn take_re_encryption_keys(
    connection: &mut Connection,
    opening: OpeningId,
) -> QueryResult<Vec<(Portion, ReEncryptionKey)>> {
    let taken: Vec<(i16, Vec<u8>)> =
        diesel::delete(re_encryption_key::table.filter(re_encryption_key::opening.eq(opening.0)))
            .returning((re_encryption_key::portion, re_encryption_key::rk))
            .get_results(connection)
            .await?;
    taken.into_iter().map(|(portion, key)| Ok((read_portion(portion)?, read_key(key)?))).collect()
}

fn read_portion(number: i16) -> QueryResult<Portion> {
    let number = u8::try_from(number).map_err(|error| Error::DeserializationError(error.into()))?;
    Portion::try_from(number).map_err(|error| Error::DeserializationError(error.into()))
}

fn read_key(bytes: Vec<u8>) -> QueryResult<ReEncryptionKey> {
    ReEncryptionKey::from_bytes(*read_secret(bytes)?).map_err(|error| Error::DeserializationError(error.into()))
}
