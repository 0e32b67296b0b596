//! Capsules: what a key batch carries so that a portion's secret, or a fragment made for an opening, gives its key.

use curve25519_dalek::scalar::Scalar;

use super::group::{Point, decode_scalar, h2, mul_base};
use super::{PreContext, PreError, PrePublicKey};
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};

/// E 32 ‖ V 32 ‖ s 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capsule {
    pub(super) e: Point,
    pub(super) v: Point,
    pub(super) s: Scalar,
}

impl Encode for Capsule {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put(&self.e).put(&self.v).put_raw(self.s.as_bytes());
    }
}

impl Decode for Capsule {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            e: decoder.object()?,
            v: decoder.object()?,
            s: decode_scalar(decoder.array()?).ok_or(DecodeError::OutOfRange("scalar"))?,
        })
    }
}

/// Checks that a capsule was made for this key and context by somebody who knew its logarithms.
///
/// `sG = V + H2(A,E,V)·E`
///
/// # Errors
/// [`PreError::InvalidCapsule`].
pub fn check_capsule(context: &PreContext, a: &PrePublicKey, capsule: &Capsule) -> Result<(), PreError> {
    let Capsule { e, v, s } = capsule;
    if mul_base(s) == v.point() + e.point() * h2(context, &a.0, e, v) { Ok(()) } else { Err(PreError::InvalidCapsule) }
}
