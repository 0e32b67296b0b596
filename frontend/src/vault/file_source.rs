//! Where the bytes of an upload come from: memory, or a file of the person's that is read piece by piece.

use js_sys::{ArrayBuffer, Uint8Array};
use sesemr_common::envelope::{BodySource, BytesSource, SourceError};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

/// A source of either kind.
pub(super) enum FileSource {
    /// In memory.
    Memory(BytesSource),
    /// On the person's disk.
    Disk {
        /// The file.
        file: File,
        /// How much of it was read.
        read: u64,
    },
}

impl FileSource {
    pub(super) fn of_bytes(bytes: Vec<u8>) -> Self {
        Self::Memory(BytesSource::new(bytes))
    }

    pub(super) fn of_file(file: File) -> Self {
        Self::Disk { file, read: 0 }
    }
}

impl BodySource for FileSource {
    fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.length(),
            Self::Disk { file, .. } => file_length(file),
        }
    }

    async fn fill(&mut self, buffer: &mut [u8]) -> Result<(), SourceError> {
        match self {
            Self::Memory(bytes) => bytes.fill(buffer).await,
            Self::Disk { file, read } => {
                let piece = read_slice(file, *read, buffer.len() as u64).await?;
                if piece.length() as usize != buffer.len() {
                    return Err(SourceError);
                }
                piece.copy_to(buffer);
                *read += buffer.len() as u64;
                Ok(())
            }
        }
    }
}

/// A file's size in bytes.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "file sizes are whole and far below 2^53")]
pub(super) fn file_length(file: &File) -> u64 {
    file.size().max(0.0) as u64
}

/// Reads the first `most` bytes of a file, or all of a shorter one.
pub(super) async fn read_head(file: &File, most: u64) -> Result<Vec<u8>, SourceError> {
    Ok(read_slice(file, 0, most.min(file_length(file))).await?.to_vec())
}

#[expect(clippy::cast_precision_loss, reason = "offsets in files are far below 2^53")]
async fn read_slice(file: &File, from: u64, length: u64) -> Result<Uint8Array, SourceError> {
    let slice: Blob = file.slice_with_f64_and_f64(from as f64, (from + length) as f64).map_err(|_| SourceError)?;
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|_| SourceError)?;
    Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()))
}
