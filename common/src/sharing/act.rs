//! Signed acts: every weighty thing somebody does, signed by their identity key.
//!
//! A stolen bearer token alone can do none of them. Each act carries a counter per (actor, patient, device,
//! audience) and the head of the patient's log that the actor last saw, so an act that a server never wrote
//! down is found. The bodies are in the neighbouring files, one file per verb.

use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder, choice, object};
use crate::crypto::{ProtocolObject, Signature, SignatureError, SigningKey, VerifyingKey, object_hash};
use crate::id::{AccountId, DeviceId, Hash, KeyId};

choice! {
    /// Which server an act is addressed to; each keeps its own counters.
    Audience("audience") {
        /// The Storage Aggregation Server.
        Sas = 1,
        /// The Setup and Re-encryption Server.
        Srs = 2,
    }
}

object! {
    /// The last entry of a patient's access log that somebody has verified or, for a clinician, been shown.
    struct LogHead {
        /// Number of entries.
        sequence: u64,
        /// Chain head after them; zero for an empty log.
        hash: Hash,
    }
}

impl LogHead {
    /// The head of an empty log.
    pub const EMPTY: Self = Self { sequence: 0, hash: Hash::ZERO };
}

object! {
    /// What every act says besides its body.
    struct ActHeader {
        /// Who acts.
        actor: AccountId,
        /// Under which identity key.
        actor_key: KeyId,
        /// Whose records it is about.
        patient: AccountId,
        /// From which device.
        device: DeviceId,
        /// For which server.
        audience: Audience,
        /// Counts this actor's acts about this patient from this device to this server, from 1, without gaps.
        counter: u64,
        /// The head of the patient's log that the actor last saw.
        log_head: LogHead,
        /// When, in milliseconds since 1970 UTC, by the actor's clock.
        signed_at: u64,
        /// The server's restore epoch as the actor knows it.
        restore_epoch: u32,
        /// Hash of a delegation; zero in version 1.
        on_behalf_of: Hash,
    }
}

/// The body of an act; its type name separates the signatures of different acts.
pub trait ActBody: Encode + Decode {
    /// The type name that hash and signature carry.
    const TYPE_NAME: &'static str;
    /// Which server takes it.
    const AUDIENCE: Audience;
}

/// Declares the body of an act: an object part with a type name and an audience.
macro_rules! act {
    ($(#[$doc:meta])* $name:ident = $type_name:literal to $audience:ident { $($fields:tt)* }) => {
        $crate::codec::object! { $(#[$doc])* struct $name { $($fields)* } }

        impl $crate::sharing::ActBody for $name {
            const TYPE_NAME: &'static str = $type_name;
            const AUDIENCE: $crate::sharing::Audience = $crate::sharing::Audience::$audience;
        }
    };
}
pub(crate) use act;

/// An act with its actor's signature: `version ‖ suite ‖ header ‖ body ‖ extension ‖ signature`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAct<B> {
    /// Who, about whom, when.
    pub header: ActHeader,
    /// What.
    pub body: B,
    /// By the actor's identity key, over everything before it.
    pub signature: Signature,
}

impl<B: ActBody> SignedAct<B> {
    /// Signs an act.
    pub fn sign(header: ActHeader, body: B, key: &SigningKey) -> Self {
        let signature = key.sign(B::TYPE_NAME, &encode_unsigned(&header, &body));
        Self { header, body, signature }
    }

    /// Checks the signature, and that the act was made for the server that takes such acts.
    ///
    /// # Errors
    /// When the signature is not `key`'s over this act, or the audience is another.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), SignatureError> {
        if self.header.audience != B::AUDIENCE {
            return Err(SignatureError);
        }
        key.verify(B::TYPE_NAME, &encode_unsigned(&self.header, &self.body), &self.signature)
    }

    /// The hash by which other objects name this act, signature included.
    pub fn hash(&self) -> Hash {
        object_hash(B::TYPE_NAME, &self.encode())
    }
}

impl<B: ActBody> ProtocolObject for SignedAct<B> {
    const TYPE_NAME: &'static str = B::TYPE_NAME;
}

fn encode_unsigned<B: ActBody>(header: &ActHeader, body: &B) -> Vec<u8> {
    let mut encoder = Encoder::versioned();
    encoder.put(header).put(body).put_no_extension();
    encoder.finish()
}

impl<B: ActBody> Encode for SignedAct<B> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_raw(&encode_unsigned(&self.header, &self.body)).put(&self.signature);
    }
}

impl<B: ActBody> Decode for SignedAct<B> {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.version()?;
        let (header, body) = (decoder.object()?, decoder.object()?);
        decoder.no_extension()?;
        Ok(Self { header, body, signature: decoder.object()? })
    }
}
