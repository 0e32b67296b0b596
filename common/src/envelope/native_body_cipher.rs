//! The `aes-gcm` crate as a body cipher: for tests, tools and every caller outside a browser.
//!
//! Its futures are ready at once. In a browser `WebCrypto` is several times faster.

use core::future::{Future, ready};

use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes256Gcm, Nonce};

use super::{BodyCipher, ChunkCipher, CipherError};
use crate::crypto::{BodyKey, aead};

/// Makes [`NativeChunkCipher`]s.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeBodyCipher;

/// AES-256-GCM in place.
pub struct NativeChunkCipher(Aes256Gcm);

impl BodyCipher for NativeBodyCipher {
    type Chunk = NativeChunkCipher;

    fn load(&self, key: &BodyKey) -> impl Future<Output = Result<NativeChunkCipher, CipherError>> {
        ready(Ok(NativeChunkCipher(aead::cipher(key.as_bytes()))))
    }
}

impl ChunkCipher for NativeChunkCipher {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        mut plaintext: Vec<u8>,
    ) -> impl Future<Output = Result<Vec<u8>, CipherError>> {
        let sealed = self.0.encrypt_in_place(&Nonce::from(*nonce), aad, &mut plaintext);
        ready(sealed.map(|()| plaintext).map_err(|_| CipherError::Unavailable))
    }

    fn open(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        mut sealed: Vec<u8>,
    ) -> impl Future<Output = Result<Vec<u8>, CipherError>> {
        let opened = self.0.decrypt_in_place(&Nonce::from(*nonce), aad, &mut sealed);
        ready(opened.map(|()| sealed).map_err(|_| CipherError::DoesNotOpen))
    }
}

impl core::fmt::Debug for NativeChunkCipher {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("NativeChunkCipher([REDACTED])")
    }
}
