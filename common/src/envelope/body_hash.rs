//! Hashes of a body: what the author signs instead of the chunks.
//!
//! Over ciphertext and tag of every chunk. A hash over tags alone would sign nothing: who knows the key can make other
//! chunks with the same tags.

use crate::crypto::sha256;
use crate::id::Hash;

/// `SHA-256(ciphertext ‖ tag)` of one chunk.
pub fn chunk_hash(chunk: &[u8]) -> Hash {
    sha256(&[chunk])
}

/// `SHA-256("body" ‖ count u32 ‖ chunk hashes)`.
pub fn body_hash(chunk_hashes: &[Hash]) -> Hash {
    let count = u32::try_from(chunk_hashes.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut parts: Vec<&[u8]> = vec![b"body", &count];
    parts.extend(chunk_hashes.iter().map(|hash| hash.as_bytes().as_slice()));
    sha256(&parts)
}
