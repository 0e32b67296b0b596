//! Hiding a record: it is not lent in openings made from now on, whole portions included, until it is shown again. Where
//! it is hidden is the vault's: no server learns of it.

use super::{FlowError, Host, Member};
use crate::id::RecordId;

impl<H: Host> Member<H> {
    /// Hides a record. Openings that were made before still name it.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn hide_record(&self, record: RecordId) -> Result<(), FlowError> {
        self.change_vault(|vault| vault.put_hidden(record, true)).await
    }

    /// Shows a hidden record again.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn show_record(&self, record: RecordId) -> Result<(), FlowError> {
        self.change_vault(|vault| vault.put_hidden(record, false)).await
    }
}
