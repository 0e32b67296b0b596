//! AES-256-GCM (NIST SP 800-38D) in one piece, for wrapped keys, summaries and vaults.
//!
//! Callers derive a key for each plaintext and use [`NONCE_ZERO`], or say why their nonce never repeats. Bodies of
//! records go chunk by chunk under a counter: [`crate::envelope`].

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use zeroize::Zeroizing;

/// Bytes that sealing adds.
pub const TAG: usize = 16;
/// For keys that seal one plaintext, ever.
pub const NONCE_ZERO: [u8; 12] = [0; 12];

/// The key is wrong or the bytes were altered; the two cannot be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("wrong key, or altered bytes")]
pub struct AeadError;

/// Seals `plaintext`: ciphertext ‖ tag, `plaintext.len() + TAG` bytes.
///
/// # Panics
/// Beyond 64 GiB, GCM's limit.
#[expect(clippy::expect_used, reason = "only plaintexts beyond 64 GiB fail, and bodies come in chunks")]
pub fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    cipher(key).encrypt(&Nonce::from(*nonce), Payload { msg: plaintext, aad }).expect("within GCM's limit")
}

/// Opens what [`seal`] gave.
///
/// # Errors
/// [`AeadError`].
pub fn open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AeadError> {
    cipher(key).decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad }).map(Zeroizing::new).map_err(|_| AeadError)
}

pub(crate) fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key))
}
