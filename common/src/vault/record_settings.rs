//! What a patient decided about single records and keeps among the vault's settings: marks, and what is hidden. No server
//! learns of either.
//!
//! `mark/<record id>` has the value `wrong` or `not_mine`, behind it a line end and the note where there is one;
//! `hidden/<record id>` has an empty value.

use std::collections::BTreeSet;

use super::VaultContent;
use crate::id::RecordId;
use crate::record::PatientNote;
use crate::sharing::{MarkKind, RecordMark};

/// Under which marks stand.
const MARK: &str = "mark/";
/// Under which it stands what is hidden.
const HIDDEN: &str = "hidden/";

impl VaultContent {
    /// The mark on a record.
    pub fn mark_on(&self, record: RecordId) -> Option<RecordMark> {
        let value = self.setting(&mark_name(record))?;
        let (word, note) = value.split_once('\n').unwrap_or((value, ""));
        let kind = match word {
            "wrong" => MarkKind::Wrong,
            "not_mine" => MarkKind::NotMine,
            _ => return None,
        };
        Some(RecordMark { record, kind, note: PatientNote::of(note) })
    }

    /// Puts a mark on a record, in the place of the one it has.
    pub fn put_mark(&mut self, mark: &RecordMark) {
        let word = match mark.kind {
            MarkKind::Wrong => "wrong",
            MarkKind::NotMine => "not_mine",
        };
        let value = match &mark.note {
            Some(note) => format!("{word}\n{}", note.as_str()),
            None => word.to_owned(),
        };
        self.keep_setting(&mark_name(mark.record), Some(&value));
    }

    /// Takes the mark off a record.
    pub fn take_mark(&mut self, record: RecordId) {
        self.keep_setting(&mark_name(record), None);
    }

    /// Whether a record is hidden.
    pub fn is_hidden(&self, record: RecordId) -> bool {
        self.setting(&hidden_name(record)).is_some()
    }

    /// Hides a record, or shows it again.
    pub fn put_hidden(&mut self, record: RecordId, hidden: bool) {
        self.keep_setting(&hidden_name(record), hidden.then_some(""));
    }

    /// All records that bear a mark.
    pub fn marked_records(&self) -> BTreeSet<RecordId> {
        self.records_under(MARK)
    }

    /// All records that are hidden.
    pub fn hidden_records(&self) -> BTreeSet<RecordId> {
        self.records_under(HIDDEN)
    }

    fn records_under(&self, prefix: &str) -> BTreeSet<RecordId> {
        self.settings_under(prefix).filter_map(|(record, _)| record.parse().ok()).collect()
    }

    /// Forgets what was decided about a record that is gone.
    pub fn forget_record(&mut self, record: RecordId) {
        self.take_mark(record);
        self.put_hidden(record, false);
    }
}

fn mark_name(record: RecordId) -> String {
    format!("{MARK}{record}")
}

fn hidden_name(record: RecordId) -> String {
    format!("{HIDDEN}{record}")
}
