//! Reading the SRS's own account of what it did, past the SAS.

use crate::api::{body, endpoint};
use crate::id::{Bytes, Encoded};
use crate::sharing::{ReadOutbox, SrsEntry};

endpoint!(
    /// Reads a patient's outbox entries, at most 500 at a time.
    ReadOutboxEndpoint = Post "/srs/v1/outbox/read", ReadOutboxRequest => ReadOutboxResponse
);

body! {
    /// From where, signed by the patient.
    ReadOutboxRequest {
        /// The signed request, at most two minutes old.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        request: Encoded<ReadOutbox>,
    }
}

body! {
    /// One entry with the act it names.
    OutboxRow {
        /// The entry.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        entry: Encoded<SrsEntry>,
        /// The encoded act, where somebody's act caused it.
        act: Option<Bytes>,
    }
}

body! {
    /// Entries, in order.
    ReadOutboxResponse {
        /// The entries.
        entries: Vec<OutboxRow>,
        /// Whether more follow.
        more: bool,
    }
}
