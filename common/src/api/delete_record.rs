//! Deleting a record of one's own.

use super::{body, endpoint};
use crate::id::Encoded;
use crate::sharing::{DeleteRecord, DeletionReceipt, SignedAct};

endpoint!(
    /// Deletes every version of a record: chunks, headers with their summaries, wrapped keys.
    DeleteRecordEndpoint = Post "/api/v1/deletions" with session, DeleteRecordRequest => DeleteRecordResponse
);

body! {
    /// A deletion.
    DeleteRecordRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<DeleteRecord>>,
    }
}

body! {
    /// What the server vouches for.
    DeleteRecordResponse {
        /// Signed by the SAS. The same act gets the same receipt.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        receipt: Encoded<DeletionReceipt>,
    }
}
