//! Who can be found by their handle.

use super::{Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{SetListing, SignedAct};

endpoint!(
    /// Makes a patient findable by everybody, or by those alone whom they chose.
    SetListingEndpoint = Post "/api/v1/listing" with session, SetListingRequest => Done
);

body! {
    /// A change of who finds a patient.
    SetListingRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<SetListing>>,
    }
}
