//! Registering: two OPAQUE registrations, then one commit of everything. Nothing is stored before the commit.

use super::{SealedVault, SessionGranted, body, endpoint};
use crate::crypto::opaque::{RegistrationRequest, RegistrationResponse, RegistrationUpload};
use crate::id::{AccountId, DeviceId, Encoded, KeyId, KitTag};
use crate::sharing::{KeyCard, PortionCard, Register, SignedAct};

endpoint!(
    /// Starts a registration. Stores nothing.
    StartRegisterEndpoint = Post "/api/v1/register/start", StartRegisterRequest => StartRegisterResponse
);
endpoint!(
    /// Commits a registration whose kit was confirmed.
    FinishRegisterEndpoint = Post "/api/v1/register/finish", FinishRegisterRequest => SessionGranted
);

body! {
    /// The OPAQUE registration requests of both records.
    StartRegisterRequest {
        /// The account id, chosen by the client.
        account: AccountId,
        /// The handle it would like.
        handle: String,
        /// The identity key the records are bound to.
        key: KeyId,
        /// For the password.
        log_in_request: RegistrationRequest,
        /// For the kit.
        recovery_request: RegistrationRequest,
    }
}

body! {
    /// The OPAQUE registration responses.
    StartRegisterResponse {
        /// For the password.
        log_in_response: RegistrationResponse,
        /// For the kit.
        recovery_response: RegistrationResponse,
    }
}

body! {
    /// Everything an account begins with.
    FinishRegisterRequest {
        /// The signed act; names profile, key card and portion cards.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<Register>>,
        /// The first key card.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        key_card: Encoded<KeyCard>,
        /// The first card of every portion; none for a clinician.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, format = Byte))]
        portion_cards: Vec<Encoded<PortionCard>>,
        /// OPAQUE record for the password.
        log_in_upload: RegistrationUpload,
        /// OPAQUE record for the kit.
        recovery_upload: RegistrationUpload,
        /// Which kit.
        kit_tag: KitTag,
        /// The first vault, version 1.
        vault: SealedVault,
        /// The device that registers.
        device: DeviceId,
    }
}
