//! Key batches: one key-encryption key for all records that somebody writes to one portion at one time.
//!
//! ```text
//! version ‖ suite ‖ batch 16 ‖ patient 16 ‖ portion u8 ‖ epoch u32 ‖ card hash 32 ‖ writer 16 ‖ writer key 32
//! ‖ authority kind u8 ‖ authority hash 32 ‖ capsule 96                    hashed for the KEM leg
//! ‖ X-Wing ciphertext 1120                                               hashed for the KEK
//! ‖ slot count u32 ‖ slots hash 32 ‖ extension u16 ‖ signature 64
//! ```
//! A signed batch never grows. Making one is in `wrap_file_keys`, opening one in `unwrap_file_key`.

use super::{Authority, KeySlot, slots_hash};
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder, MOST_ITEMS};
#[cfg(feature = "client")]
use crate::crypto::SigningKey;
use crate::crypto::{KemCiphertext, ProtocolObject, Signature, SignatureError, VerifyingKey};
use crate::id::{AccountId, BatchId, Hash, KeyId};
use crate::portion::Portion;
use crate::pre::{Capsule, PreContext};

/// What is known of a batch before its keys are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBatchFields {
    /// Which batch.
    pub batch: BatchId,
    /// Whose records.
    pub patient: AccountId,
    /// In which portion.
    pub portion: Portion,
    /// In which epoch.
    pub epoch: u32,
    /// Hash of the portion card.
    pub card: Hash,
    /// Who wraps.
    pub writer: AccountId,
    /// Under which identity key.
    pub writer_key: KeyId,
    /// By what right.
    pub authority: Authority,
}

impl KeyBatchFields {
    /// What the batch's capsule is bound to.
    pub const fn pre_context(&self) -> PreContext {
        PreContext { patient: self.patient, portion: self.portion, epoch: self.epoch }
    }

    /// The fields before the X-Wing ciphertext.
    pub(super) fn encode_before_kem(&self, capsule: &Capsule) -> Vec<u8> {
        let mut encoder = Encoder::versioned();
        encoder.put(&self.batch).put(&self.patient).put(&self.portion).put_u32(self.epoch).put(&self.card);
        encoder.put(&self.writer).put(&self.writer_key).put(&self.authority).put(capsule);
        encoder.finish()
    }
}

/// A batch signed by its writer. Its object hash, signature included, is what openings name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBatch {
    /// Which, whose, by whom.
    pub fields: KeyBatchFields,
    /// The leg that a proxy can re-encrypt.
    pub capsule: Capsule,
    /// The leg that stays secret from the proxy and from quantum computers.
    pub kem_ciphertext: KemCiphertext,
    /// How many slots; at least one.
    pub slot_count: u32,
    /// Over all slots, ordered by H.
    pub slots_hash: Hash,
    /// The writer's, over all before it.
    pub signature: Signature,
}

impl KeyBatch {
    /// Checks the writer's signature. Whether `key` is the key that the batch names is the caller's to know.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), SignatureError> {
        key.verify(Self::TYPE_NAME, &self.encode_unsigned(), &self.signature)
    }

    /// Checks that these are the batch's slots, all of them, each with its record's H, ordered by H.
    ///
    /// # Errors
    /// [`SignatureError`]: what was signed is something else.
    pub fn check_slots(&self, slots: &[(Hash, KeySlot)]) -> Result<(), SignatureError> {
        let ascending = slots.iter().zip(slots.iter().skip(1)).all(|((before, _), (after, _))| before < after);
        let own = slots.iter().all(|(_, slot)| slot.batch == self.fields.batch);
        let all = u32::try_from(slots.len()) == Ok(self.slot_count);
        if ascending && own && all && slots_hash(slots) == self.slots_hash { Ok(()) } else { Err(SignatureError) }
    }

    /// Signs a batch; nothing about it can change any more.
    #[cfg(feature = "client")]
    pub(super) fn sign(
        fields: KeyBatchFields,
        capsule: &Capsule,
        kem_ciphertext: &KemCiphertext,
        slots: &[(Hash, KeySlot)],
        writer: &SigningKey,
    ) -> Self {
        let slot_count = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        let slots_hash = slots_hash(slots);
        let mut batch = Self {
            fields,
            capsule: *capsule,
            kem_ciphertext: *kem_ciphertext,
            slot_count,
            slots_hash,
            signature: Signature::ZERO,
        };
        batch.signature = writer.sign(Self::TYPE_NAME, &batch.encode_unsigned());
        batch
    }

    fn encode_unsigned(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        encoder.put_raw(&self.fields.encode_before_kem(&self.capsule)).put(&self.kem_ciphertext);
        encoder.put_u32(self.slot_count).put(&self.slots_hash).put_no_extension();
        encoder.finish()
    }
}

impl ProtocolObject for KeyBatch {
    const TYPE_NAME: &'static str = "key-batch";
}

impl Encode for KeyBatch {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_raw(&self.encode_unsigned()).put(&self.signature);
    }
}

impl Decode for KeyBatch {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decoder.version()?;
        let fields = KeyBatchFields {
            batch: decoder.object()?,
            patient: decoder.object()?,
            portion: decoder.object()?,
            epoch: decoder.u32()?,
            card: decoder.object()?,
            writer: decoder.object()?,
            writer_key: decoder.object()?,
            authority: decoder.object()?,
        };
        let (capsule, kem_ciphertext) = (decoder.object()?, decoder.object()?);
        let slot_count = match decoder.u32()? {
            count if count > 0 && count as usize <= MOST_ITEMS => count,
            _ => return Err(DecodeError::OutOfRange("slot count")),
        };
        let slots_hash = decoder.object()?;
        decoder.no_extension()?;
        Ok(Self { fields, capsule, kem_ciphertext, slot_count, slots_hash, signature: decoder.object()? })
    }
}
