//! An object with one signature over it, by whichever key its kind says: a server's, an identity's, a one-time key.
//!
//! For what people do with consequences see [`super::SignedAct`], which adds who, about whom and a counter.

use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};
use crate::crypto::{ProtocolObject, Signature, SignatureError, SigningKey, VerifyingKey, object_hash};
use crate::id::Hash;

/// An object and the signature over it: `encoding ‖ signature`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<T> {
    /// What is signed.
    pub fields: T,
    /// Over the encoding of the fields, under their type name.
    pub signature: Signature,
}

impl<T: ProtocolObject> Signed<T> {
    /// Signs an object.
    pub fn sign(fields: T, key: &SigningKey) -> Self {
        let signature = key.sign(T::TYPE_NAME, &fields.encode());
        Self { fields, signature }
    }

    /// Checks the signature; expiry and age are the caller's, who has a clock.
    ///
    /// # Errors
    /// When it is not `key`'s over these fields.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), SignatureError> {
        key.verify(T::TYPE_NAME, &self.fields.encode(), &self.signature)
    }

    /// The hash by which other objects name this one, signature included.
    pub fn hash(&self) -> Hash {
        object_hash(T::TYPE_NAME, &self.encode())
    }
}

impl<T: Encode> Encode for Signed<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put(&self.fields).put(&self.signature);
    }
}

impl<T: Decode> Decode for Signed<T> {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { fields: decoder.object()?, signature: decoder.object()? })
    }
}
