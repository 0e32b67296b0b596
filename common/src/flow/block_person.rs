//! Blocking a person: the server refuses what they ask for, and the patient's own list of it lies in the vault.

use super::{FlowError, Host, Member};
use crate::api::{BlockPersonEndpoint, BlockPersonRequest};
use crate::id::{AccountId, Encoded};
use crate::sharing::BlockPerson;
use crate::vault::VaultContent;

/// Settings that list whom this person blocked, and when.
const BLOCKED: &str = "blocked/";

impl<H: Host> Member<H> {
    /// Blocks a person, or unblocks them. What they were granted is another matter: [`Self::take_back_grant`].
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where it is this person; those of the server.
    pub async fn block_person(&self, person: AccountId, blocked: bool) -> Result<(), FlowError> {
        if person == self.account() {
            return Err(FlowError::Invalid("This is you."));
        }
        self.act(self.account(), BlockPerson { person, blocked }, async |act| {
            self.call::<BlockPersonEndpoint>(&BlockPersonRequest { act: Encoded(act) }).await
        })
        .await?;
        let (setting, at) = (format!("{BLOCKED}{person}"), self.host.now().to_string());
        self.change_vault(|vault| {
            let since = vault.setting(&setting).map_or_else(|| at.clone(), str::to_owned);
            vault.keep_setting(&setting, blocked.then_some(since.as_str()));
        })
        .await
    }
}

impl VaultContent {
    /// Whom this person has blocked, and when in milliseconds since 1970 UTC.
    pub fn blocked_people(&self) -> impl Iterator<Item = (AccountId, u64)> {
        self.settings_under(BLOCKED).filter_map(|(person, at)| Some((person.parse().ok()?, at.parse().ok()?)))
    }

    /// Whether this person has blocked somebody.
    pub fn has_blocked(&self, person: AccountId) -> bool {
        self.blocked_people().any(|(blocked, _)| blocked == person)
    }
}
