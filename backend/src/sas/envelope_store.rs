//! Where sealed bodies lie. Postgres rows by default; anything else that keeps bytes can stand in its place.

use futures_util::{FutureExt as _, future::BoxFuture};
use sesemr_common::id::{AccountId, RecordId, UploadId};

pub use crate::db::sas::chunk::BodyId;
use crate::{
    db::{Connection, sas::chunk},
    error::Outcome,
};

/// Chunks with their places, ascending.
pub type Chunks = Vec<(u32, Vec<u8>)>;

/// A store of sealed chunks. Which chunks are held, and their hashes, is kept in Postgres whatever the store; a store
/// that is not Postgres ignores the connection.
pub trait EnvelopeStore: Send + Sync + std::fmt::Debug {
    /// Stores chunks of one body. One that is there already stays.
    fn put<'a>(
        &'a self,
        connection: &'a mut Connection,
        body: &'a BodyId,
        chunks: &'a [(u32, &'a [u8])],
    ) -> BoxFuture<'a, Outcome<()>>;

    /// Reads consecutive chunks of one body, ascending.
    fn read<'a>(
        &'a self,
        connection: &'a mut Connection,
        body: &'a BodyId,
        from: u32,
        count: u32,
    ) -> BoxFuture<'a, Outcome<Chunks>>;

    /// Removes all chunks of an upload.
    fn delete_upload<'a>(
        &'a self,
        connection: &'a mut Connection,
        patient: AccountId,
        upload: UploadId,
    ) -> BoxFuture<'a, Outcome<()>>;

    /// Removes all chunks of a record, whichever uploads brought them.
    fn delete_record<'a>(
        &'a self,
        connection: &'a mut Connection,
        patient: AccountId,
        record: RecordId,
    ) -> BoxFuture<'a, Outcome<()>>;
}

/// A row for each chunk, in the transaction of the request.
#[derive(Clone, Copy, Debug)]
pub struct PostgresStore;

impl EnvelopeStore for PostgresStore {
    fn put<'a>(
        &'a self,
        connection: &'a mut Connection,
        body: &'a BodyId,
        chunks: &'a [(u32, &'a [u8])],
    ) -> BoxFuture<'a, Outcome<()>> {
        async move { Ok(chunk::insert_bodies(connection, body, chunks).await?) }.boxed()
    }

    fn read<'a>(
        &'a self,
        connection: &'a mut Connection,
        body: &'a BodyId,
        from: u32,
        count: u32,
    ) -> BoxFuture<'a, Outcome<Chunks>> {
        async move { Ok(chunk::read_bodies(connection, body, from, count).await?) }.boxed()
    }

    fn delete_upload<'a>(
        &'a self,
        connection: &'a mut Connection,
        patient: AccountId,
        upload: UploadId,
    ) -> BoxFuture<'a, Outcome<()>> {
        async move { Ok(chunk::delete_bodies(connection, patient, upload).await?) }.boxed()
    }

    fn delete_record<'a>(
        &'a self,
        connection: &'a mut Connection,
        patient: AccountId,
        record: RecordId,
    ) -> BoxFuture<'a, Outcome<()>> {
        async move { Ok(chunk::delete_bodies_of_record(connection, patient, record).await?) }.boxed()
    }
}
