//! Writing one's vault: not an act, which would be logged, but signed all the same, so that a stolen token alone cannot
//! put something else in its place.

use super::Signed;
use crate::codec::object;
use crate::crypto::object_hash;
use crate::id::{AccountId, Bytes, Hash};

object! {
    /// What is signed.
    object struct WriteVaultFields = "write-vault" {
        /// Whose vault.
        account: AccountId,
        /// Its version: each is written once, so a signature is of no use again.
        version: u64,
        /// Hash of the sealed vault.
        vault: Hash,
    }
}

/// The next version of a vault, signed by its owner's identity key.
pub type WriteVault = Signed<WriteVaultFields>;

/// The hash by which a sealed vault is signed, and by which later versions remember it.
pub fn vault_hash(sealed: &Bytes) -> Hash {
    object_hash("vault", &sealed.0)
}
