//! The end of an opening: the SRS destroys what is left and signs for it.

use crate::api::{body, endpoint};
use crate::id::Encoded;
use crate::sharing::{EndOpening, SignedAct, SrsEntry};

endpoint!(
    /// Ends an opening, in whatever state it is.
    EndOpeningEndpoint = Post "/srs/v1/ends", EndOpeningRequest => EndOpeningResponse
);

body! {
    /// An end.
    EndOpeningRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<EndOpening>>,
    }
}

body! {
    /// The receipt.
    EndOpeningResponse {
        /// The SRS's signed entry: fragments and keys are destroyed.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        receipt: Encoded<SrsEntry>,
    }
}
