//! Changing a password, recovering with the kit, and making a new kit.
//!
//! A new kit is shown and confirmed first; then one transaction replaces both OPAQUE records, both wraps and the vault,
//! which gets a new key. Until it commits the old kit works.

use zeroize::Zeroizing;

use super::credentials::{check_password, confirms_kit, make_kit_tag};
use super::keep_vault::remember_vault;
use super::log_in::{authenticate, enter, identify, normalise};
use super::{FlowError, Host, Member};
use crate::api::{
    DescribeServerEndpoint, FinishReplaceCredentialsEndpoint, FinishReplaceCredentialsRequest, IdentifyLogInEndpoint,
    IdentifyLogInRequest, LogInPurpose, ReplacementContents, SealedVault, StartReplaceCredentialsEndpoint,
    StartReplaceCredentialsRequest,
};
use crate::crypto::opaque::{OpaqueContext, start_registration};
use crate::crypto::{DeviceMac, Kit, VaultKey, derive_account_password};
use crate::id::Encoded;
use crate::sharing::{CredentialChange, ReplaceCredentials};
use crate::vault::{RecoveryKey, open_recovery_wrap, seal_vault, vault_hash, wrap_for_log_in, wrap_for_recovery};

/// A new kit on the screen; the old one works until this is finished.
pub struct PendingKit {
    change: CredentialChange,
    password: Zeroizing<String>,
    kit: Kit,
}

impl PendingKit {
    /// Makes a kit to go with `password`.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where the password is not usable.
    pub fn start(change: CredentialChange, password: Zeroizing<String>) -> Result<Self, FlowError> {
        check_password(&password)?;
        Ok(Self { change, password, kit: Kit::make() })
    }

    /// The kit: eight groups of five characters, shown once.
    pub fn kit(&self) -> Zeroizing<String> {
        self.kit.to_groups()
    }

    /// Whether `typed` are the kit's groups at these places, counted from 1.
    pub fn confirms(&self, typed: &[(usize, &str)]) -> bool {
        confirms_kit(&self.kit, typed)
    }

    /// Puts the new kit in force.
    ///
    /// # Errors
    /// Those of the server; the old kit then still works.
    pub async fn finish<H: Host>(&self, member: &Member<H>) -> Result<(), FlowError> {
        let account = member.account();
        let device_key = self.kit.derive_device_key();
        let mac = device_key.mac_account(account);
        member.replace_credentials(self.change, &self.password, &mac, Some(&self.kit)).await?;
        // Kept only now: until the commit the old key was the right one.
        Ok(member.host.keep_device_key(account, device_key).await?)
    }
}

/// Signs in with the kit alone, where the password was forgotten. A new password and a new kit must follow:
/// [`PendingKit::finish`].
///
/// # Errors
/// [`FlowError::WrongPassword`] where the kit is not the account's.
pub async fn recover<H: Host>(host: H, handle: &str, kit: &Kit) -> Result<Member<H>, FlowError> {
    let handle = &normalise(handle);
    let known = identify(&host, handle).await?;
    let answer = authenticate(&host, handle, &known, LogInPurpose::Recovery, &kit.derive_recovery_password()).await?;
    let recovery_key = RecoveryKey::derive(&answer.export_key);
    let vault_key = open_recovery_wrap(known.account, &answer.response.vault.vault.recovery_wrap, &recovery_key)?;
    enter(host, &known, answer, vault_key).await
}

impl<H: Host> Member<H> {
    /// Changes the password. Kit and device key stay; other devices sign in again.
    ///
    /// # Errors
    /// [`FlowError::KitNeeded`] where the device has lost its key; those of the server.
    pub async fn change_password(&self, password: &str) -> Result<(), FlowError> {
        check_password(password)?;
        let mac = self.host.device_mac(self.account()).await?.ok_or(FlowError::KitNeeded)?;
        self.replace_credentials(CredentialChange::Password, password, &mac, None).await
    }

    async fn replace_credentials(
        &self,
        change: CredentialChange,
        password: &str,
        mac: &DeviceMac,
        kit: Option<&Kit>,
    ) -> Result<(), FlowError> {
        let account = self.account();
        let server = self.call::<DescribeServerEndpoint>(&()).await?;
        let sas = *server.sas_key.0.as_bytes();
        let handle = self.profile().handle;
        // The records stay bound to the identity key they were registered with.
        let key = self.call::<IdentifyLogInEndpoint>(&IdentifyLogInRequest { handle }).await?.key;

        let (log_in, log_in_request) = start_registration(&derive_account_password(password, mac))?;
        let recovery = kit.map(|kit| start_registration(&kit.derive_recovery_password())).transpose()?;
        let (recovery, recovery_request) = recovery.unzip();
        let request = StartReplaceCredentialsRequest { log_in_request, recovery_request };
        let response = self.call::<StartReplaceCredentialsEndpoint>(&request).await?;
        let log_in = log_in.finish(&OpaqueContext::log_in(account, key, sas), &response.log_in_response, None)?;
        let recovery = match (recovery, response.recovery_response) {
            (Some(attempt), Some(response)) => {
                Some(attempt.finish(&OpaqueContext::recovery(account, key, sas), &response, None)?)
            }
            (None, None) => None,
            _ => return Err(FlowError::Untrustworthy("an answer")),
        };

        let _one = self.vault_writes.lock().await;
        let vault_key = VaultKey::make();
        let kit_tag = recovery.as_ref().map(|_| make_kit_tag());
        let (contents, hash) = {
            let state = &mut *self.state.borrow_mut();
            if let (Some(recovery), Some(tag)) = (&recovery, kit_tag) {
                state.vault.recovery_key = RecoveryKey::derive(&recovery.export_key).public_key();
                state.vault.kit_tag = tag;
            }
            state.vault.advance(state.vault_hash);
            let sealed = seal_vault(&state.vault, &vault_key);
            let hash = vault_hash(&sealed);
            let vault = SealedVault {
                sealed,
                log_in_wrap: wrap_for_log_in(account, &vault_key, &log_in.export_key),
                recovery_wrap: wrap_for_recovery(account, &vault_key, &state.vault.recovery_key)?,
            };
            let contents = ReplacementContents {
                log_in_upload: log_in.upload,
                recovery_upload: recovery.map(|recovery| recovery.upload),
                kit_tag,
                vault_version: state.vault.version,
                vault,
            };
            (contents, hash)
        };
        let body = ReplaceCredentials { change, contents: contents.hash() };
        let version = contents.vault_version;
        let (_, session) = self
            .act(account, body, async |act| {
                let request = FinishReplaceCredentialsRequest { act: Encoded(act), contents: contents.clone() };
                self.call::<FinishReplaceCredentialsEndpoint>(&request).await
            })
            .await?;
        {
            let state = &mut *self.state.borrow_mut();
            state.vault_key = vault_key;
            state.vault_hash = hash;
        }
        self.keep_session(session);
        self.note_password(password);
        remember_vault(&self.host, account, version, hash).await
    }
}
