//! Verbs of taking things away. The words in what is made come from the page, which knows the reader's language; the bytes are
//! made in the worker.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sesemr_common::export::LOG_COLUMNS;

/// The access log as a file, read and checked anew.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExportAccessLog {
    /// As what.
    pub format: LogFormat,
    /// In which words.
    pub words: LogWords,
}

/// A form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// A table.
    Csv,
    /// A FHIR R4 Bundle of `AuditEvent`s.
    Fhir,
}

/// Everything of this person's as one file. A lasting act: it wants the password where that was typed long ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct TakeAway {
    /// What the file is, in the person's language.
    pub read_me: String,
    /// The words of the log in it.
    pub log: LogWords,
}

/// The words of an exported log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogWords {
    /// The heads of the table.
    pub columns: [String; LOG_COLUMNS],
    /// The sentences of entries, by their number.
    pub sentences: BTreeMap<u64, String>,
    /// What is said of an entry that only servers care about.
    pub other: String,
}
