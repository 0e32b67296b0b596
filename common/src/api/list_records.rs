//! Listing one's own records.

use super::{Page, PageQuery, body, endpoint};
use crate::envelope::{KeySlot, RecordHeader};
use crate::id::Encoded;

endpoint!(
    /// Lists the current version of every record of one's own, oldest first.
    ListRecordsEndpoint = Get "/api/v1/records" with session, PageQuery => Page<StoredRecord>
);

body! {
    /// A sealed record as listed: enough to open its summary.
    StoredRecord {
        /// The header.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        header: Encoded<RecordHeader>,
        /// The slot under the current portion card, or the writer's slot where the record is pending.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        slot: Encoded<KeySlot>,
        /// Written by a clinician and not yet in the index.
        pending: bool,
    }
}
