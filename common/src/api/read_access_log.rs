//! Reading one's own access log.

use serde::{Deserialize, Serialize};

use super::{body, endpoint};
use crate::id::{Bytes, Encoded};
use crate::sharing::LogEntry;

endpoint!(
    /// Reads log entries after a sequence number, at most 500 at a time.
    ReadAccessLogEndpoint = Get "/api/v1/access-log" with session, AfterQuery => ReadAccessLogResponse
);

/// From where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct AfterQuery {
    /// The last sequence number already known; 0 for none.
    pub after: u64,
}

body! {
    /// One entry with what was signed.
    LogRow {
        /// The entry.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        entry: Encoded<LogEntry>,
        /// The encoded object that the entry names.
        object: Option<Bytes>,
        /// Where the object is the SRS's: the encoded act it names.
        act: Option<Bytes>,
    }
}

body! {
    /// Entries, in order.
    ReadAccessLogResponse {
        /// The entries.
        entries: Vec<LogRow>,
        /// Whether more follow.
        more: bool,
    }
}
