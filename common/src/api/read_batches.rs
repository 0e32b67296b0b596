//! Reading key batches of one's own.

use super::{body, endpoint};
use crate::envelope::KeyBatch;
use crate::id::{BatchId, Encoded};

endpoint!(
    /// Reads key batches, at most 500 at a time.
    ReadBatchesEndpoint = Post "/api/v1/batches/read" with session, ReadBatchesRequest => ReadBatchesResponse
);

body! {
    /// Which.
    ReadBatchesRequest {
        /// The batches.
        batches: Vec<BatchId>,
    }
}

body! {
    /// The batches.
    ReadBatchesResponse {
        /// In the order asked.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        batches: Vec<Encoded<KeyBatch>>,
    }
}
