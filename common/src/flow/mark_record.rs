//! Saying of a record that it is wrong, or not one's own. The record stays as it is, and so does its author's signature;
//! the mark lies in the vault, and every opening made from now on carries it to its clinician.

use super::{FlowError, Host, Member};
use crate::id::RecordId;
use crate::sharing::RecordMark;

impl<H: Host> Member<H> {
    /// Puts a mark on a record, in the place of the one it has.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn mark_record(&self, mark: &RecordMark) -> Result<(), FlowError> {
        self.change_vault(|vault| vault.put_mark(mark)).await
    }

    /// Takes the mark off a record.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn unmark_record(&self, record: RecordId) -> Result<(), FlowError> {
        self.change_vault(|vault| vault.take_mark(record)).await
    }
}
