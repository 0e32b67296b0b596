//! First half of making a random key: the SRS answers the OPAQUE registration and holds its half for ten minutes.

use crate::api::{body, endpoint};
use crate::id::{Bytes, Encoded};
use crate::sharing::{KeyCard, RegisterOpening, SignedAct};

endpoint!(
    /// Prepares an opening.
    RegisterOpeningEndpoint = Post "/srs/v1/registrations", RegisterOpeningRequest => RegisterOpeningResponse
);

body! {
    /// A registration.
    RegisterOpeningRequest {
        /// The signed act.
        act: Encoded<SignedAct<RegisterOpening>>,
        /// The patient's key cards, oldest first. The SRS keeps the first it sees and accepts only its successors.
        key_cards: Vec<Encoded<KeyCard>>,
    }
}

body! {
    /// The answer.
    RegisterOpeningResponse {
        /// OPAQUE RegistrationResponse.
        registration_response: Bytes,
    }
}
