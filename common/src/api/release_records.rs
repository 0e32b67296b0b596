//! Releasing sealed records to whoever opened an opening.

use super::{ChunkRange, Endpoint, Method, body, endpoint};
use crate::envelope::{KeyBatch, KeySlot};
use crate::id::{Bytes, Encoded, Hash, OpeningId};
use crate::sharing::{DeleteRecord, ReleaseRecords, SignedAct, Ticket};

endpoint!(
    /// Releases records: headers, slots, batches and chunk hashes. One log entry a release.
    ReleaseRecordsEndpoint = Post "/api/v1/releases" with session, ReleaseRecordsRequest => ReleaseRecordsResponse
);

/// Reads chunks of released records; the response is [`super::frame::Frame`]s. Stops where the opening ends.
#[derive(Clone, Copy, Debug)]
pub struct ReadReleasedChunksEndpoint;

impl Endpoint for ReadReleasedChunksEndpoint {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/releases/chunks";
    const SESSION: bool = true;
    type Request = ReadReleasedChunksRequest;
    type Response = ();
}

body! {
    /// A release.
    ReleaseRecordsRequest {
        /// Signed by w.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        release: Encoded<ReleaseRecords>,
        /// The SRS's word that the opening is open.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        ticket: Encoded<Ticket>,
    }
}

body! {
    /// A released record.
    ReleasedRecord {
        /// The encoded header. Decoded one by one: an unknown envelope must not take the whole page with it.
        header: Bytes,
        /// The slot that the opening names.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        slot: Encoded<KeySlot>,
        /// By chunk.
        chunk_hashes: Vec<Hash>,
    }
}

body! {
    /// What is released.
    ReleaseRecordsResponse {
        /// In the order asked, without those that were deleted.
        records: Vec<ReleasedRecord>,
        /// The patient's own word about those that were deleted since the opening was signed.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        deleted: Vec<Encoded<SignedAct<DeleteRecord>>>,
        /// The batches that the slots belong to.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        batches: Vec<Encoded<KeyBatch>>,
    }
}

body! {
    /// Which chunks of what was released.
    ReadReleasedChunksRequest {
        /// The opening.
        opening: OpeningId,
        /// The ranges; every record in them must have been released.
        ranges: Vec<ChunkRange>,
    }
}
