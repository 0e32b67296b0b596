//! Publishing an upload: records, batches and slots become visible together.

use super::{Done, body, endpoint};
use crate::envelope::{KeyBatch, KeySlot, RecordHeader};
use crate::id::Encoded;
use crate::sharing::{IndexEntry, PublishRecords, SignedAct};

endpoint!(
    /// Publishes records of one's own, or takes records that a clinician wrote into the index.
    PublishRecordsEndpoint = Post "/api/v1/publications" with session, PublishRecordsRequest => Done
);

body! {
    /// A key batch and its slots.
    BatchWithSlots {
        /// The signed batch.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        batch: Encoded<KeyBatch>,
        /// Its slots, ordered by H, each with the record header it belongs to.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        slots: Vec<Encoded<KeySlot>>,
    }
}

body! {
    /// A publication.
    PublishRecordsRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<PublishRecords>>,
        /// The batches it names.
        batches: Vec<BatchWithSlots>,
        /// The headers of the records it names, in its order.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        headers: Vec<Encoded<RecordHeader>>,
        /// The index entries, in its order.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        index: Vec<Encoded<IndexEntry>>,
    }
}
