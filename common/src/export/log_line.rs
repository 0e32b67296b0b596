//! One entry of the access log as exports tell it: what was checked, and the words that a reader saw.

use crate::flow::CheckedLogEntry;
use crate::id::{AccountId, Hash};
use crate::sharing::{LogKind, SrsEvent};
use crate::{crypto::ProtocolObject as _, flow::LogObject};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its number, from 1.
    pub sequence: u64,
    /// Milliseconds since 1970 UTC, by the server's clock.
    pub at: u64,
    /// What it reports.
    pub kind: LogKind,
    /// What the SRS reports, where it does and the report is proven.
    pub reported: Option<SrsEvent>,
    /// Who.
    pub actor: LogActor,
    /// Whether it is proven.
    pub proof: LogProof,
    /// What happened, in the reader's words.
    pub sentence: String,
    /// Hash of what was signed; zero where nothing was.
    pub object: Hash,
    /// Hash of the entry itself.
    pub entry: Hash,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogActor {
    /// Their account; the patient's own where a server acted.
    pub account: AccountId,
    /// Their name; empty where it is not known.
    pub name: String,
    /// Their handle; empty where it is not known.
    pub handle: String,
    /// Whether a server did it by itself.
    pub is_server: bool,
}

/// Whether an entry is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogProof {
    /// Signed by its actor.
    Signed,
    /// The server alone says so: there is nothing to sign.
    ServerOnly,
    /// The signature is forged or missing.
    Forged,
}

impl LogProof {
    /// Whether this entry checked out.
    pub const fn of(checked: &CheckedLogEntry) -> Self {
        match (&checked.verdict, &checked.object) {
            (Err(_), _) => Self::Forged,
            (Ok(()), LogObject::None) => Self::ServerOnly,
            (Ok(()), _) => Self::Signed,
        }
    }

    /// As exports spell it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::ServerOnly => "server_only",
            Self::Forged => "forged",
        }
    }
}

impl LogLine {
    /// From a checked entry, with who it was and what a reader is told.
    pub fn new(checked: &CheckedLogEntry, actor: LogActor, sentence: String) -> Self {
        let entry = &checked.entry;
        let reported = match (&checked.verdict, &checked.object) {
            (Ok(()), LogObject::Srs(report)) => Some(report.fields.event),
            _ => None,
        };
        Self {
            sequence: entry.sequence,
            at: entry.at,
            kind: entry.kind,
            reported,
            actor,
            proof: LogProof::of(checked),
            sentence,
            object: entry.object,
            entry: entry.object_hash(),
        }
    }

    /// The kind's name on the wire, for example `records_released`.
    pub(super) fn kind_code(&self) -> String {
        code_of(&self.kind)
    }

    /// What the SRS reports, by its name on the wire.
    pub(super) fn reported_code(&self) -> Option<String> {
        self.reported.as_ref().map(code_of)
    }
}

/// A unit variant's name on the wire.
fn code_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}
