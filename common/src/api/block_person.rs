//! Blocking somebody, and unblocking them.

use super::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{BlockPerson, SignedAct};

endpoint!(
    /// Refuses, or no longer refuses, what somebody asks the patient for.
    BlockPersonEndpoint = Post "/api/v1/blocks" with session, BlockPersonRequest => Done
);

body! {
    /// A block, or the end of one.
    BlockPersonRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<BlockPerson>>,
    }
}
