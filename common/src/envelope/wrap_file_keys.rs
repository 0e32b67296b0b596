//! Making a key batch: capsule, encapsulation, KEK, slots, slots hash, signature, in this order.

use super::{BatchKemSecret, BatchKey, EnvelopeError, KeyBatch, KeyBatchFields, KeySlot};
use crate::codec::MOST_ITEMS;
use crate::crypto::{FileKey, KemPublicKey, SigningKey};
use crate::id::Hash;
use crate::pre::{PrePublicKey, encapsulate};

/// A signed batch with its slots.
#[derive(Clone, Debug)]
pub struct WrappedBatch {
    /// The batch, immutable from now on.
    pub batch: KeyBatch,
    /// Its slots with the H of their records, ordered by H.
    pub slots: Vec<(Hash, KeySlot)>,
    /// `K_kem`, for the box of an opening; otherwise to be dropped.
    pub kem_secret: BatchKemSecret,
}

/// Wraps file keys, each with the H of its record, under the public keys of a portion card.
///
/// # Errors
/// [`EnvelopeError::InvalidBatch`] or [`EnvelopeError::InvalidCard`].
pub fn wrap_file_keys(
    fields: KeyBatchFields,
    pre_key: &PrePublicKey,
    kem_key: &KemPublicKey,
    file_keys: &[(Hash, FileKey)],
    writer: &SigningKey,
) -> Result<WrappedBatch, EnvelopeError> {
    let (capsule, pre_secret) = encapsulate(&fields.pre_context(), pre_key);
    let (kem_ciphertext, kem_secret) =
        BatchKemSecret::encapsulate(&fields, &capsule, kem_key).map_err(|_| EnvelopeError::InvalidCard)?;
    let key = BatchKey::derive(&fields, &capsule, &kem_ciphertext, &pre_secret, &kem_secret);
    let slots = wrap_slots(&key, file_keys)?;
    Ok(WrappedBatch { batch: KeyBatch::sign(fields, &capsule, &kem_ciphertext, &slots, writer), slots, kem_secret })
}

fn wrap_slots(key: &BatchKey, file_keys: &[(Hash, FileKey)]) -> Result<Vec<(Hash, KeySlot)>, EnvelopeError> {
    let mut sorted: Vec<&(Hash, FileKey)> = file_keys.iter().collect();
    sorted.sort_by_key(|(binding, _)| *binding);
    let twice = sorted.iter().zip(sorted.iter().skip(1)).any(|((before, _), (after, _))| before == after);
    if twice || !(1..=MOST_ITEMS).contains(&sorted.len()) {
        return Err(EnvelopeError::InvalidBatch);
    }
    let wrap = |(binding, file_key): &(Hash, FileKey)| {
        (*binding, KeySlot { batch: key.batch(), wrapped: key.wrap(binding, file_key) })
    };
    Ok(sorted.into_iter().map(wrap).collect())
}
