//! The code was right: the SRS re-encapsulates once and destroys rk.

use crate::api::{body, endpoint};
use crate::id::{Encoded, Hash};
use crate::pre::Fragment;
use crate::sharing::{ConfirmOpening, SignedAct, Ticket};

endpoint!(
    /// Confirms an attempt within 120 seconds. Asked again with the same act, the same fragments and a fresh ticket.
    ConfirmOpeningEndpoint = Post "/srs/v1/confirmations", ConfirmOpeningRequest => ConfirmOpeningResponse
);

body! {
    /// A confirmation.
    ConfirmOpeningRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<ConfirmOpening>>,
    }
}

body! {
    /// The re-encapsulated capsule of one batch.
    BatchFragment {
        /// Hash of the signed batch.
        batch: Hash,
        /// The fragment.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        fragment: Encoded<Fragment>,
    }
}

body! {
    /// What opens the batches, together with the box.
    ConfirmOpeningResponse {
        /// One a batch of the opening, in its order.
        fragments: Vec<BatchFragment>,
        /// The SRS's word to the SAS.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        ticket: Encoded<Ticket>,
    }
}
