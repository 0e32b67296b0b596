//! Changing a password, recovering with the kit, and making a new kit.
//!
//! A new kit is shown and confirmed first; then one transaction replaces both OPAQUE records, both wraps and the vault,
//! which gets a new key. Until it commits the old kit works.

use std::rc::Rc;

use zeroize::Zeroizing;

use super::confirm_password::PasswordDigest;
use super::credentials::{check_password, confirms_kit, make_kit_tag};
use super::keep_vault::remember_vault;
use super::kit_tag::{confirm_kit_tag, remember_pending_kit_tag};
use super::log_in::{authenticate, enter, identify, normalise};
use super::{DeviceKeyPlace, FlowError, Host, Member};
use crate::api::{
    DescribeServerEndpoint, ErrorCode, FinishReplaceCredentialsEndpoint, FinishReplaceCredentialsRequest,
    IdentifyLogInEndpoint, IdentifyLogInRequest, LogInPurpose, ReplacementContents, SealedVault,
    StartReplaceCredentialsEndpoint, StartReplaceCredentialsRequest, StoredVault,
};
use crate::crypto::opaque::{OpaqueContext, start_registration};
use crate::crypto::{DeviceMac, Kit, VaultKey, derive_account_password};
use crate::id::Encoded;
use crate::sharing::{CredentialChange, ReplaceCredentials};
use crate::vault::{
    RecoveryKey, VaultContent, open_recovery_wrap, open_vault, seal_vault, vault_hash, wrap_for_log_in,
    wrap_for_recovery,
};

