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
        act: Encoded<SignedAct<RefuseKeyRequest>>,
    }
}
