//! Where the bytes of an upload come from: a record in memory, or a file of the person's that is read piece by piece.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use sesemr_common::{
    envelope::{BodySource, SourceError},
    record::{MedicalRecord, make_visible},
};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use crate::message::{AppError, ErrorCode};

/// How much of a file is looked at together, in bytes.
const PIECE: u64 = 1024 * 1024;

/// A source of either kind, read from the beginning.
pub(super) struct FileSource {
    from: From,
    read: u64,
}

enum From {
    /// In memory, shared with whoever may have to begin again.
    Memory(Rc<MedicalRecord>),
    /// On the person's disk.
    Disk(File),
}

impl FileSource {
    pub(super) fn of_record(record: Rc<MedicalRecord>) -> Self {
        Self { from: From::Memory(record), read: 0 }
    }

    pub(super) fn of_file(file: File) -> Self {
        Self { from: From::Disk(file), read: 0 }
    }
}

impl BodySource for FileSource {
    fn length(&self) -> u64 {
        match &self.from {
            From::Memory(record) => record.content().len() as u64,
            From::Disk(file) => file_length(file),
        }
    }

    async fn fill(&mut self, buffer: &mut [u8]) -> Result<(), SourceError> {
        match &self.from {
            From::Memory(record) => {
                let rest = usize::try_from(self.read).ok().and_then(|read| record.content().get(read..));
                let next = rest.and_then(|rest| rest.get(..buffer.len())).ok_or(SourceError)?;
                buffer.copy_from_slice(next);
            }
            From::Disk(file) => {
                let piece = read_slice(file, self.read, buffer.len() as u64).await?;
                if piece.length() as usize != buffer.len() {
                    return Err(SourceError);
                }
                piece.copy_to(buffer);
            }
        }
        self.read += buffer.len() as u64;
        Ok(())
    }
}

/// A file's name, to be shown.
pub(super) fn file_name(file: &File) -> String {
    make_visible(&file.name())
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

/// Gives a file piece by piece, from beginning to end. No more than a piece of it is held at a time.
///
/// # Errors
/// [`ErrorCode::UnreadableFile`], and what `take` answers.
pub(super) async fn read_pieces(
    file: &File,
    mut take: impl FnMut(&[u8]) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut source = FileSource::of_file(file.clone());
    let mut rest = source.length();
    let mut piece = Vec::new();
    while rest > 0 {
        let length = rest.min(PIECE);
        piece.resize(usize::try_from(length).unwrap_or_default(), 0);
        source.fill(&mut piece).await.map_err(|_| ErrorCode::UnreadableFile)?;
        take(&piece)?;
        rest -= length;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "offsets in files are far below 2^53")]
async fn read_slice(file: &File, from: u64, length: u64) -> Result<Uint8Array, SourceError> {
    let slice: Blob = file.slice_with_f64_and_f64(from as f64, (from + length) as f64).map_err(|_| SourceError)?;
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|_| SourceError)?;
    Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()))
}
