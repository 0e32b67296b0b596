//! From opened chunks back to content: the length is read, the zeros are checked, deflated bodies are inflated.

use zeroize::Zeroizing;

use super::chunk_layout::LENGTH_FIELD;
use super::{ChunkLayout, Codec, EnvelopeError, MOST_DEFLATED, codec, padme};

/// Takes padded chunks in order and gives content. Deflated content comes out whole, with the last chunk.
pub(super) struct UnpadBody {
    codec: Codec,
    layout: ChunkLayout,
    taken: u64,
    content_end: u64,
    deflated: Zeroizing<Vec<u8>>,
}

impl UnpadBody {
    pub(super) fn new(codec: Codec, layout: ChunkLayout) -> Self {
        Self { codec, layout, taken: 0, content_end: 0, deflated: Zeroizing::default() }
    }

    /// The content of the next chunk of plaintext.
    pub(super) fn take(&mut self, chunk: Vec<u8>) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        let mut chunk = Zeroizing::new(chunk);
        let before = self.taken;
        self.taken += chunk.len() as u64;
        let content_start = if before == 0 {
            self.content_end = self.read_length(&chunk)?;
            LENGTH_FIELD
        } else {
            0
        };
        let content_end = self.content_end.saturating_sub(before).min(chunk.len() as u64);
        let (start, end) = (to_usize(content_start), to_usize(content_end));
        if chunk.get(end..).is_none_or(|padding| padding.iter().any(|byte| *byte != 0)) {
            return Err(EnvelopeError::AlteredOrDamaged);
        }
        chunk.truncate(end);
        chunk.drain(..start);
        match self.codec {
            Codec::None => Ok(chunk),
            Codec::Deflate => self.collect(&chunk),
        }
    }

    /// Where the content ends, counted from the start of the plaintext.
    fn read_length(&self, chunk: &[u8]) -> Result<u64, EnvelopeError> {
        let length = chunk.first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
        length
            .filter(|length| self.codec == Codec::None || *length <= MOST_DEFLATED as u64)
            .and_then(|length| length.checked_add(LENGTH_FIELD))
            // The author chose the padding by the same rule; any other length would hide something.
            .filter(|end| padme(*end) == Some(self.layout.padded_length()))
            .ok_or(EnvelopeError::AlteredOrDamaged)
    }

    fn collect(&mut self, content: &[u8]) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        if self.deflated.capacity() == 0 {
            self.deflated.reserve(to_usize(self.content_end));
        }
        self.deflated.extend_from_slice(content);
        if self.taken < self.layout.padded_length() { Ok(Zeroizing::default()) } else { codec::inflate(&self.deflated) }
    }
}

/// Chunk lengths and deflated lengths are small; anything else was refused before.
fn to_usize(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
