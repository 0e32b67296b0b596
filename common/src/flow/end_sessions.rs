//! Ending one's sessions on other devices.

use super::{FlowError, Host, Member};
use crate::api::{EndSessionsEndpoint, EndSessionsRequest};
use crate::id::SessionId;

impl<H: Host> Member<H> {
    /// Ends one session of this account, or all but this one.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn end_sessions(&self, session: Option<SessionId>) -> Result<(), FlowError> {
        self.call::<EndSessionsEndpoint>(&EndSessionsRequest { session }).await?;
        Ok(())
    }
}
