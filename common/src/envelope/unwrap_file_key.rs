//! Opening a key batch, with the portion's own secrets or with what an opening lends, and its file keys with it.
//!
//! Signature and slots of the batch are checked before: [`KeyBatch::verify`], [`KeyBatch::check_slots`].

use super::{BatchKemSecret, BatchKey, EnvelopeError, KeyBatch, KeySlot, PortionSecret};
use crate::crypto::FileKey;
use crate::crypto::hpke::KemSecretKey;
use crate::id::Hash;
use crate::pre::{
    Fragment, PrePublicKey, PreSecretKey, PreSharedKey, ReKeyCommitment, decapsulate, decapsulate_reencrypted,
};

/// Opens a batch with the portion's own secrets (a, z).
///
/// # Errors
/// [`EnvelopeError::AlteredOrDamaged`] where the capsule fails. A wrong X-Wing ciphertext gives a key that unwraps nothing.
pub fn open_key_batch(batch: &KeyBatch, secret: &PortionSecret) -> Result<BatchKey, EnvelopeError> {
    let pre_secret = decapsulate(&batch.fields.pre_context(), &secret.pre, &batch.capsule)
        .map_err(|_| EnvelopeError::AlteredOrDamaged)?;
    Ok(batch_key(batch, &pre_secret, &export_kem_secret(batch, &secret.kem)?))
}

/// Opens a batch of an opening: `fragment` from the SRS, `kem_secret` from the box. `pre_key` is A, as the opening names it.
///
/// # Errors
/// [`EnvelopeError::AlteredOrDamaged`] where the fragment's proof or equation fails.
pub fn open_reencrypted_key_batch(
    batch: &KeyBatch,
    pre_key: &PrePublicKey,
    one_time_secret: &PreSecretKey,
    commitment: &ReKeyCommitment,
    fragment: &Fragment,
    kem_secret: &BatchKemSecret,
) -> Result<BatchKey, EnvelopeError> {
    let context = batch.fields.pre_context();
    decapsulate_reencrypted(&context, pre_key, one_time_secret, commitment, &batch.capsule, fragment)
        .map(|pre_secret| batch_key(batch, &pre_secret, kem_secret))
        .map_err(|_| EnvelopeError::AlteredOrDamaged)
}

/// `K_kem` of a batch: the 32-byte export of an HPKE context in `mode_base` under z.
///
/// # Errors
/// [`EnvelopeError::AlteredOrDamaged`].
pub fn export_kem_secret(batch: &KeyBatch, kem_secret: &KemSecretKey) -> Result<BatchKemSecret, EnvelopeError> {
    BatchKemSecret::decapsulate(&batch.fields, &batch.capsule, &batch.kem_ciphertext, kem_secret)
        .map_err(|_| EnvelopeError::AlteredOrDamaged)
}

fn batch_key(batch: &KeyBatch, pre_secret: &PreSharedKey, kem_secret: &BatchKemSecret) -> BatchKey {
    BatchKey::derive(&batch.fields, &batch.capsule, &batch.kem_ciphertext, pre_secret, kem_secret)
}

impl BatchKey {
    /// Unwraps the file key of the record whose fixed part hashes to `binding`.
    ///
    /// # Errors
    /// [`EnvelopeError::AlteredOrDamaged`].
    pub fn unwrap_file_key(&self, binding: &Hash, slot: &KeySlot) -> Result<FileKey, EnvelopeError> {
        if slot.batch != self.batch() {
            return Err(EnvelopeError::AlteredOrDamaged);
        }
        self.unwrap(binding, &slot.wrapped).ok_or(EnvelopeError::AlteredOrDamaged)
    }
}
