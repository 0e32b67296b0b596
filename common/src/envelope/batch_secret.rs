//! The secrets around key batches: a portion's, a batch's, and how the two legs become the key that wraps.
//!
//! ```text
//! K_kem = 32-byte export, context "sesemr/1/kem", of HPKE mode_base to Z, info = hash of the fields before its ciphertext
//! KEK = HKDF(salt = hash of the fields before the slot count, ikm = K_pre ‖ K_kem, "kek")
//! wrapped = AES-256-GCM(HKDF(KEK, "wrap" ‖ H), nonce 0, AAD = batch id ‖ H, file key)
//! ```

use zeroize::Zeroizing;

use super::{KeyBatchFields, WrappedFileKey};
use crate::crypto::aead::{self, NONCE_ZERO};
use crate::crypto::derive::PseudoRandomKey;
use crate::crypto::hpke::{HpkeError, KemSecretKey, decapsulate_export, encapsulate_export};
use crate::crypto::{FileKey, KemCiphertext, KemPublicKey, object_hash, secret_bytes};
use crate::id::{BatchId, Hash};
use crate::pre::{Capsule, PreSecretKey, PreSharedKey};

const EXPORTER_CONTEXT: &[u8] = b"sesemr/1/kem";

secret_bytes!(
    /// `K_kem` of one batch: what the box of an opening carries, because z never leaves the vault.
    BatchKemSecret, 32);

impl BatchKemSecret {
    /// Encapsulates to Z.
    pub(super) fn encapsulate(
        fields: &KeyBatchFields,
        capsule: &Capsule,
        to: &KemPublicKey,
    ) -> Result<(KemCiphertext, Self), HpkeError> {
        let (ciphertext, exported) = encapsulate_export(to, kem_info(fields, capsule).as_bytes(), EXPORTER_CONTEXT)?;
        Ok((ciphertext, Self::from_bytes(*exported)))
    }

    /// The same secret, with z.
    pub(super) fn decapsulate(
        fields: &KeyBatchFields,
        capsule: &Capsule,
        ciphertext: &KemCiphertext,
        secret: &KemSecretKey,
    ) -> Result<Self, HpkeError> {
        decapsulate_export(secret, ciphertext, kem_info(fields, capsule).as_bytes(), EXPORTER_CONTEXT)
            .map(|exported| Self::from_bytes(*exported))
    }
}

/// The hash, of type name `key-batch-kem`, of the fields before the X-Wing ciphertext.
fn kem_info(fields: &KeyBatchFields, capsule: &Capsule) -> Hash {
    object_hash("key-batch-kem", &fields.encode_before_kem(capsule))
}

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
    /// Both legs are needed: neither blindness nor post-quantum secrecy rests on one alone. The salt is the hash, of type
    /// name `key-batch-kek`, of the fields before the slot count.
    pub(super) fn derive(
        fields: &KeyBatchFields,
        capsule: &Capsule,
        ciphertext: &KemCiphertext,
        pre: &PreSharedKey,
        kem: &BatchKemSecret,
    ) -> Self {
        let mut hashed = fields.encode_before_kem(capsule);
        hashed.extend_from_slice(ciphertext.as_bytes());
        let salt = object_hash("key-batch-kek", &hashed);
        let kek = PseudoRandomKey::extract(salt.as_bytes(), &[pre.as_bytes(), kem.as_bytes()]).expand::<32>("kek", &[]);
        Self { batch: fields.batch, kek: PseudoRandomKey::extract(&[], &[kek.as_slice()]) }
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
    fn wrapping_key(&self, binding: &Hash) -> Zeroizing<[u8; 32]> {
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
