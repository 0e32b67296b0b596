//! Keeping how a person likes the application, for their other devices too.

use super::{FlowError, Host, Member};
use crate::vault::Preferences;

impl<H: Host> Member<H> {
    /// What this person chose, here or on another device.
    pub fn preferences(&self) -> Preferences {
        Preferences::of_settings(&self.vault().settings)
    }

    /// Keeps what is chosen in `preferences`; what it leaves open stays as it was. Nothing is written where nothing changes.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn save_preferences(&self, preferences: Preferences) -> Result<(), FlowError> {
        let mut settings = self.vault().settings.clone();
        preferences.write_to(&mut settings);
        if settings == self.vault().settings {
            return Ok(());
        }
        self.change_vault(|vault| preferences.write_to(&mut vault.settings)).await
    }
}
