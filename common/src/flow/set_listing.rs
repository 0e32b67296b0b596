//! Leaving the list of people who can be found by their handle, and the invitation for those who may find one all the
//! same.

use super::{FlowError, Host, Member};
use crate::api::{SetListingEndpoint, SetListingRequest};
use crate::crypto::Invitation;
use crate::id::Encoded;
use crate::sharing::{SetListing, hash_invitation};
use crate::vault::VaultContent;

/// The setting that says that this person is unlisted, and holds their invitation.
const INVITATION: &str = "invitation";

impl<H: Host> Member<H> {
    /// Makes an invitation and leaves the list: strangers find nobody under the handle, who shows the invitation does.
    /// One that was given out before is of no use any more; whoever has shown it still finds this person.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn leave_list(&self) -> Result<Invitation, FlowError> {
        let invitation = Invitation::make();
        // Kept first: what is given out must not be lost with an answer.
        self.change_vault(|vault| vault.keep_setting(INVITATION, Some(&invitation.to_groups()))).await?;
        self.set_listing(SetListing { unlisted: true, invitation: Some(hash_invitation(invitation.as_bytes())) })
            .await?;
        Ok(invitation)
    }

    /// Comes back to the list: everybody who knows the handle finds this person.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn join_list(&self) -> Result<(), FlowError> {
        self.set_listing(SetListing { unlisted: false, invitation: None }).await?;
        self.change_vault(|vault| vault.keep_setting(INVITATION, None)).await
    }

    async fn set_listing(&self, body: SetListing) -> Result<(), FlowError> {
        self.act(self.account(), body, async |act| {
            self.call::<SetListingEndpoint>(&SetListingRequest { act: Encoded(act) }).await
        })
        .await?;
        Ok(())
    }
}

impl VaultContent {
    /// The invitation of a person who is unlisted; nothing where everybody finds them.
    pub fn invitation(&self) -> Option<Invitation> {
        self.setting(INVITATION).and_then(|groups| Invitation::from_groups(groups).ok())
    }
}
