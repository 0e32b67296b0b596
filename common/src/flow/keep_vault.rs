//! Writing the vault: by compare-and-set, merging with what another device wrote meanwhile.

use super::{FlowError, Host, Member};
use crate::api::{ErrorCode, ReadVaultEndpoint, StoredVault, WriteVaultEndpoint, WriteVaultRequest};
use crate::codec::{Decode as _, Encode as _, object};
use crate::crypto::VaultKey;
use crate::id::{AccountId, Hash};
use crate::vault::{VaultContent, VaultError, merge_vault, open_vault, seal_vault, vault_hash};

/// How many conflicts in a row are another device's doing; beyond that the server is.
const MOST_CONFLICTS: usize = 8;

object! {
    /// The last vault this device has seen, stored on the device against a server that shows an older one.
    local struct SeenVault {
        /// Its version.
        version: u64,
        /// Its hash.
        hash: Hash,
    }
}

impl<H: Host> Member<H> {
    /// Changes the vault and stores it. The change may run again on what another device wrote.
    pub(super) async fn change_vault(&self, change: impl Fn(&mut VaultContent)) -> Result<(), FlowError> {
        let _one = self.vault_writes.lock().await;
        change(&mut self.state.borrow_mut().vault);
        for _ in 0..MOST_CONFLICTS {
            match self.write_vault().await {
                Err(error) if error.is_refusal(ErrorCode::Conflict) => self.merge_stored_vault().await?,
                other => return other,
            }
        }
        Err(FlowError::Untrustworthy("the vault's version"))
    }

    async fn write_vault(&self) -> Result<(), FlowError> {
        let (account, version, sealed) = {
            let state = &mut *self.state.borrow_mut();
            // The next version is prepared on the content itself and undone where the server refuses it.
            let before = (state.vault.version, state.vault.ancestors.clone());
            state.vault.advance(state.vault_hash);
            let sealed = seal_vault(&state.vault, &state.vault_key);
            let version = state.vault.version;
            (state.vault.version, state.vault.ancestors) = before;
            (state.vault.account, version, sealed)
        };
        let hash = vault_hash(&sealed);
        self.call::<WriteVaultEndpoint>(&WriteVaultRequest { version, sealed }).await?;
        {
            let state = &mut *self.state.borrow_mut();
            state.vault.advance(state.vault_hash);
            state.vault_hash = hash;
        }
        remember_vault(&self.host, account, version, hash).await
    }

    pub(super) async fn merge_stored_vault(&self) -> Result<(), FlowError> {
        let stored = self.call::<ReadVaultEndpoint>(&()).await?;
        let account = self.account();
        let key = self.state.borrow().vault_key.clone();
        let theirs = open_stored_vault(&self.host, account, &stored, &key).await?;
        let state = &mut *self.state.borrow_mut();
        state.vault_hash = vault_hash(&stored.vault.sealed);
        merge_vault(&mut state.vault, theirs);
        Ok(())
    }
}

/// Opens a stored vault, refusing one that is lower than, or does not descend from, the last this device saw.
pub(super) async fn open_stored_vault<H: Host>(
    host: &H,
    account: AccountId,
    stored: &StoredVault,
    key: &VaultKey,
) -> Result<VaultContent, FlowError> {
    let content = open_vault(account, stored.version, &stored.vault.sealed, key)?;
    let hash = vault_hash(&stored.vault.sealed);
    if let Some(seen) = host.load(&seen_name(account)).await?.and_then(|bytes| SeenVault::decode(&bytes).ok()) {
        let continues = match stored.version.checked_sub(seen.version) {
            Some(0) => hash == seen.hash,
            Some(_) => content.ancestors.contains(&seen.hash),
            None => false,
        };
        if !continues {
            return Err(VaultError::RolledBack.into());
        }
    }
    remember_vault(host, account, stored.version, hash).await?;
    Ok(content)
}

/// Remembers the last vault seen.
pub(super) async fn remember_vault<H: Host>(
    host: &H,
    account: AccountId,
    version: u64,
    hash: Hash,
) -> Result<(), FlowError> {
    Ok(host.store(&seen_name(account), SeenVault { version, hash }.encode()).await?)
}

fn seen_name(account: AccountId) -> String {
    format!("seen-vault/{account}")
}
