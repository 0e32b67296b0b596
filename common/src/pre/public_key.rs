//! The public half of a re-encryption pair: A of a portion, B of an opening.

use super::group::Point;
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};

/// A = aG, or B = bG: a point other than the identity, 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrePublicKey(pub(super) Point);

impl PrePublicKey {
    /// The canonical encoding.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl Encode for PrePublicKey {
    fn encode_into(&self, encoder: &mut Encoder) {
        self.0.encode_into(encoder);
    }
}

impl Decode for PrePublicKey {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.object().map(Self)
    }
}
