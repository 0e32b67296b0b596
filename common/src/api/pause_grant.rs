//! Pausing a grant, and letting it go on.

use super::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{PauseGrant, SignedAct};

endpoint!(
    /// Stops new openings under a grant, or lets them be made again.
    PauseGrantEndpoint = Post "/api/v1/pauses" with session, PauseGrantRequest => Done
);

body! {
    /// A pause, or the end of one.
    PauseGrantRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<PauseGrant>>,
    }
}
