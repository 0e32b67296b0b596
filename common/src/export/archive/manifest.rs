//! The list of what an archive holds. Its JSON is frozen: `common/tests/vectors/archive.json`.
//!
//! A file's SHA-256 and a record's content id would confirm a guess of what it says: nothing here has a `Debug`.

use serde::{Deserialize, Serialize};

use crate::flow::BroughtMark;
use crate::id::{AccountId, RecordId};
use crate::portion::Portion;
use crate::record::{ClinicalDate, ContentId, FhirType, MediaType, PatientNote, RecordSummary, Title};
use crate::sharing::{MarkKind, RecordMark};

/// What `format` says.
pub const ARCHIVE_FORMAT: &str = "sesemr-records";
/// What `version` says. A reader refuses a higher one.
pub const ARCHIVE_VERSION: u32 = 1;

/// What an archive holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`ARCHIVE_FORMAT`].
    pub format: String,
    /// [`ARCHIVE_VERSION`].
    pub version: u32,
    /// When it was made: a FHIR `instant`.
    pub made_at: String,
    /// Whose it is.
    pub person: Party,
    /// The current version of every record.
    pub records: Vec<ListedRecord>,
    /// Versions that were replaced.
    pub earlier_versions: Vec<ListedRecord>,
    /// Everything that is not a record.
    pub papers: Vec<ListedPaper>,
    /// Records that could not be taken along.
    pub not_taken: Vec<NotTaken>,
}

/// A person, as they were known when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Their account.
    pub account: AccountId,
    /// Their name; empty where it is not known.
    pub name: String,
    /// Their handle; empty where it is not known.
    pub handle: String,
}

/// A file of the archive.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFile {
    /// Its path in the archive.
    pub path: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of it in hexadecimal digits, as `sha256sum` prints it.
    pub sha256: String,
}

/// One version of a record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedRecord {
    /// Its bytes, exactly as they came.
    pub file: ListedFile,
    /// Which record.
    pub record: RecordId,
    /// Which version, from 1.
    pub version: u32,
    /// In which portion.
    pub portion: Portion,
    /// What it is called.
    pub title: Title,
    /// What its bytes are.
    pub media_type: MediaType,
    /// Its FHIR type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fhir_type: Option<FhirType>,
    /// When it happened, as the record says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<ClinicalDate>,
    /// By which a second import recognises it, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
    /// Who wrote it.
    pub written_by: Party,
    /// When it was stored: a FHIR `instant`; nothing where the log has no proof of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_at: Option<String>,
    /// Why this version replaces the one before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What its patient says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<ListedMark>,
    /// Whether its patient has hidden it.
    #[serde(default)]
    pub hidden: bool,
}

/// What a patient says of a record that stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedMark {
    /// What is the matter.
    pub kind: MarkWord,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What is the matter with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkWord {
    /// What it says is wrong.
    Wrong,
    /// It is somebody else's.
    NotMine,
}

/// A file that is not a record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPaper {
    /// The file.
    pub file: ListedFile,
    /// What it is.
    pub kind: PaperKind,
}

/// What a file that is not a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// What the archive is, in words.
    ReadMe,
    /// All FHIR resources as one Bundle.
    RecordsFhir,
    /// A prescription with its signature.
    SignedPrescription,
    /// Versions, marks, what is hidden, what was deleted.
    History,
    /// Requests, access given, openings.
    Consents,
    /// The access log as a table.
    LogTable,
    /// The access log as FHIR.
    LogFhir,
}

impl PaperKind {
    /// Whether it is kept as a readable file where the archive is read back: what the others say is in the records.
    pub const fn is_kept(self) -> bool {
        matches!(self, Self::SignedPrescription | Self::History | Self::Consents | Self::LogTable)
    }
}

/// A record that could not be taken along, or not whole.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotTaken {
    /// Which record.
    pub record: RecordId,
    /// Which version.
    pub version: u32,
    /// In which portion; nothing where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portion: Option<Portion>,
    /// What it is called, where that much could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// Why.
    pub reason: LeftOutReason,
    /// The file that holds what could be read before the damage, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

/// Why a record could not be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// It was altered or damaged after it was stored.
    Damaged,
    /// The person's list of records has it, and the server does not show it.
    Missing,
    /// It was deleted; the server shows it all the same.
    Deleted,
}

impl ListedRecord {
    /// What is said about it, for sealing it again. A reason belongs to a version that replaces another: read back, it is
    /// the first.
    pub fn summary(&self) -> RecordSummary {
        let content_id = self.content_id.as_deref().and_then(content_id_of);
        RecordSummary {
            title: self.title.clone(),
            media_type: self.media_type.clone(),
            fhir_type: self.fhir_type.clone(),
            clinical_date: self.date.clone(),
            byte_size: self.file.bytes,
            content_id,
            reason: None,
            voids: None,
        }
    }

    /// What its patient said of it, to be said again; nothing where that is nothing, or what it holds is not known by an id.
    pub fn brought_mark(&self, content_id: Option<ContentId>) -> Option<BroughtMark> {
        let mark = self.mark.as_ref().map(|mark| (mark.kind.into(), mark.note.as_deref().and_then(PatientNote::of)));
        let brought = BroughtMark { content_id: content_id?, mark, hidden: self.hidden };
        brought.says_anything().then_some(brought)
    }
}

impl From<RecordMark> for ListedMark {
    fn from(mark: RecordMark) -> Self {
        Self { kind: mark.kind.into(), note: mark.note.as_ref().map(PatientNote::as_str).map(str::to_owned) }
    }
}

impl From<MarkKind> for MarkWord {
    fn from(kind: MarkKind) -> Self {
        match kind {
            MarkKind::Wrong => Self::Wrong,
            MarkKind::NotMine => Self::NotMine,
        }
    }
}

impl From<MarkWord> for MarkKind {
    fn from(word: MarkWord) -> Self {
        match word {
            MarkWord::Wrong => Self::Wrong,
            MarkWord::NotMine => Self::NotMine,
        }
    }
}

fn content_id_of(digits: &str) -> Option<ContentId> {
    let mut bytes = [0; 32];
    let read = base16ct::lower::decode(digits, &mut bytes).ok()?;
    (read.len() == 32).then_some(ContentId(bytes))
}
