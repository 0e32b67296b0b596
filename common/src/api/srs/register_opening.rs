//! First half of making a random key: the SRS answers the OPAQUE registration and holds its half for ten minutes.

use crate::api::{body, endpoint};
use crate::crypto::opaque::RegistrationResponse;
use crate::id::Encoded;
use crate::sharing::{KeyCard, RegisterOpening, SignedAct};

endpoint!(
    /// Prepares an opening.
    RegisterOpeningEndpoint = Post "/srs/v1/registrations", RegisterOpeningRequest => RegisterOpeningResponse
);

body! {
    /// A registration.
    RegisterOpeningRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<RegisterOpening>>,
        /// The patient's key cards, oldest first. The SRS keeps the first it sees and accepts only its successors.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        key_cards: Vec<Encoded<KeyCard>>,
    }
}

body! {
    /// The answer.
    RegisterOpeningResponse {
        /// OPAQUE `RegistrationResponse`.
        registration_response: RegistrationResponse,
    }
}
