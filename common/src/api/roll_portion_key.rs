//! Rolling a portion's keys.

use super::{BatchWithSlots, Done, body, endpoint};
use crate::id::Encoded;
use crate::sharing::{PortionCard, RollPortionKey, SignedAct};

endpoint!(
    /// Switches a portion's card and all its home slots at once.
    RollPortionKeyEndpoint = Post "/api/v1/rolls" with session, RollPortionKeyRequest => Done
);

body! {
    /// A roll.
    RollPortionKeyRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<RollPortionKey>>,
        /// The new card.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        card: Encoded<PortionCard>,
        /// The new batches, covering every current record of the portion that is not quarantined.
        batches: Vec<BatchWithSlots>,
    }
}
