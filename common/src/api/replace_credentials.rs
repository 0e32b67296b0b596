//! Replacing a password, a kit or both, in one transaction.

use super::{SealedVault, SessionGranted, body, endpoint};
use crate::codec::Encoder;
use crate::crypto::object_hash;
use crate::crypto::opaque::{RegistrationRequest, RegistrationResponse, RegistrationUpload};
use crate::id::{Encoded, Hash, KitTag};
use crate::sharing::{ReplaceCredentials, SignedAct};

endpoint!(
    /// Starts new OPAQUE registrations. Stores nothing.
    StartReplaceCredentialsEndpoint = Post "/api/v1/credentials/start" with session,
    StartReplaceCredentialsRequest => StartReplaceCredentialsResponse
);
endpoint!(
    /// Replaces the OPAQUE records, both wraps and the vault; other sessions end, this one gets a new token.
    FinishReplaceCredentialsEndpoint = Post "/api/v1/credentials/finish" with session,
    FinishReplaceCredentialsRequest => SessionGranted
);

body! {
    /// OPAQUE registration requests of the records that change.
    StartReplaceCredentialsRequest {
        /// For the password.
        log_in_request: RegistrationRequest,
        /// For the kit, where it changes.
        recovery_request: Option<RegistrationRequest>,
    }
}

body! {
    /// The responses.
    StartReplaceCredentialsResponse {
        /// For the password.
        log_in_response: RegistrationResponse,
        /// For the kit.
        recovery_response: Option<RegistrationResponse>,
    }
}

body! {
    /// What the act's hash covers.
    ReplacementContents {
        /// OPAQUE record for the password.
        log_in_upload: RegistrationUpload,
        /// OPAQUE record for the kit, where it changes.
        recovery_upload: Option<RegistrationUpload>,
        /// Which kit, where it changes.
        kit_tag: Option<KitTag>,
        /// Version of the new vault: one more than the one it replaces.
        vault_version: u64,
        /// The new vault, under a new vault key.
        vault: SealedVault,
    }
}

impl ReplacementContents {
    /// The hash that the act names.
    pub fn hash(&self) -> Hash {
        let mut encoder = Encoder::versioned();
        encoder.put(&self.log_in_upload).put(&self.recovery_upload).put(&self.kit_tag).put_u64(self.vault_version);
        encoder.put_var(&self.vault.sealed.0).put(&self.vault.log_in_wrap).put(&self.vault.recovery_wrap);
        object_hash("replacement-contents", &encoder.finish())
    }
}

body! {
    /// The replacement.
    FinishReplaceCredentialsRequest {
        /// The signed act; names the contents by hash.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<ReplaceCredentials>>,
        /// The contents.
        contents: ReplacementContents,
    }
}
