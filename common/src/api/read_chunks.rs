//! Reading sealed bodies of one's own: first the chunk hashes, to check against the signed body hash, then chunks.

use super::{Endpoint, Method, body, endpoint};
use crate::id::{Hash, RecordId};

endpoint!(
    /// Reads the chunk hashes of record versions, at most 500 at a time.
    ReadChunkHashesEndpoint = Post "/api/v1/chunks/hashes" with session, ReadChunkHashesRequest => ReadChunkHashesResponse
);

/// Reads chunks; the response is [`super::frame::Frame`]s, in the order asked.
#[derive(Clone, Copy, Debug)]
pub struct ReadChunksEndpoint;

impl Endpoint for ReadChunksEndpoint {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/chunks/read";
    const SESSION: bool = true;
    type Request = ReadChunksRequest;
    type Response = ();
}

body! {
    /// A version of a record.
    RecordVersion {
        /// Which record.
        record: RecordId,
        /// Which version.
        version: u32,
    }
}

body! {
    /// Which.
    ReadChunkHashesRequest {
        /// The record versions.
        records: Vec<RecordVersion>,
    }
}

body! {
    /// The chunk hashes of one record version.
    ChunkHashes {
        /// By chunk.
        hashes: Vec<Hash>,
    }
}

body! {
    /// The chunk hashes.
    ReadChunkHashesResponse {
        /// In the order asked.
        records: Vec<ChunkHashes>,
    }
}

body! {
    /// Consecutive chunks of one record version.
    ChunkRange {
        /// Which record.
        record: RecordId,
        /// Which version.
        version: u32,
        /// The first chunk.
        from: u32,
        /// How many.
        count: u32,
    }
}

body! {
    /// Which chunks, 64 MiB in all at most.
    ReadChunksRequest {
        /// The ranges.
        ranges: Vec<ChunkRange>,
    }
}
