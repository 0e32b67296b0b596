//! Verbs about records: listing, reading, importing. Views are in `model::record` and `model::import`.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{OpeningId, RecordId, UploadId},
    portion::Portion,
};

use crate::model::{import::ImportId, record::MarkView, series::ReadingInput};

/// Whose records: one's own, or those that an opening opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The signed-in patient's.
    Own,
    /// A patient's, to a clinician, while this opening lasts.
    Opening(OpeningId),
}

/// All records of the signed-in patient, as summaries.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListRecords {}

/// One record, decrypted. The bytes of images, PDFs and other files travel beside the answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadRecord {
    /// Whose.
    pub source: Source,
    /// Which.
    pub record: RecordId,
    /// Which version, where it is not the current one.
    #[serde(default)]
    pub version: Option<u32>,
    /// Whether its bytes are wanted, to save a copy, whether it is shown or not.
    pub save: bool,
}

/// Every version of a record, newest first.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadRecordHistory {
    /// Which record.
    pub record: RecordId,
}

/// Replace a record's content by that of the one file that travels beside it.
#[derive(Debug, Serialize, Deserialize)]
pub struct CorrectRecord {
    /// Which.
    pub record: RecordId,
    /// Why, in the patient's words.
    pub reason: String,
}

/// Replace a reading by a typed one.
#[derive(Debug, Serialize, Deserialize)]
pub struct CorrectReading {
    /// Which.
    pub record: RecordId,
    /// What was typed.
    pub reading: ReadingInput,
    /// Why, in the patient's words.
    pub reason: String,
}

/// Put a mark on a record, or take it off.
#[derive(Debug, Serialize, Deserialize)]
pub struct MarkRecord {
    /// Which.
    pub record: RecordId,
    /// What to say of it; nothing takes the mark off.
    pub mark: Option<MarkView>,
}

/// Hide a record, or show it again.
#[derive(Debug, Serialize, Deserialize)]
pub struct HideRecord {
    /// Which.
    pub record: RecordId,
    /// Whether it is to be hidden.
    pub hidden: bool,
}

/// Delete a record for good, every version of it. A lasting act: it wants the password where that was typed long ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeleteRecord {
    /// Which.
    pub record: RecordId,
}

/// All records of one portion, decrypted; a file's bytes are not among them.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadPortion {
    /// Whose.
    pub source: Source,
    /// Which.
    pub portion: Portion,
}

/// All records by date, under the visits that they belong to.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadTimeline {
    /// Whose.
    pub source: Source,
}

/// The most bytes of a file that the server stores as one record.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadFileLimit {}

/// Look into the files that travel beside it, in their order.
#[derive(Debug, Serialize, Deserialize)]
pub struct PreviewImport {
    /// k of the series summary.
    pub group_size: u8,
}

/// Typed readings that this device keeps.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListKeptReadings {}

/// Send all typed readings that this device keeps. Those that do not go stay kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendKeptReadings {}

/// Forget typed readings that this device keeps, unsent.
#[derive(Debug, Serialize, Deserialize)]
pub struct DiscardKeptReadings {
    /// Which.
    pub upload: UploadId,
}

/// The readings in the list that is being typed, as this device keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListTypedReadings {}

/// Keep the list that is being typed on this device, in the place of the one before.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepTypedReadings {
    /// All of it.
    pub readings: Vec<ReadingInput>,
}

/// Typed readings.
#[derive(Debug, Serialize, Deserialize)]
pub struct PreviewReadings {
    /// What was typed.
    pub readings: Vec<ReadingInput>,
    /// k of the series summary.
    pub group_size: u8,
}

/// The same preview with another k, and without the files that are left out. The files need not travel again.
#[derive(Debug, Serialize, Deserialize)]
pub struct AdjustImport {
    /// The preview.
    pub import: ImportId,
    /// k of the series summary.
    pub group_size: u8,
    /// Files that are not to go, by their place in the preview.
    pub left_out: Vec<u32>,
}

/// Another file in the place of one of a preview, with k and what is left out as they are; it travels beside it. A photo
/// without its traces, or with them again.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReplaceImportFile {
    /// The preview.
    pub import: ImportId,
    /// Which file, by its place in the preview.
    pub place: u32,
}

/// Encrypt and upload. Progress names files by their place in the preview.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConfirmImport {
    /// The preview.
    pub import: ImportId,
    /// Files that are to go, by their place in the preview. One that is stored already does not go again.
    pub files: Vec<u32>,
}

/// Forget a preview.
#[derive(Debug, Serialize, Deserialize)]
pub struct DiscardImport {
    /// The preview.
    pub import: ImportId,
}

/// Uploads of this device that were cut off.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListInterruptedImports {}

/// Go on. Files travel beside it where the worker no longer has them (after a reload). Of an upload that went on and is
/// stored, what failed beside its records is tried again.
#[derive(Debug, Serialize, Deserialize)]
pub struct ContinueImport {
    /// The upload.
    pub upload: UploadId,
}

/// Leave a cut-off upload out: nothing of it was ever listed.
#[derive(Debug, Serialize, Deserialize)]
pub struct LeaveOutImport {
    /// The upload.
    pub upload: UploadId,
}
