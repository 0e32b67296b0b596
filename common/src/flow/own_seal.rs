//! What lies on the device for its person alone: sealed to their own key (HPKE, [`crate::crypto::hpke`]), which is in the vault.
//! The vault key changes with the password, and what was kept before a change must open after it.

use zeroize::Zeroizing;

use super::{FlowError, Host, Member};
use crate::codec::{Decode as _, Encode as _, object};
use crate::crypto::KemCiphertext;
use crate::crypto::hpke::{Sealed, open_base, seal_base};
use crate::id::Bytes;

object! {
    /// What was sealed, as it lies on the device.
    local struct OwnSealed {
        /// The encapsulated key.
        kem_ciphertext: KemCiphertext,
        /// Ciphertext ‖ tag.
        ciphertext: Bytes,
    }
}

impl<H: Host> Member<H> {
    /// Seals for this person. `info` says what it is and whose.
    pub(super) fn seal_to_self(&self, info: &[u8], content: &[u8]) -> Result<Vec<u8>, FlowError> {
        let key = self.vault().identity.kem_secret.public_key();
        let sealed = seal_base(&key, info, content).map_err(|_| FlowError::Untrustworthy("a key card"))?;
        let Sealed { kem_ciphertext, ciphertext } = sealed;
        Ok(OwnSealed { kem_ciphertext, ciphertext: Bytes(ciphertext) }.encode())
    }

    /// Opens what [`Self::seal_to_self`] gave under the same `info`; nothing where it does not open: somebody else wrote there.
    pub(super) fn open_from_self(&self, info: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let OwnSealed { kem_ciphertext, ciphertext } = OwnSealed::decode(sealed).ok()?;
        let sealed = Sealed { kem_ciphertext, ciphertext: ciphertext.0 };
        open_base(&self.vault().identity.kem_secret, info, &sealed).ok()
    }
}
