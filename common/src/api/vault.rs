//! The vault: sealed by its owner, stored by compare-and-set on its version.

use super::{Done, Endpoint, Method, body, endpoint};
use crate::crypto::Signature;
use crate::id::{AccountId, Bytes};
use crate::sharing::{Signed, WriteVault, WriteVaultFields, vault_hash};

endpoint!(
    /// Reads one's own vault; the entity tag is its version.
    ReadVaultEndpoint = Get "/api/v1/vault" with session, () => StoredVault
);

body! {
    /// A vault with both wraps of its key.
    SealedVault {
        /// `salt 32 ‖ ciphertext`.
        sealed: Bytes,
        /// The vault key under the password's export key.
        log_in_wrap: Bytes,
        /// The vault key sealed to the recovery key.
        recovery_wrap: Bytes,
    }
}

body! {
    /// A vault as stored.
    StoredVault {
        /// Its version.
        version: u64,
        /// The vault.
        vault: SealedVault,
    }
}

/// Replaces one's own vault, if it is still the one before.
#[derive(Clone, Copy, Debug)]
pub struct WriteVaultEndpoint;

body! {
    /// The next vault, under the same vault key.
    WriteVaultRequest {
        /// Its version: one more than the version it replaces, which `If-Match` names.
        version: u64,
        /// `salt 32 ‖ ciphertext`.
        sealed: Bytes,
        /// By the account's identity key, over account, version and the hash of `sealed`.
        signature: Signature,
    }
}

impl WriteVaultRequest {
    /// What is signed, once it is known whose vault it is.
    pub fn to_signed(&self, account: AccountId) -> WriteVault {
        let fields = WriteVaultFields { account, version: self.version, vault: vault_hash(&self.sealed) };
        Signed { fields, signature: self.signature }
    }
}

impl Endpoint for WriteVaultEndpoint {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/v1/vault";
    const SESSION: bool = true;
    type Request = WriteVaultRequest;
    type Response = Done;

    fn if_match(request: &WriteVaultRequest) -> Option<String> {
        Some(format!("\"{}\"", request.version.saturating_sub(1)))
    }
}
