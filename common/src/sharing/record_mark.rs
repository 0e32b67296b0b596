//! What a patient says of a record that stays as it is: it is wrong, or not theirs. It lies in the vault and travels to
//! clinicians in the box of an opening.

use crate::codec::{DecodeError, Decoder, Encoder, choice};
use crate::id::RecordId;
use crate::record::PatientNote;

choice! {
    /// What is the matter with a record.
    MarkKind("mark") {
        /// What it says is wrong.
        Wrong = 1,
        /// It is about somebody else.
        NotMine = 2,
    }
}

/// A mark on one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordMark {
    /// On which record, whatever its version.
    pub record: RecordId,
    /// What the patient says.
    pub kind: MarkKind,
    /// In their own words.
    pub note: Option<PatientNote>,
}

impl RecordMark {
    /// `record 16 ‖ kind u8 ‖ note`, an empty note meaning none.
    pub(super) fn encode_into(&self, encoder: &mut Encoder) {
        let note = self.note.as_ref().map_or("", PatientNote::as_str);
        encoder.put(&self.record).put(&self.kind).put_var(note.as_bytes());
    }

    /// Reads what [`Self::encode_into`] wrote.
    pub(super) fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let (record, kind) = (decoder.object()?, decoder.object()?);
        let text = decoder.text("note", PatientNote::MOST_BYTES)?;
        let note = PatientNote::of(&text);
        if note.as_ref().map_or("", PatientNote::as_str) == text {
            Ok(Self { record, kind, note })
        } else {
            Err(DecodeError::OutOfRange("note"))
        }
    }
}
