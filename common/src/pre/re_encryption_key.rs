//! Re-encryption keys, and the commitments by which everybody can check what the proxy did with one.

use curve25519_dalek::scalar::Scalar;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::PreError;
use super::group::{Point, decode_scalar, mul_u};
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};

/// rk = a·d⁻¹. The SRS holds one per portion of a live opening and destroys it when it has been used.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ReEncryptionKey(pub(super) Scalar);

impl ReEncryptionKey {
    /// From what [`Self::expose_bytes`] gave.
    ///
    /// # Errors
    /// [`PreError::InvalidSecret`] when the bytes are not a canonical, nonzero scalar.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, PreError> {
        decode_scalar(*Zeroizing::new(bytes)).map(Self).ok_or(PreError::InvalidSecret)
    }

    /// The 32 bytes, for sending to the SRS and for its storage.
    pub fn expose_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }
}

impl core::fmt::Debug for ReEncryptionKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ReEncryptionKey([REDACTED])")
    }
}

/// X 32 ‖ U1 32, signed with the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReKeyCommitment {
    pub(super) x: Point,
    pub(super) u1: Point,
}

impl Encode for ReKeyCommitment {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put(&self.x).put(&self.u1);
    }
}

impl Decode for ReKeyCommitment {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { x: decoder.object()?, u1: decoder.object()? })
    }
}

/// Checks that a re-encryption key is the one the opening commits to.
///
/// `rk·U = U1`
///
/// # Errors
/// [`PreError::WrongReEncryptionKey`].
pub fn check_re_encryption_key(key: &ReEncryptionKey, commitment: &ReKeyCommitment) -> Result<(), PreError> {
    if mul_u(&key.0) == *commitment.u1.point() { Ok(()) } else { Err(PreError::WrongReEncryptionKey) }
}
