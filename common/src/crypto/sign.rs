//! Ed25519 signatures (RFC 8032), always over a named kind of object: `"sesemr/1/sig/" ‖ type name ‖ 0x00 ‖ encoding`.
//!
//! Verification is strict: keys and commitments of small order and non-canonical encodings are refused. Which object
//! is signed by whom is in [`crate::sharing`] and [`crate::envelope`].

use ed25519_dalek::Signer as _;
use zeroize::Zeroizing;

use super::random::random_bytes;
use crate::id::public_bytes;

public_bytes!(/// Ed25519 public key, 32 bytes.
    VerifyingKey, 32);
public_bytes!(/// Ed25519 signature, 64 bytes.
    Signature, 64);

/// A signature is not this key's over this object; also what any check around a signature answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit the object")]
pub struct SignatureError;

impl VerifyingKey {
    /// Checks a signature over an object of the kind `type_name`.
    ///
    /// # Errors
    /// When the key is not a canonical point of large order, or the signature is not this key's over this object.
    pub fn verify(&self, type_name: &str, encoding: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .and_then(|key| {
                key.verify_strict(
                    &signed_bytes(type_name, encoding),
                    &ed25519_dalek::Signature::from_bytes(&signature.0),
                )
            })
            .map_err(|_| SignatureError)
    }
}

/// Ed25519 secret key. Servers hold one too: the SRS signs its outbox, the SAS its receipts.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A fresh random one.
    pub fn make() -> Self {
        Self::from_bytes(random_bytes())
    }

    /// From the 32-byte seed of RFC 8032.
    pub fn from_bytes(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&Zeroizing::new(seed)))
    }

    /// The 32-byte seed.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// Signs an object of the kind `type_name`. Deterministic, as RFC 8032 has it.
    pub fn sign(&self, type_name: &str, encoding: &[u8]) -> Signature {
        Signature(self.0.sign(&signed_bytes(type_name, encoding)).to_bytes())
    }
}

impl core::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SigningKey([REDACTED])")
    }
}

fn signed_bytes(type_name: &str, encoding: &[u8]) -> Vec<u8> {
    [b"sesemr/1/sig/".as_slice(), type_name.as_bytes(), &[0], encoding].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_object_and_no_other_kind_text_or_key() {
        let key = SigningKey::make();
        let signature = key.sign("grant", b"yes");
        assert_eq!(key.verifying_key().verify("grant", b"yes", &signature), Ok(()));
        assert_eq!(key.verifying_key().verify("refusal", b"yes", &signature), Err(SignatureError));
        assert_eq!(key.verifying_key().verify("grant", b"no", &signature), Err(SignatureError));
        assert_eq!(SigningKey::make().verifying_key().verify("grant", b"yes", &signature), Err(SignatureError));
    }

    #[test]
    fn a_key_of_small_order_verifies_nothing() {
        // The identity point: with it, R = S·B signs everything where verification is not strict.
        let mut identity = VerifyingKey::ZERO;
        identity.0[0] = 1;
        let mut signature = Signature::ZERO;
        signature.0[0] = 1;
        assert_eq!(identity.verify("grant", b"anything", &signature), Err(SignatureError));
    }
}
