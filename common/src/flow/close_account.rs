//! Closing one's account. What others were given is taken back first, so that both servers and all readers are told.

use super::log_in::identify;
use super::{FlowError, Host, Member};
use crate::api::{CloseAccountEndpoint, CloseAccountRequest, ErrorCode, GrantState};
use crate::id::Encoded;
use crate::sharing::CloseAccount;

impl<H: Host> Member<H> {
    /// Closes this account: records, vault, credentials and sessions are deleted, grants end, the handle is given to nobody
    /// again. Nothing can be called after that.
    ///
    /// # Errors
    /// Those of the server; where access could not be taken back at one of them, the account stays open, without what was
    /// taken back by then.
    pub async fn close_account(&self) -> Result<(), FlowError> {
        match self.take_back_and_close().await {
            // With an account its sessions go. Where the answer was lost, another try finds neither.
            Err(error) if error.is_refusal(ErrorCode::NotSignedIn) && self.is_gone().await? => Ok(()),
            closed => closed,
        }
    }

    async fn take_back_and_close(&self) -> Result<(), FlowError> {
        let me = self.account();
        for grant in self.list_grants().await? {
            let gives = matches!(grant.state, GrantState::Live | GrantState::Paused | GrantState::UsedUp);
            if gives && grant.act.header.actor == me {
                self.take_back_grant(&grant.act).await?;
            }
        }
        let body = CloseAccount { register: self.vault().identity.register.hash() };
        self.act(me, body, async |act| {
            self.call::<CloseAccountEndpoint>(&CloseAccountRequest { act: Encoded(act) }).await
        })
        .await?;
        Ok(())
    }

    /// Whether the server knows this person's handle no longer.
    async fn is_gone(&self) -> Result<bool, FlowError> {
        let known = identify(&self.host, &self.profile().handle).await?;
        Ok(known.account != self.account())
    }
}
