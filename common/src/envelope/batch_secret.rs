//! The secrets around key batches: a portion's, a batch's, and how the two legs become the key that wraps.
//!
//! ```text
//! KEK = HKDF(salt = hash of the fields before the slot count, ikm = K_pre ‖ K_kem, "kek")
//! wrapped = AES-256-GCM(Expand(KEK, "wrap" ‖ H), nonce 0, AAD = batch id ‖ H, file key)
//! ```

use super::{KeyBatch, WrappedFileKey};
use crate::crypto::aead::{self, NONCE_ZERO};
use crate::crypto::derive::PseudoRandomKey;
use crate::crypto::hpke::KemSecretKey;
use crate::crypto::{FileKey, secret_bytes};
use crate::id::{BatchId, Hash};
use crate::pre::{PreSecretKey, PreSharedKey};

secret_bytes!(
    /// K_kem of one batch: what the box of an opening carries, because z never leaves the vault.
    BatchKemSecret, 32);

/// The secrets of one portion in one epoch: (a, z), independent of each other and of every other epoch's.
#[derive(Clone, Debug)]
pub struct PortionSecret {
    /// a, of the re-encryption pair.
    pub pre: PreSecretKey,
    /// z, of the X-Wing pair.
    pub kem: KemSecretKey,
}

impl PortionSecret {
    /// Fresh random ones.
    pub fn make() -> Self {
        Self { pre: PreSecretKey::make(), kem: KemSecretKey::make() }
    }
}

/// The KEK of one batch: wraps and unwraps its file keys.
pub struct BatchKey {
    batch: BatchId,
    kek: PseudoRandomKey,
}

impl BatchKey {
    /// Both legs are needed: neither blindness nor post-quantum secrecy rests on one alone.
    pub(super) fn derive(batch: BatchId, salt: &Hash, pre: &PreSharedKey, kem: &BatchKemSecret) -> Self {
        let kek = PseudoRandomKey::extract(salt.as_bytes(), &[pre.as_bytes(), kem.as_bytes()]).expand::<32>("kek", &[]);
        Self { batch, kek: PseudoRandomKey::extract(&[], &[kek.as_slice()]) }
    }

    pub(super) fn of(batch: &KeyBatch, pre: &PreSharedKey, kem: &BatchKemSecret) -> Self {
        let salt = batch.fields.kek_salt(&batch.capsule, &batch.kem_ciphertext);
        Self::derive(batch.fields.batch, &salt, pre, kem)
    }

    pub(super) fn wrap(&self, binding: &Hash, file_key: &FileKey) -> WrappedFileKey {
        let sealed = aead::seal(&self.wrapping_key(binding), &NONCE_ZERO, &self.aad(binding), file_key.as_bytes());
        let mut wrapped = WrappedFileKey::ZERO;
        // 32 bytes and a tag of 16 are 48.
        wrapped.0.copy_from_slice(&sealed);
        wrapped
    }

    pub(super) fn unwrap(&self, binding: &Hash, wrapped: &WrappedFileKey) -> Option<FileKey> {
        let opened = aead::open(&self.wrapping_key(binding), &NONCE_ZERO, &self.aad(binding), &wrapped.0).ok()?;
        opened.as_slice().try_into().ok().map(FileKey::from_bytes)
    }

    pub(super) const fn batch(&self) -> BatchId {
        self.batch
    }

    /// That key wraps once: every H is in a batch at most once.
    fn wrapping_key(&self, binding: &Hash) -> zeroize::Zeroizing<[u8; 32]> {
        self.kek.expand("wrap", &[binding.as_bytes()])
    }

    fn aad(&self, binding: &Hash) -> Vec<u8> {
        [self.batch.as_bytes().as_slice(), binding.as_bytes()].concat()
    }
}

impl core::fmt::Debug for BatchKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("BatchKey([REDACTED])")
    }
}
