//! One's sessions on all devices, by the names that the devices gave themselves in the vault.

use super::{FlowError, Host, Member};
use crate::api::ListSessionsEndpoint;
use crate::id::{DeviceId, SessionId};
use crate::vault::VaultContent;

/// Settings that name devices.
const DEVICES: &str = "device/";
/// How many devices a vault names: those that named themselves longest ago are forgotten first.
const MOST_DEVICES: usize = 32;

/// A session of one's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Which.
    pub session: SessionId,
    /// What its device calls itself; nothing where it never did.
    pub device_name: Option<String>,
    /// When it began, milliseconds since 1970 UTC.
    pub started_at: u64,
    /// When it was last used, to the minute; milliseconds since 1970 UTC.
    pub last_used_at: u64,
    /// Whether it is this one.
    pub current: bool,
}

impl<H: Host> Member<H> {
    /// This account's sessions, the last used first.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn list_sessions(&self) -> Result<Vec<OwnSession>, FlowError> {
        let listed = self.call::<ListSessionsEndpoint>(&()).await?.sessions;
        // Devices that signed in since have written their names.
        self.refresh_vault().await?;
        let vault = self.vault();
        let sessions = listed.into_iter().map(|listed| OwnSession {
            session: listed.session,
            device_name: vault.setting(&name_of(listed.device)).map(str::to_owned),
            started_at: listed.started_at,
            last_used_at: listed.last_used_at,
            current: listed.current,
        });
        Ok(sessions.collect())
    }

    /// Gives this device a name that the account's other devices read. The vault is written only where it is another one.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn name_device(&self, name: &str) -> Result<(), FlowError> {
        let setting = name_of(self.device);
        if self.vault().setting(&setting) == Some(name) {
            return Ok(());
        }
        self.change_vault(|vault| {
            vault.keep_setting(&setting, Some(name));
            forget_oldest(vault);
        })
        .await
    }
}

fn name_of(device: DeviceId) -> String {
    format!("{DEVICES}{device}")
}

fn forget_oldest(vault: &mut VaultContent) {
    let mut excess = vault.settings_under(DEVICES).count().saturating_sub(MOST_DEVICES);
    vault.settings.retain(|(name, _)| {
        let forgotten = excess > 0 && name.starts_with(DEVICES);
        excess -= usize::from(forgotten);
        !forgotten
    });
}
