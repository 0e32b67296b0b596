//! Frames: chunks of sealed bodies, one after another, in a binary request or response.
//!
//! `record 16 ‖ version u32 ‖ chunk index u32 ‖ length u32 ‖ bytes`. One request or response carries frames of many
//! records, so a thousand small records cost a handful of round trips.

use crate::codec::{Decode as _, DecodeError, Decoder, Encoder};
use crate::id::RecordId;

/// The most bytes one chunk takes: 256 KiB and a tag of 16.
pub const MOST_CHUNK: usize = 262_144 + 16;
/// The most bytes a request of frames should take.
pub const MOST_REQUEST: usize = 4 * 1024 * 1024 + 64 * 1024;
/// The bytes before a chunk.
pub const HEAD: usize = 28;

/// One chunk of one record version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Which record.
    pub record: RecordId,
    /// Which version.
    pub version: u32,
    /// Which chunk, from 0.
    pub index: u32,
    /// Ciphertext and tag.
    pub bytes: Vec<u8>,
}

impl Frame {
    /// Appends the frame.
    pub fn write(&self, encoder: &mut Encoder) {
        encoder.put(&self.record).put_u32(self.version).put_u32(self.index).put_var(&self.bytes);
    }

    /// Reads all frames of a body.
    ///
    /// # Errors
    /// When the bytes are not whole frames.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Self>, DecodeError> {
        let mut decoder = Decoder::new(bytes);
        let mut frames = Vec::new();
        while !decoder.rest().is_empty() {
            frames.push(Self::read(&mut decoder)?);
        }
        Ok(frames)
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            record: RecordId::decode_from(decoder)?,
            version: decoder.u32()?,
            index: decoder.u32()?,
            bytes: decoder.var("chunk", MOST_CHUNK)?.to_vec(),
        })
    }
}
