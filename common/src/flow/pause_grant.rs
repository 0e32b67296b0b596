//! Pausing a grant, and letting it go on.

use super::{FlowError, Host, Member};
use crate::api::{PauseGrantEndpoint, PauseGrantRequest};
use crate::id::Encoded;
use crate::sharing::{GrantKeyRequest, PauseGrant, SignedAct};

impl<H: Host> Member<H> {
    /// Pauses a grant: no new opening can be made or tried under it. What is open stays open. Or lets the grant go on.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn pause_grant(&self, grant: &SignedAct<GrantKeyRequest>, paused: bool) -> Result<(), FlowError> {
        self.check_own_act(grant)?;
        let body = PauseGrant { grant: grant.body.grant, grant_hash: grant.hash(), paused };
        self.act(self.account(), body, async |act| {
            self.call::<PauseGrantEndpoint>(&PauseGrantRequest { act: Encoded(act) }).await
        })
        .await?;
        // Random keys that waited are over at the SAS; the SRS is told to destroy what it holds of them.
        self.end_replaced(grant.body.grant).await;
        Ok(())
    }
}
