//! The secret half of a re-encryption pair, and the key that a capsule holds.

use curve25519_dalek::scalar::Scalar;
use zeroize::{Zeroize, Zeroizing};

use super::group::{Point, decode_scalar, make_scalar, mul_base};
use super::{PreContext, PreError, PrePublicKey};
use crate::codec::Encode as _;
use crate::crypto::derive::derive;
use crate::crypto::secret_bytes;

secret_bytes!(
    /// `K_pre`: what encapsulating and decapsulating agree on.
    PreSharedKey, 32);

impl PreSharedKey {
    /// K = KDF(A, E, V, shared point) = HKDF(ikm = point, "pre/key" ‖ ctx ‖ A ‖ E ‖ V).
    pub(super) fn derive(context: &PreContext, a: &Point, e: &Point, v: &Point, shared: &Point) -> Self {
        let parts: [&[u8]; 4] = [&context.encode(), a.as_bytes(), e.as_bytes(), v.as_bytes()];
        Self::from_bytes(*derive(shared.as_bytes(), "pre/key", &parts))
    }
}

/// a of a portion, or b of an opening: a nonzero scalar, kept with its public half.
#[derive(Clone)]
pub struct PreSecretKey {
    scalar: Scalar,
    public: PrePublicKey,
}

impl PreSecretKey {
    /// A fresh random one.
    pub fn make() -> Self {
        Self::new(make_scalar())
    }

    /// From what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    /// [`PreError::InvalidSecret`] when the bytes are not a canonical, nonzero scalar.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, PreError> {
        decode_scalar(*Zeroizing::new(bytes)).map(Self::new).ok_or(PreError::InvalidSecret)
    }

    /// The 32 bytes.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.scalar.to_bytes())
    }

    /// aG.
    pub const fn public_key(&self) -> PrePublicKey {
        self.public
    }

    pub(super) const fn scalar(&self) -> &Scalar {
        &self.scalar
    }

    fn new(scalar: Scalar) -> Self {
        Self { public: PrePublicKey(Point::new(mul_base(&scalar))), scalar }
    }
}

impl Drop for PreSecretKey {
    fn drop(&mut self) {
        self.scalar.zeroize();
    }
}

impl zeroize::ZeroizeOnDrop for PreSecretKey {}

impl core::fmt::Debug for PreSecretKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PreSecretKey([REDACTED])")
    }
}
