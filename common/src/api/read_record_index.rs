//! Reading the record index.

use super::{AfterQuery, body, endpoint};
use crate::id::Encoded;
use crate::sharing::IndexEntry;

endpoint!(
    /// Reads index entries after a sequence number, at most 5,000 at a time.
    ReadRecordIndexEndpoint = Get "/api/v1/record-index" with session, AfterQuery => ReadRecordIndexResponse
);

body! {
    /// Entries, in order.
    ReadRecordIndexResponse {
        /// The entries.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        entries: Vec<Encoded<IndexEntry>>,
        /// Whether more follow.
        more: bool,
    }
}
