//! All versions of one record of one's own.

use serde::{Deserialize, Serialize};

use super::{StoredRecord, body, endpoint};
use crate::id::RecordId;

endpoint!(
    /// Reads every version of a record that is still there, oldest first.
    ReadRecordVersionsEndpoint = Get "/api/v1/records/versions" with session, ReadRecordVersionsQuery => ReadRecordVersionsResponse
);

/// Of which record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ReadRecordVersionsQuery {
    /// The record.
    pub record: RecordId,
}

body! {
    /// The versions.
    ReadRecordVersionsResponse {
        /// Oldest first, each with the slot it was stored with.
        versions: Vec<StoredRecord>,
    }
}
