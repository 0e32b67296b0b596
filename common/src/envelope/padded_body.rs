//! A body's plaintext on its way to the sealer: `codec length u64 ‖ codec output ‖ zeros up to the Padmé length`.
//!
//! Sources up to 8 MiB are read at once and deflated where that helps; larger ones are read chunk by chunk and never
//! held in memory. The way back is in `unpad_body`.

use zeroize::Zeroizing;

use super::chunk_layout::LENGTH_FIELD;
use super::{BodySource, BytesSource, ChunkLayout, Codec, EnvelopeError, MOST_DEFLATED, TAG_SIZE, codec, padme};

/// A body, ready to be sealed chunk by chunk.
pub struct PaddedBody<S> {
    output: Output<S>,
    codec: Codec,
    codec_length: u64,
    layout: ChunkLayout,
    next: u32,
}

enum Output<S> {
    Memory(BytesSource),
    Stream(S),
}

impl<S: BodySource> PaddedBody<S> {
    /// Reads a small source and decides its codec, or takes a large one as a stream.
    ///
    /// # Errors
    /// [`EnvelopeError::SourceChanged`] or [`EnvelopeError::TooLarge`].
    pub async fn prepare(mut source: S) -> Result<Self, EnvelopeError> {
        let (output, codec, codec_length) = match usize::try_from(source.length()) {
            Ok(length) if length <= MOST_DEFLATED => {
                let mut content = Zeroizing::new(vec![0; length]);
                source.fill(&mut content).await?;
                let (codec, mut encoded) = codec::encode(content);
                let memory = BytesSource::new(core::mem::take(&mut *encoded));
                let length = memory.length();
                (Output::Memory(memory), codec, length)
            }
            _ => {
                let length = source.length();
                (Output::Stream(source), Codec::None, length)
            }
        };
        let layout = codec_length.checked_add(LENGTH_FIELD).and_then(padme).and_then(ChunkLayout::of);
        Ok(Self { output, codec, codec_length, layout: layout.ok_or(EnvelopeError::TooLarge)?, next: 0 })
    }

    /// How the content is encoded; goes into the header.
    pub const fn codec(&self) -> Codec {
        self.codec
    }

    /// How the body falls into chunks; goes into the header.
    pub const fn layout(&self) -> ChunkLayout {
        self.layout
    }

    /// The next chunk of plaintext, with room for a tag, or nothing after the last.
    ///
    /// # Errors
    /// [`EnvelopeError::SourceChanged`].
    pub async fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, EnvelopeError> {
        if self.next >= self.layout.count() {
            return Ok(None);
        }
        let length = self.layout.chunk_length(self.next);
        let mut chunk = Vec::with_capacity(length + TAG_SIZE as usize);
        if self.next == 0 {
            chunk.extend_from_slice(&self.codec_length.to_be_bytes());
        }
        let content = self.content_left().min((length - chunk.len()) as u64);
        let from = chunk.len();
        chunk.resize(from + usize::try_from(content).unwrap_or_default(), 0);
        let (_, buffer) = chunk.split_at_mut(from);
        match &mut self.output {
            Output::Memory(memory) => memory.fill(buffer).await?,
            Output::Stream(source) => source.fill(buffer).await?,
        }
        chunk.resize(length, 0);
        self.next += 1;
        Ok(Some(chunk))
    }

    /// Bytes of codec output that no chunk holds yet.
    fn content_left(&self) -> u64 {
        let given: u64 = u64::from(self.next) * u64::from(super::CHUNK_SIZE);
        self.codec_length.saturating_sub(given.saturating_sub(LENGTH_FIELD))
    }
}

impl<S> core::fmt::Debug for PaddedBody<S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PaddedBody({} bytes [REDACTED])", self.codec_length)
    }
}
