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
/// The setting that says what this person wanted and the server has not acknowledged yet: the invitation that they will
/// have, or [`LISTED`].
const WANTED: &str = "listing_wanted";
const LISTED: &str = "listed";

/// Who finds this person by their handle.
pub enum FoundBy {
    /// Everybody who knows it.
    Everybody,
    /// Those alone who show this invitation, and those whom this person deals with.
    Invited(Invitation),
    /// A change is on its way: whether the server has taken it is not known. [`Member::settle_listing`] finds out.
    Unsettled,
}

impl<H: Host> Member<H> {
    /// Makes an invitation and leaves the list: strangers find nobody under the handle, who shows the invitation does.
    /// One that was given out before is of no use any more; whoever has shown it still finds this person.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn leave_list(&self) -> Result<Invitation, FlowError> {
        let invitation = Invitation::make();
        self.want_listing(&invitation.to_groups()).await?;
        Ok(invitation)
    }

    /// Comes back to the list: everybody who knows the handle finds this person.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn join_list(&self) -> Result<(), FlowError> {
        self.want_listing(LISTED).await
    }

    /// Kept before it is sent: what is given out must not be lost with an answer, and what was not acknowledged must not be
    /// taken for done.
    async fn want_listing(&self, wanted: &str) -> Result<(), FlowError> {
        self.change_vault(|vault| vault.keep_setting(WANTED, Some(wanted))).await?;
        self.settle_listing().await
    }

    /// Sends what this person wanted last and the server has not acknowledged; nothing where nothing is open.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn settle_listing(&self) -> Result<(), FlowError> {
        let Some(wanted) = self.vault().setting(WANTED).map(str::to_owned) else { return Ok(()) };
        let invitation = Invitation::from_groups(&wanted).ok();
        let hash = invitation.as_ref().map(|invitation| hash_invitation(invitation.as_bytes()));
        self.act(self.account(), SetListing { unlisted: hash.is_some(), invitation: hash }, async |act| {
            self.call::<SetListingEndpoint>(&SetListingRequest { act: Encoded(act) }).await
        })
        .await?;
        self.change_vault(|vault| {
            vault.keep_setting(INVITATION, invitation.is_some().then_some(wanted.as_str()));
            vault.keep_setting(WANTED, None);
        })
        .await
    }
}

impl VaultContent {
    /// Who finds this person.
    pub fn found_by(&self) -> FoundBy {
        if self.setting(WANTED).is_some() {
            return FoundBy::Unsettled;
        }
        let invitation = self.setting(INVITATION).and_then(|groups| Invitation::from_groups(groups).ok());
        invitation.map_or(FoundBy::Everybody, FoundBy::Invited)
    }
}
