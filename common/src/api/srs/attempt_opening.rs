//! The one attempt.

use crate::api::{body, endpoint};
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
        act: Encoded<SignedAct<AttemptOpening>>,
        /// The clinician's key cards, oldest first; the opening names the current one's id.
        key_cards: Vec<Encoded<KeyCard>>,
    }
}

body! {
    /// The answer.
    AttemptOpeningResponse {
        /// OPAQUE KE2.
        ke2: Bytes,
        /// The sealed box.
        sealed_box: Bytes,
    }
}
