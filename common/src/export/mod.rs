//! What a person takes away in forms that other programs read. The words in it come from whoever shows them; nothing here
//! speaks a language.
//!
//! ```text
//!  log ── LogLine ──┬─ log_csv      ──▶ a table
//!                   └─ audit_bundle ──▶ a FHIR R4 Bundle of AuditEvents
//!  everything ── archive ── ArchiveWriter ──▶ one ZIP file ── ArchiveReader ──▶ records again
//! ```

pub mod archive;
mod audit_bundle;
mod fhir_bundle;
mod log_csv;
mod log_line;

pub use audit_bundle::audit_bundle;
pub(crate) use fhir_bundle::instant;
pub use log_csv::{LOG_COLUMNS, LogCsvError, log_csv};
pub use log_line::{LogActor, LogLine, LogProof};
