//! AES-256-GCM over one chunk, as the envelope asks for it.
//!
//! Two implementations open each other's output: [`super::NativeBodyCipher`], and the browser worker's over `WebCrypto`,
//! which is why these methods are asynchronous. Futures need not be `Send`: a worker has one thread.

use core::future::{Future, ready};

use super::chunk_hash;
use crate::crypto::BodyKey;
use crate::id::Hash;

/// Why a cipher gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CipherError {
    /// The tag does not fit: wrong key, nonce or AAD, or altered bytes.
    #[error("the tag does not fit")]
    DoesNotOpen,
    /// The cipher did not run, for want of memory or of `WebCrypto`.
    #[error("the cipher is not available")]
    Unavailable,
}

/// Makes a cipher from the key of one body.
pub trait BodyCipher {
    /// The cipher, keyed.
    type Chunk: ChunkCipher;

    /// Loads a key.
    ///
    /// # Errors
    /// [`CipherError::Unavailable`].
    fn load(&self, key: &BodyKey) -> impl Future<Output = Result<Self::Chunk, CipherError>>;
}

/// AES-256-GCM with a 12-byte nonce and a 16-byte tag, keyed.
pub trait ChunkCipher {
    /// Seals: ciphertext ‖ tag. Callers leave room for the tag in `plaintext`'s capacity, so that it can be sealed in place.
    ///
    /// # Errors
    /// [`CipherError::Unavailable`].
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: Vec<u8>,
    ) -> impl Future<Output = Result<Vec<u8>, CipherError>>;

    /// Opens what [`Self::seal`] gave.
    ///
    /// # Errors
    /// [`CipherError::DoesNotOpen`] or [`CipherError::Unavailable`].
    fn open(&self, nonce: &[u8; 12], aad: &[u8], sealed: Vec<u8>)
    -> impl Future<Output = Result<Vec<u8>, CipherError>>;

    /// SHA-256 of a sealed chunk. In a browser WebCrypto's is several times faster than this one.
    ///
    /// # Errors
    /// [`CipherError::Unavailable`].
    fn hash(&self, sealed: &[u8]) -> impl Future<Output = Result<Hash, CipherError>> {
        ready(Ok(chunk_hash(sealed)))
    }
}
