//! Registering: two OPAQUE registrations, then one commit of everything. Nothing is stored before the commit.

use super::{SealedVault, SessionGranted, body, endpoint};
use crate::id::{AccountId, Bytes, DeviceId, Encoded, KeyId, KitTag};
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
        log_in_request: Bytes,
        /// For the kit.
        recovery_request: Bytes,
    }
}

body! {
    /// The OPAQUE registration responses.
    StartRegisterResponse {
        /// For the password.
        log_in_response: Bytes,
        /// For the kit.
        recovery_response: Bytes,
    }
}

body! {
    /// Everything an account begins with.
    FinishRegisterRequest {
        /// The signed act; names profile, key card and portion cards.
        act: Encoded<SignedAct<Register>>,
        /// The first key card.
        key_card: Encoded<KeyCard>,
        /// The first card of every portion; none for a clinician.
        portion_cards: Vec<Encoded<PortionCard>>,
        /// OPAQUE record for the password.
        log_in_upload: Bytes,
        /// OPAQUE record for the kit.
        recovery_upload: Bytes,
        /// Which kit.
        kit_tag: KitTag,
        /// The first vault, version 1.
        vault: SealedVault,
        /// The device that registers.
        device: DeviceId,
    }
}
