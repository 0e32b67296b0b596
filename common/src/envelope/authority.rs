//! By what right a record or batch was written.

use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};
use crate::id::Hash;

/// kind u8 ‖ hash 32. Kinds 2 (deposit) and 3 (delegation) are for later versions and refused in this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// The patient's own: kind 0, zero hash.
    Own,
    /// An opening with write-back: kind 1, the hash of the signed opening.
    Opening(Hash),
}

impl Encode for Authority {
    fn encode_into(&self, encoder: &mut Encoder) {
        match self {
            Self::Own => encoder.put_u8(0).put(&Hash::ZERO),
            Self::Opening(hash) => encoder.put_u8(1).put(hash),
        };
    }
}

impl Decode for Authority {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        match (decoder.u8()?, decoder.object()?) {
            (0, Hash::ZERO) => Ok(Self::Own),
            (1, hash) if hash != Hash::ZERO => Ok(Self::Opening(hash)),
            (0 | 1, _) => Err(DecodeError::OutOfRange("authority hash")),
            _ => Err(DecodeError::OutOfRange("authority kind")),
        }
    }
}
