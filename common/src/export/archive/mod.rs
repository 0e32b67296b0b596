//! Everything that a person has here, as one ZIP file that any program opens, and the way back from it.
//!
//! ```text
//!  README.txt                     what it is, in the person's language
//!  manifest.json                  [`Manifest`]: every file with its length and SHA-256, every record with its portion,
//!                                 and what could not be taken along, with the reason
//!  records/<portion>/<name>       the bytes of every record, exactly as they came
//!  versions/<portion>/<name>      the bytes of earlier versions
//!  fhir/records.fhir.json         all FHIR resources as one R4 Bundle
//!  prescriptions/<name>           what a clinician signed, with all that checking it takes
//!  history.json                   versions, reasons, marks, what is hidden, what was deleted
//!  consents.json                  requests, access given, openings, with the signed acts
//!  log/access-log.csv             the access log, as a table and as FHIR `AuditEvent`s
//!  log/access-log.fhir.json
//! ```
//! It is not encrypted: whoever holds it can read it. [`ArchiveWriter`] writes into anything, without going back, so that
//! nothing but the piece at hand is in memory. [`ArchiveReader`] believes nothing: ceilings, names, lengths and hashes are
//! checked before a byte of it counts as a record.

mod file_name;
mod manifest;
mod read_archive;
mod write_archive;

pub use file_name::{FileNames, is_safe_path};
pub use manifest::{
    ARCHIVE_FORMAT, ARCHIVE_VERSION, LeftOutReason, ListedFile, ListedMark, ListedPaper, ListedRecord, Manifest,
    MarkWord, NotTaken, PaperKind, Party,
};
pub use read_archive::{
    ARCHIVE_HEAD_BYTES, ArchiveFault, ArchiveReader, MOST_ARCHIVE_BYTES, MOST_ARCHIVE_FILES, ReadFault,
    begins_like_archive,
};
pub use write_archive::ArchiveWriter;
pub(crate) use write_archive::READ_ME;
