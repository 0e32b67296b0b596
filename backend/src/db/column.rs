//! How objects of the protocol lie in columns, so that rows speak in the protocol's types.

use std::io::Write as _;

use diesel::{
    QueryResult,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    result::Error,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{Binary, Text, Uuid},
};
use serde::{
    Serialize,
    de::{DeserializeOwned, IntoDeserializer, value::Error as WordError},
};
use sesemr_common::codec::{Decode, Encode};
use zeroize::Zeroizing;

/// The canonical encoding of `T` in a `bytea` column, or the 16 bytes of an id in a `uuid` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Binary)]
#[diesel(sql_type = Uuid)]
pub(crate) struct Stored<T>(pub(crate) T);

impl<T: Decode> FromSql<Binary, Pg> for Stored<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(T::decode(value.as_bytes())?))
    }
}

impl<T: Decode> FromSql<Uuid, Pg> for Stored<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <Self as FromSql<Binary, Pg>>::from_sql(value)
    }
}

impl<T: Encode + std::fmt::Debug> ToSql<Binary, Pg> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&self.0.encode())?;
        Ok(IsNull::No)
    }
}

impl<T: Encode + std::fmt::Debug> ToSql<Uuid, Pg> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <Self as ToSql<Binary, Pg>>::to_sql(self, out)
    }
}

/// A value of a closed set as a word in a `text` column, the word that JSON has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub(crate) struct Word<T>(pub(crate) T);

impl<T: DeserializeOwned> FromSql<Text, Pg> for Word<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let word = std::str::from_utf8(value.as_bytes())?;
        Ok(Self(T::deserialize(IntoDeserializer::<WordError>::into_deserializer(word))?))
    }
}

impl<T: Serialize + std::fmt::Debug> ToSql<Text, Pg> for Word<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let serde_json::Value::String(word) = serde_json::to_value(&self.0)? else {
            return Err("a value that is not written as a word".into());
        };
        out.write_all(word.as_bytes())?;
        Ok(IsNull::No)
    }
}

/// The bytes of a secret's column; what the database driver handed over is wiped.
pub(crate) fn read_secret<const N: usize>(column: Vec<u8>) -> QueryResult<Zeroizing<[u8; N]>> {
    let column = Zeroizing::new(column);
    <[u8; N]>::try_from(column.as_slice())
        .map(Zeroizing::new)
        .map_err(|error| Error::DeserializationError(error.into()))
}

/// A number that the protocol writes with 32 bits, from a `bigint` column.
pub(crate) fn read_number(column: i64) -> QueryResult<u32> {
    u32::try_from(column).map_err(|error| Error::DeserializationError(error.into()))
}

/// A count of the protocol as a `bigint` column stores it; none comes near the limit.
pub(crate) fn to_bigint(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count from a `bigint` column, whose check keeps it from being negative.
pub(crate) fn to_count(column: i64) -> u64 {
    u64::try_from(column).unwrap_or(0)
}
