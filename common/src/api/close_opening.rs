//! Closing the portal.

use super::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{CloseOpening, SignedAct};

endpoint!(
    /// Ends an opening with the clinician's signed receipt.
    CloseOpeningEndpoint = Post "/api/v1/closings" with session, CloseOpeningRequest => Done
);

body! {
    /// A closing.
    CloseOpeningRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<CloseOpening>>,
    }
}
