//! Second half of making a random key: one idempotent upload makes it live.

use crate::api::{Done, body, endpoint};
use crate::crypto::opaque::RegistrationUpload;
use crate::id::{Bytes, Encoded};
use crate::portion::Portion;
use crate::sharing::{Opening, PortionCard, SignedAct};

endpoint!(
    /// Activates an opening: OPAQUE record, re-encryption keys, signed opening and box. `rk·U = U1` is checked.
    ActivateOpeningEndpoint = Post "/srs/v1/openings", ActivateOpeningRequest => Done
);

body! {
    /// The re-encryption key of one portion.
    PortionReKey {
        /// Which portion.
        portion: Portion,
        /// rk, 32 bytes.
        re_encryption_key: Bytes,
    }
}

body! {
    /// An activation.
    ActivateOpeningRequest {
        /// The signed opening, the same bytes that the SAS gets.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<Opening>>,
        /// The cards of the opening's portions.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        portion_cards: Vec<Encoded<PortionCard>>,
        /// OPAQUE record of the code.
        registration_upload: RegistrationUpload,
        /// One a portion of the opening.
        re_encryption_keys: Vec<PortionReKey>,
        /// The sealed box: X-Wing ciphertext, then ciphertext and tag. Its hash, of type name `box`, is in the opening.
        sealed_box: Bytes,
    }
}
