//! Uploading chunks before they are published: nothing of it is listed until then.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, body, endpoint};
use crate::id::{AccountId, OpeningId, RecordId, UploadId};

endpoint!(
    /// Announces an upload; announcing it again tells where it stands.
    StartUploadEndpoint = Post "/api/v1/uploads" with session, StartUploadRequest => UploadState
);
endpoint!(
    /// Tells where an upload stands.
    ReadUploadEndpoint = Get "/api/v1/uploads" with session, ReadUploadQuery => UploadState
);

body! {
    /// What is going to come.
    StartUploadRequest {
        /// The upload, chosen by the client.
        upload: UploadId,
        /// Whose records.
        patient: AccountId,
        /// The opening under which a clinician writes; nothing for one's own records.
        opening: Option<OpeningId>,
        /// The record versions.
        records: Vec<UploadRecord>,
    }
}

body! {
    /// One record version to come.
    UploadRecord {
        /// Which record.
        record: RecordId,
        /// Which version.
        version: u32,
        /// How many chunks.
        chunks: u32,
        /// How many bytes, ciphertext and tags.
        bytes: u64,
    }
}

body! {
    /// Where an upload stands.
    UploadState {
        /// Record by record, in the order announced.
        records: Vec<UploadedRecord>,
        /// Whether it has been published.
        published: bool,
    }
}

body! {
    /// What the server holds of one record version.
    UploadedRecord {
        /// Which record.
        record: RecordId,
        /// Which version.
        version: u32,
        /// Indices of the chunks held, ascending.
        held: Vec<u32>,
    }
}

/// Which upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ReadUploadQuery {
    /// The upload.
    pub upload: UploadId,
}

/// Stores chunks. The body is [`super::frame::Frame`]s; the same chunk again is fine, another one in its place is not.
#[derive(Clone, Copy, Debug)]
pub struct PutChunksEndpoint;

/// Which upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct PutChunksQuery {
    /// The upload.
    pub upload: UploadId,
}

impl Endpoint for PutChunksEndpoint {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/v1/uploads/chunks";
    const SESSION: bool = true;
    type Request = PutChunksQuery;
    type Response = Done;
}