/// How often a change is made anew against another device's vault writes.
const MOST_TRIES: usize = 4;

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

    /// The password that goes with it.
    pub fn password(&self) -> &str {
        &self.password
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
        member.replace_credentials(self.change, &self.password, Some(&self.kit)).await
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
        self.replace_credentials(CredentialChange::Password, password, None).await
    }

    /// The half of the account password that goes with a new kit or, without one, with the kit in force.
    async fn mac_for(&self, kit: Option<&Kit>) -> Result<DeviceMac, FlowError> {
        let account = self.account();
        match kit {
            Some(kit) => Ok(kit.derive_device_key().mac_account(account)),
            None => self.host.device_mac(account, DeviceKeyPlace::InForce).await?.ok_or(FlowError::KitNeeded),
        }
    }

    async fn replace_credentials(
        &self,
        change: CredentialChange,
        password: &str,
        kit: Option<&Kit>,
    ) -> Result<(), FlowError> {
        let _one = self.vault_writes.lock().await;
        let left = self.replacement.borrow().clone();
        if let Some(left) = left {
            if left.is(change, password, &self.mac_for(kit).await?) {
                match self.send_replacement(&left).await {
                    // It never arrived, and the vault has moved on: it is made anew.
                    Err(error) if error.is_refusal(ErrorCode::Conflict) => {}
                    other => return other,
                }
            }
            // What the server stores tells whether it took the one before.
            self.take_stored_vault().await?;
            self.replacement.take();
        }
        // Asked only now: a kit that turns out to be in force has brought its own device key.
        let mac = self.mac_for(kit).await?;
        for _ in 0..MOST_TRIES {
            let prepared = Rc::new(self.prepare_replacement(change, password, &mac, kit).await?);
            if let (Some(kit), Some(tag)) = (kit, prepared.contents.kit_tag) {
                // Before the server can take it: whatever becomes of this program, the device has the right key.
                let account = self.account();
                self.host.keep_device_key(account, DeviceKeyPlace::Pending, kit.derive_device_key()).await?;
                remember_pending_kit_tag(&self.host, account, tag).await?;
            }
            *self.replacement.borrow_mut() = Some(Rc::clone(&prepared));
            match self.send_replacement(&prepared).await {
                Err(error) if error.is_refusal(ErrorCode::Conflict) => self.take_stored_vault().await?,
                other => return other,
            }
        }
        Err(FlowError::Untrustworthy("the vault's version"))
    }

    async fn prepare_replacement(
        &self,
        change: CredentialChange,
        password: &str,
        mac: &DeviceMac,
        kit: Option<&Kit>,
    ) -> Result<Replacement, FlowError> {
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

        let vault_key = VaultKey::make();
        let kit_tag = recovery.as_ref().map(|_| make_kit_tag());
        let mut vault = self.vault().clone();
        if let (Some(recovery), Some(tag)) = (&recovery, kit_tag) {
            vault.recovery_key = RecoveryKey::derive(&recovery.export_key).public_key();
            vault.kit_tag = tag;
        }
        vault.advance(self.state.borrow().vault_hash);
        let sealed_vault = SealedVault {
            sealed: seal_vault(&vault, &vault_key),
            log_in_wrap: wrap_for_log_in(account, &vault_key, &log_in.export_key),
            recovery_wrap: wrap_for_recovery(account, &vault_key, &vault.recovery_key)?,
        };
        let contents = ReplacementContents {
            log_in_upload: log_in.upload,
            recovery_upload: recovery.map(|recovery| recovery.upload),
            kit_tag,
            vault_version: vault.version,
            vault: sealed_vault,
        };
        Ok(Replacement { change, password: PasswordDigest::of(password), mac: mac.clone(), contents, vault, vault_key })
    }

    async fn send_replacement(&self, replacement: &Replacement) -> Result<(), FlowError> {
        let hash = replacement.contents.hash();
        let body = ReplaceCredentials { change: replacement.change, contents: hash };
        let sent = self
            .act_once(hash.as_bytes(), self.account(), body, async |act| {
                let contents = replacement.contents.clone();
                let request = FinishReplaceCredentialsRequest { act: Encoded(act), contents };
                self.call::<FinishReplaceCredentialsEndpoint>(&request).await
            })
            .await;
        match sent {
            Ok((_, session)) => {
                self.keep_session(session);
                self.commit_replacement(replacement).await
            }
            Err(error) => {
                if !error.leaves_open() {
                    self.replacement.take();
                }
                Err(error)
            }
        }
    }

    /// Puts a replacement in force here that the server took, where its stored vault shows that it did. Whoever calls this
    /// holds the lock of vault writes.
    pub(super) async fn settle_replacement(&self, stored: &StoredVault) -> Result<(), FlowError> {
        let left = self.replacement.borrow().clone();
        match left {
            Some(left) if left.opens(stored) => self.commit_replacement(&left).await,
            _ => Ok(()),
        }
    }

    async fn commit_replacement(&self, replacement: &Replacement) -> Result<(), FlowError> {
        let (account, version) = (replacement.vault.account, replacement.vault.version);
        let hash = vault_hash(&replacement.contents.vault.sealed);
        {
            let state = &mut *self.state.borrow_mut();
            state.vault = replacement.vault.clone();
            state.vault_key = replacement.vault_key.clone();
            state.vault_hash = hash;
        }
        *self.password.borrow_mut() = Some(replacement.password.clone());
        self.replacement.take();
        if let Some(tag) = replacement.contents.kit_tag {
            confirm_kit_tag(&self.host, account, tag).await?;
        }
        remember_vault(&self.host, account, version, hash).await
    }
}

/// A change of credentials on its way, kept until it is answered, so that a retry sends the same bytes.
pub(super) struct Replacement {
    change: CredentialChange,
    password: PasswordDigest,
    mac: DeviceMac,
    contents: ReplacementContents,
    vault: VaultContent,
    vault_key: VaultKey,
}

impl Replacement {
    /// Whether it does what is asked for now.
    fn is(&self, change: CredentialChange, password: &str, mac: &DeviceMac) -> bool {
        self.change == change && self.mac == *mac && self.password.fits(password)
    }

    /// Whether a stored vault is under its key: only a server that took it has one.
    fn opens(&self, stored: &StoredVault) -> bool {
        open_vault(self.vault.account, stored.version, &stored.vault.sealed, &self.vault_key).is_ok()
    }
}
