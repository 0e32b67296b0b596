//! Listing one's own records.

use super::{Page, PageQuery, body, endpoint};
use crate::envelope::KeySlot;
use crate::id::{Bytes, Encoded};

endpoint!(
    /// Lists the current version of every record of one's own, oldest first.
    ListRecordsEndpoint = Get "/api/v1/records" with session, PageQuery => Page<StoredRecord>
);

body! {
    /// A sealed record as listed: enough to open its summary.
    StoredRecord {
        /// The encoded header. Decoded one by one: an unknown envelope must not take the whole page with it.
        header: Bytes,
        /// The slot under the current portion card, or the writer's slot where the record is pending.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        slot: Encoded<KeySlot>,
        /// Written by a clinician and not yet in the index.
        pending: bool,
    }
}
