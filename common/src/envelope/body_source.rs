//! Where the bytes of a record come from while it is sealed: memory, or a file that is read piece by piece.

use core::future::{Future, ready};

use zeroize::Zeroizing;

/// The source is shorter than it said, or could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the source changed while it was read")]
pub struct SourceError;

/// Bytes of a known length, read once from beginning to end.
pub trait BodySource {
    /// How many bytes there are in all.
    fn length(&self) -> u64;

    /// Fills `buffer` with the next bytes, all of it.
    ///
    /// # Errors
    /// [`SourceError`].
    fn fill(&mut self, buffer: &mut [u8]) -> impl Future<Output = Result<(), SourceError>>;
}

/// Bytes in memory, wiped when they are dropped.
pub struct BytesSource {
    bytes: Zeroizing<Vec<u8>>,
    read: usize,
}

impl BytesSource {
    /// From bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: Zeroizing::new(bytes), read: 0 }
    }
}

impl BodySource for BytesSource {
    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn fill(&mut self, buffer: &mut [u8]) -> impl Future<Output = Result<(), SourceError>> {
        let end = self.read.saturating_add(buffer.len());
        let filled = self.bytes.get(self.read..end).map(|next| {
            buffer.copy_from_slice(next);
            self.read = end;
        });
        ready(filled.ok_or(SourceError))
    }
}

impl core::fmt::Debug for BytesSource {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "BytesSource({} bytes [REDACTED])", self.bytes.len())
    }
}
