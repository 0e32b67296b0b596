//! The code was wrong: the clinician says so, and rk is destroyed.

use crate::api::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{FailOpening, SignedAct};

endpoint!(
    /// Reports a wrong code; saying nothing for 120 seconds does the same.
    FailOpeningEndpoint = Post "/srs/v1/failures", FailOpeningRequest => Done
);

body! {
    /// A failure.
    FailOpeningRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<FailOpening>>,
    }
}
