//! ristretto255 (RFC 9496) as this protocol uses it: canonical encodings only, no identity, no zero.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity as _;
use sha2::{Digest as _, Sha512};
use zeroize::Zeroizing;

use super::PreContext;
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};
use crate::crypto::random_bytes;

/// A point other than the identity, with its encoding.
#[derive(Clone, Copy)]
pub(super) struct Point {
    point: RistrettoPoint,
    bytes: [u8; 32],
}

impl Point {
    /// The points computed here are products of nonzero scalars and points other than the identity, in a group of
    /// prime order, or sums that are the identity with negligible probability and are then refused by whoever decodes.
    pub(super) fn new(point: RistrettoPoint) -> Self {
        Self { point, bytes: point.compress().to_bytes() }
    }

    pub(super) const fn point(&self) -> &RistrettoPoint {
        &self.point
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Point {}

impl core::fmt::Debug for Point {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&crate::id::encode_base64(&self.bytes))
    }
}

impl Encode for Point {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_raw(&self.bytes);
    }
}

impl Decode for Point {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let bytes = decoder.array()?;
        CompressedRistretto(bytes)
            .decompress()
            .filter(|point| !point.is_identity())
            .map(|point| Self { point, bytes })
            .ok_or(DecodeError::OutOfRange("point"))
    }
}

/// A canonical scalar other than zero.
pub(super) fn decode_scalar(bytes: [u8; 32]) -> Option<Scalar> {
    Option::from(Scalar::from_canonical_bytes(bytes)).filter(|scalar| *scalar != Scalar::ZERO)
}

/// A random scalar other than zero.
pub(super) fn make_scalar() -> Scalar {
    loop {
        let scalar = Scalar::from_bytes_mod_order_wide(&Zeroizing::new(random_bytes()));
        if scalar != Scalar::ZERO {
            return scalar;
        }
    }
}

/// `scalar · G`.
pub(super) fn mul_base(scalar: &Scalar) -> RistrettoPoint {
    RISTRETTO_BASEPOINT_TABLE * scalar
}

/// `scalar · U`.
pub(super) fn mul_u(scalar: &Scalar) -> RistrettoPoint {
    generator_u() * scalar
}

/// U, the element that RFC 9496 section 4.3.4 derives from `SHA-512("sesemr/1/pre/U")`: nobody knows its logarithm.
pub(super) fn generator_u() -> RistrettoPoint {
    RistrettoPoint::from_uniform_bytes(&Sha512::digest(b"sesemr/1/pre/U").into())
}

/// `SHA-512("sesemr/1/pre/" ‖ name ‖ 0x00 ‖ ctx ‖ A ‖ points…)`, 64 bytes little-endian, modulo q.
pub(super) fn hash_to_scalar(name: &str, context: &PreContext, a: &Point, points: &[&Point]) -> Scalar {
    let mut hasher = Sha512::new();
    for part in [b"sesemr/1/pre/".as_slice(), name.as_bytes(), &[0], &context.encode(), &a.bytes] {
        hasher.update(part);
    }
    for point in points {
        hasher.update(point.bytes);
    }
    Scalar::from_bytes_mod_order_wide(&hasher.finalize().into())
}

/// H2(A, E, V).
pub(super) fn h2(context: &PreContext, a: &Point, e: &Point, v: &Point) -> Scalar {
    hash_to_scalar("capsule", context, a, &[e, v])
}
