//! What a person answered to "Was this right?" about entries of their access log: kept among the vault's settings, so that
//! every entry is asked about once. No server learns of it.
//!
//! `log-answer/<sequence>` (decimal) has the value `right` or `stopped`.

use serde::{Deserialize, Serialize};

use super::VaultContent;

/// An answer to "Was this right?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogAnswer {
    /// Yes.
    Right,
    /// No: the access was taken back.
    Stopped,
}

impl VaultContent {
    /// What was answered about the entry of this number. A value that a newer application wrote and this one does not know
    /// is no answer.
    pub fn log_answer(&self, sequence: u64) -> Option<LogAnswer> {
        match self.setting(&answer_name(sequence))? {
            "right" => Some(LogAnswer::Right),
            "stopped" => Some(LogAnswer::Stopped),
            _ => None,
        }
    }

    /// Keeps an answer, in the place of the one before.
    pub fn put_log_answer(&mut self, sequence: u64, answer: LogAnswer) {
        let value = match answer {
            LogAnswer::Right => "right",
            LogAnswer::Stopped => "stopped",
        };
        self.keep_setting(&answer_name(sequence), Some(value));
    }
}

fn answer_name(sequence: u64) -> String {
    format!("log-answer/{sequence}")
}
