//! What a file key becomes for one record version: PRK = Extract(H, file key), and the keys expanded from it.

use zeroize::Zeroizing;

use super::{FileKeyCommitment, RecordHeaderFields};
use crate::crypto::derive::PseudoRandomKey;
use crate::crypto::hazmat::{Rc4Drop, Rc4Key};
use crate::crypto::{BodyKey, FileKey};
use crate::id::Hash;

/// PRK, and what every chunk is bound to.
pub(super) struct RecordKeys {
    prk: PseudoRandomKey,
    binding: Hash,
}

impl RecordKeys {
    pub(super) fn derive(binding: Hash, file_key: &FileKey) -> Self {
        Self { prk: PseudoRandomKey::extract(binding.as_bytes(), &[file_key.as_bytes()]), binding }
    }

    /// H.
    pub(super) const fn binding(&self) -> &Hash {
        &self.binding
    }

    /// `k_aead`.
    pub(super) fn body_key(&self) -> BodyKey {
        BodyKey::from_bytes(*self.prk.expand("aead", &[]))
    }

    /// `commit`.
    pub(super) fn commitment(&self) -> FileKeyCommitment {
        FileKeyCommitment(*self.prk.expand("commit", &[]))
    }

    /// `k_summary`: seals once.
    pub(super) fn summary_key(&self) -> Zeroizing<[u8; 32]> {
        self.prk.expand("summary", &[])
    }

    /// RC4 under `k_rc4_i`, for chunk i.
    pub(super) fn chunk_cipher(&self, index: u32) -> Rc4Drop {
        Rc4Drop::new(&Rc4Key::from_bytes(*self.prk.expand("rc4", &[&index.to_be_bytes()])))
    }
}

/// STREAM-BE32 (Hoang, Reyhanitabar, Rogaway, Vizár 2015): `prefix 7 ‖ counter u32 ‖ last flag`.
pub(super) fn chunk_nonce(fields: &RecordHeaderFields, index: u32) -> [u8; 12] {
    let mut nonce = [0; 12];
    let counter = index.to_be_bytes();
    let last = [u8::from(fields.layout.is_last(index))];
    let parts = fields.nonce_prefix.0.iter().chain(&counter).chain(&last);
    for (byte, part) in nonce.iter_mut().zip(parts) {
        *byte = *part;
    }
    nonce
}
