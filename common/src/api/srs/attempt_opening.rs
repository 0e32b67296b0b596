//! The one attempt.

use crate::api::{body, endpoint};
use crate::crypto::opaque::Ke2;
use crate::id::{Bytes, Encoded};
use crate::sharing::{AttemptOpening, KeyCard, SignedAct};

endpoint!(
    /// Serves one attempt out of any number; the same KE1 within 60 seconds gets the same answer.
    AttemptOpeningEndpoint = Post "/srs/v1/attempts", AttemptOpeningRequest => AttemptOpeningResponse
);

body! {
    /// An attempt.
    AttemptOpeningRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<AttemptOpening>>,
        /// The clinician's key cards, oldest first; the opening names the current one's id.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        key_cards: Vec<Encoded<KeyCard>>,
    }
}

body! {
    /// The answer.
    AttemptOpeningResponse {
        /// OPAQUE KE2.
        ke2: Ke2,
        /// The sealed box.
        sealed_box: Bytes,
    }
}
