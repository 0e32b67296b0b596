//! What was not taken from a file, where it stood and why, in words for the patient.

use serde::{Deserialize, Serialize};

use super::{
    ContentId, MediaType, Title,
    import_fhir::Position,
    limits::{MAX_DEPTH, MAX_ENTRIES, MAX_FHIR_BYTES},
    make_visible,
    strict_json::JsonFault,
};

/// Something that was not taken from a file. The good entries can still go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedEntry {
    /// Where it stood.
    pub place: EntryPlace,
    /// What it would have been called, where that much could be read.
    pub title: Option<Title>,
    /// Why it was not taken.
    pub reason: RejectReason,
}

/// Something that an earlier import, or an earlier entry of this file, has brought already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlreadyThere {
    /// Where it stood.
    pub place: EntryPlace,
    /// What it is called.
    pub title: Title,
    /// By which it was recognised.
    pub content_id: ContentId,
}

/// A place in a file: "entry 3", "line 12", "entry 3, attachment 1". Empty for the file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPlace(Vec<PlaceStep>);

/// One step of an [`EntryPlace`], counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceStep {
    /// An entry of a bundle.
    Entry(usize),
    /// A line of an NDJSON file.
    Line(usize),
    /// An attachment of a resource.
    Attachment(usize),
    /// The bundle itself, kept as one document.
    Document,
}

impl EntryPlace {
    /// The file as a whole.
    pub const FILE: Self = Self(Vec::new());

    /// The steps, outermost first.
    pub fn steps(&self) -> &[PlaceStep] {
        &self.0
    }

    pub(super) fn then(&self, step: PlaceStep) -> Self {
        Self(self.0.iter().copied().chain([step]).collect())
    }
}

impl core::fmt::Display for EntryPlace {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the file");
        }
        for (index, step) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            match step {
                PlaceStep::Entry(number) => write!(f, "entry {number}")?,
                PlaceStep::Line(number) => write!(f, "line {number}")?,
                PlaceStep::Attachment(number) => write!(f, "attachment {number}")?,
                PlaceStep::Document => f.write_str("the document as a whole")?,
            }
        }
        Ok(())
    }
}

/// Why something was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum RejectReason {
    /// 0 bytes.
    #[error("it is empty")]
    Empty,
    /// The bytes are of another kind than the name or the label says.
    #[error("it says it is {says}, but it is {found}")]
    NotWhatItSays {
        /// The file name's ending or the declared media type.
        says: String,
        /// What the bytes are.
        found: MediaType,
    },
    /// The bytes end inside this entry; whatever followed is lost as well.
    #[error("the file ends in the middle of it")]
    EndsEarly,
    /// Not JSON at this place of the file.
    #[error("it is broken at line {line}, column {column}")]
    BrokenJson {
        /// Line of the file, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
    },
    /// One object has the same key twice, so that two readers could read two different things.
    #[error("{key} stands there twice, in {path}")]
    DuplicateKey {
        /// The key.
        key: String,
        /// The object that has it twice, for example `Observation.code`.
        path: String,
    },
    /// Nested too deeply.
    #[error("it is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// More entries than are taken from one file.
    #[error("there are more than {MAX_ENTRIES} entries in this file")]
    TooManyEntries,
    /// Bundles in bundles in bundles.
    #[error("it is a bundle inside too many other bundles")]
    TooManyBundles,
    /// FHIR in a file too large to take apart.
    #[error("it is larger than {} MB, too large to sort into portions; split it first", MAX_FHIR_BYTES / (1024 * 1024))]
    TooLarge,
    /// An entry without a resource, such as a deletion.
    #[error("it holds no record")]
    NoResource,
    /// The resource does not say what it is.
    #[error("it does not say what kind of record it is")]
    NoResourceType,
    /// A bundle of a type that is not a set of records.
    #[error("it is a FHIR bundle of the kind {kind:?}, which does not hold records to keep")]
    UnsupportedBundle {
        /// `Bundle.type`.
        kind: String,
    },
    /// An attachment whose base64 does not decode.
    #[error("the attached file is damaged")]
    BrokenAttachment,
    /// In a file of records that were taken away: its bytes are not what the file's list says.
    #[error("its bytes are not what the list of this file says")]
    OtherBytes,
    /// The same: the list names it, and it is not there.
    #[error("the list of this file names it, and it is not there")]
    NotThere,
    /// The same: it is there, and the list does not name it.
    #[error("the list of this file does not name it")]
    NotListed,
}

impl RejectReason {
    /// What a fault is called, found in a stretch of a file that starts at this position.
    pub(super) fn of_fault(fault: JsonFault, start: Position) -> Self {
        match fault {
            JsonFault::Truncated => Self::EndsEarly,
            JsonFault::DuplicateKey { key, path } => {
                Self::DuplicateKey { key: make_visible(&key), path: make_visible(&path) }
            }
            JsonFault::TooDeep => Self::TooDeep,
            JsonFault::Broken { line, column } => {
                let columns_before = if line <= 1 { start.column - 1 } else { 0 };
                Self::BrokenJson { line: start.line + line.saturating_sub(1), column: columns_before + column }
            }
        }
    }
}
