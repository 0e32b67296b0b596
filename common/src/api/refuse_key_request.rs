//! Refusing a request.

use super::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{RefuseKeyRequest, SignedAct};

endpoint!(
    /// Refuses a request.
    RefuseKeyRequestEndpoint = Post "/api/v1/refusals" with session, RefuseKeyRequestRequest => Done
);

body! {
    /// A refusal.
    RefuseKeyRequestRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<RefuseKeyRequest>>,
    }
}
