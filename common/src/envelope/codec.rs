//! Deflate (RFC 1951) for bodies up to 8 MiB, where it makes the padded body shorter.
//!
//! Larger bodies stream as they are: images and films do not shrink, and a stream cannot know its length beforehand.

use zeroize::Zeroizing;

use super::chunk_layout::LENGTH_FIELD;
use super::{Codec, EnvelopeError, padme};

/// The longest content that is deflated, in bytes, and so the ceiling of inflating.
pub const MOST_DEFLATED: usize = 8 * 1024 * 1024;
const LEVEL: u8 = 6;

/// Deflates where that makes the padded body shorter.
pub(super) fn encode(content: Zeroizing<Vec<u8>>) -> (Codec, Zeroizing<Vec<u8>>) {
    let deflated = Zeroizing::new(miniz_oxide::deflate::compress_to_vec(&content, LEVEL));
    let padded = |bytes: &[u8]| padme(LENGTH_FIELD + bytes.len() as u64);
    if padded(&deflated) < padded(&content) { (Codec::Deflate, deflated) } else { (Codec::None, content) }
}

/// Inflates to at most [`MOST_DEFLATED`] bytes.
pub(super) fn inflate(deflated: &[u8]) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(deflated, MOST_DEFLATED)
        .map(Zeroizing::new)
        .map_err(|_| EnvelopeError::AlteredOrDamaged)
}
