//! Deflate (RFC 1951) for bodies up to 8 MiB, where it makes the padded body shorter.
//!
//! Larger bodies stream as they are: images and films do not shrink, and a stream cannot know its length beforehand. For
//! the same reason a sample is tried first: deflating what does not shrink takes far longer than sealing it.

use zeroize::Zeroizing;

use super::chunk_layout::LENGTH_FIELD;
use super::{Codec, EnvelopeError, padme};

/// The longest content that is deflated, in bytes, and so the ceiling of inflating.
pub const MOST_DEFLATED: usize = 8 * 1024 * 1024;
/// FHIR shrinks to a twentieth at this level; the next ones take twice as long for a percent more.
const LEVEL: u8 = 3;
/// For the sample: the fastest.
const SAMPLE_LEVEL: u8 = 1;
/// The sample: this many pieces of this many bytes, spread over the content.
const PIECES: usize = 16;
const PIECE: usize = 4096;

/// Deflates where that makes the padded body shorter.
pub(super) fn encode(content: Zeroizing<Vec<u8>>) -> (Codec, Zeroizing<Vec<u8>>) {
    if !seems_to_shrink(&content) {
        return (Codec::None, content);
    }
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

/// Whether a sample of the content loses at least a sixteenth. Content no longer than a sample always gets its try.
fn seems_to_shrink(content: &[u8]) -> bool {
    if content.len() <= PIECES * PIECE {
        return true;
    }
    let pieces = content.chunks(content.len() / PIECES).take(PIECES).filter_map(|part| part.get(..PIECE));
    let sample = Zeroizing::new(pieces.collect::<Vec<_>>().concat());
    let deflated = Zeroizing::new(miniz_oxide::deflate::compress_to_vec(&sample, SAMPLE_LEVEL));
    deflated.len() < sample.len() / 16 * 15
}
