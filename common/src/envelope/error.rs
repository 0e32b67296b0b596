//! Why sealing or opening failed. Opening has one answer for everything that was altered.

use super::{CipherError, SourceError};

/// Why sealing or opening failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// The record, slot or batch was altered or damaged after it was sealed, or the key is another's. Which of these
    /// cannot be told, and is not told.
    #[error("the record was altered or damaged")]
    AlteredOrDamaged,
    /// The source is shorter than it said, or could not be read.
    #[error("the source changed while it was read")]
    SourceChanged,
    /// The body is too long for the chunk counter (about a petabyte), or the summary for its field.
    #[error("the record is too large")]
    TooLarge,
    /// Chunks were given out of turn: a mistake of the caller, not of the record.
    #[error("a chunk was given out of turn")]
    OutOfTurn,
    /// The keys on the portion card are not keys.
    #[error("the portion card holds no valid key")]
    InvalidCard,
    /// A batch holds at least one record, at most 65,536, and none twice.
    #[error("a batch needs between 1 and 65,536 different records")]
    InvalidBatch,
    /// The cipher did not run.
    #[error("the cipher is not available")]
    CipherUnavailable,
}

impl From<SourceError> for EnvelopeError {
    fn from(_: SourceError) -> Self {
        Self::SourceChanged
    }
}

impl From<CipherError> for EnvelopeError {
    fn from(error: CipherError) -> Self {
        match error {
            CipherError::DoesNotOpen => Self::AlteredOrDamaged,
            CipherError::Unavailable => Self::CipherUnavailable,
        }
    }
}
