//! What an import will store, shown before anything is uploaded.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::UploadId,
    portion::Portion,
    record::{RejectReason, RejectedEntry},
};

use super::{moment::Moment, series::SeriesView};

/// A preview that the worker keeps until it is confirmed or forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImportId(pub u32);

/// What an import will store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// Which preview.
    pub import: ImportId,
    /// The files in the order they were given; one pseudo-file for typed readings.
    pub files: Vec<FilePreview>,
    /// New records by portion over all files, ascending; portions without new records are absent.
    pub portions: Vec<PortionCount>,
    /// Series that will be stored exactly and, where long enough, summarised: with all readings, old and new.
    pub series: Vec<SeriesView>,
    /// k that was used.
    pub group_size: u8,
    /// What will be uploaded, in bytes.
    pub bytes: u64,
}

/// New records of one portion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortionCount {
    /// Which.
    pub portion: Portion,
    /// How many.
    pub count: u32,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilePreview {
    /// Its name; empty for typed readings.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What its bytes say it is, not its label.
    pub kind: FileKind,
    /// New records by portion, ascending.
    pub portions: Vec<PortionCount>,
    /// Records that are already stored, which will not go again.
    pub already_there: u32,
    /// Entries that cannot go, with reasons. The others still can.
    pub rejected: Vec<RejectedEntry>,
    /// Why nothing of the file can go.
    #[serde(default)]
    pub refused: Option<Refusal>,
    /// Whose record it says it is ("Amina Diallo, born 1984-03-02"), from its Patient entry.
    #[serde(default)]
    pub subject: Option<String>,
}

/// Why nothing of a file can go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The intake refused it.
    Rejected(RejectReason),
    /// Larger than what the server stores.
    TooLarge {
        /// The most bytes one record may take.
        limit: u64,
    },
    /// This browser could not read it: moved, deleted, no permission.
    Unreadable,
}

/// What a file is, by its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// FHIR R4: a bundle, a resource or NDJSON.
    Fhir {
        /// How many entries.
        entries: u32,
    },
    /// Stored as it is.
    Other {
        /// The sniffed media type.
        media_type: String,
    },
    /// Typed readings.
    Typed,
}

/// What became of a confirmed import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportResult {
    /// Records stored and listed now.
    pub stored: u32,
    /// Files that are safe, of those that were to go.
    pub files_safe: u32,
    /// Files that were to go.
    pub files: u32,
    /// Uploads that stopped, each to go on or to leave out.
    pub stopped: Vec<InterruptedImport>,
}

/// An upload that was cut off. Nothing of it is listed until it is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterruptedImport {
    /// The upload.
    pub upload: UploadId,
    /// The names of its files.
    pub files: Vec<String>,
    /// How far it came, in percent.
    pub percent: u8,
    /// When it began.
    pub begun_at: Moment,
    /// Whether the files must be given again (after a reload the worker no longer has them).
    pub needs_files: bool,
}
