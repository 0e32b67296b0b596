//! Signing out.

use super::{FlowError, Host, Member};
use crate::api::{LogOutEndpoint, LogOutRequest};

impl<H: Host> Member<H> {
    /// Ends this session, or all of the account's.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn log_out(&self, everywhere: bool) -> Result<(), FlowError> {
        self.call::<LogOutEndpoint>(&LogOutRequest { everywhere }).await?;
        Ok(())
    }
}
