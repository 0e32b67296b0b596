//! Writing the vault: by compare-and-set, on top of what another device wrote meanwhile.

use super::{FlowError, Host, Member};
use crate::api::{ErrorCode, ReadVaultEndpoint, StoredVault, WriteVaultEndpoint, WriteVaultRequest};
use crate::codec::{Decode as _, Encode as _, object};
use crate::crypto::VaultKey;
use crate::id::{AccountId, Hash};
use crate::sharing::{WriteVault, WriteVaultFields};
use crate::vault::{VaultContent, VaultError, open_vault, seal_vault, vault_hash};

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
    /// Changes the vault and stores it. The change is made on a copy, which counts once the server has it: what is in
    /// memory is always what is stored. It runs again on what another device wrote meanwhile.
    pub(super) async fn change_vault(&self, change: impl Fn(&mut VaultContent)) -> Result<(), FlowError> {
        let _one = self.vault_writes.lock().await;
        for _ in 0..MOST_CONFLICTS {
            let mut next = self.vault().clone();
            change(&mut next);
            match self.write_vault(next).await {
                Err(error) if error.is_refusal(ErrorCode::Conflict) => self.take_stored_vault().await?,
                other => return other,
            }
        }
        Err(FlowError::Untrustworthy("the vault's version"))
    }

    async fn write_vault(&self, mut next: VaultContent) -> Result<(), FlowError> {
        let sealed = {
            let state = self.state.borrow();
            next.advance(state.vault_hash);
            seal_vault(&next, &state.vault_key)
        };
        let (account, version, hash) = (next.account, next.version, vault_hash(&sealed));
        let fields = WriteVaultFields { account, version, vault: hash };
        let signature = WriteVault::sign(fields, &next.identity.signing_key).signature;
        self.call::<WriteVaultEndpoint>(&WriteVaultRequest { version, sealed, signature }).await?;
        {
            let state = &mut *self.state.borrow_mut();
            state.vault = next;
            state.vault_hash = hash;
        }
        remember_vault(&self.host, account, version, hash).await
    }

    /// Reads what other devices wrote.
    pub(super) async fn refresh_vault(&self) -> Result<(), FlowError> {
        let _one = self.vault_writes.lock().await;
        self.take_stored_vault().await
    }

    /// Takes the stored vault for the one in memory, which has nothing that is not in it: a stored vault descends from
    /// what this device has seen. Whoever calls this holds the lock of vault writes.
    pub(super) async fn take_stored_vault(&self) -> Result<(), FlowError> {
        let stored = self.call::<ReadVaultEndpoint>(&()).await?;
        self.settle_replacement(&stored).await?;
        let account = self.account();
        let key = self.state.borrow().vault_key.clone();
        let mut theirs = open_stored_vault(&self.host, account, &stored, &key).await?;
        let state = &mut *self.state.borrow_mut();
        theirs.server.restore_epoch = theirs.server.restore_epoch.max(state.vault.server.restore_epoch);
        state.vault_hash = vault_hash(&stored.vault.sealed);
        state.vault = theirs;
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
