//! Answering "Was this right?" about an entry of one's access log. The answer lies in the vault: another device asks no more.

use super::{FlowError, Host, Member};
use crate::vault::LogAnswer;

impl<H: Host> Member<H> {
    /// Keeps an answer. Nothing is written where it is the one that is kept.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn answer_log_entry(&self, sequence: u64, answer: LogAnswer) -> Result<(), FlowError> {
        if self.vault().log_answer(sequence) == Some(answer) {
            return Ok(());
        }
        self.change_vault(|vault| vault.put_log_answer(sequence, answer)).await
    }
}
