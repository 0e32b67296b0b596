//! Signing in where no server answers, to read.

use super::OfflineHost;
use super::kept::{KeptKey, KeptListing, key_name, listing_name, load};
use crate::api::SessionGranted;
use crate::crypto::derive_account_password;
use crate::flow::credentials::device_id;
use crate::flow::log_in::normalise;
use crate::flow::{DeviceKeyPlace, FlowError, Host, Member};
use crate::id::Bytes;
use crate::vault::{open_vault, vault_hash};

/// Opens what this device kept for a handle. The member reads what was kept; everything else is [`FlowError::Away`].
///
/// # Errors
/// [`FlowError::NothingKept`] where this device keeps nothing of the handle, [`FlowError::WrongPassword`].
pub async fn log_in_offline<H: Host>(
    host: OfflineHost<H>,
    handle: &str,
    password: &str,
) -> Result<Member<OfflineHost<H>>, FlowError> {
    let kept: KeptKey = load(&host, &key_name(&normalise(handle))).await?.ok_or(FlowError::NothingKept)?;
    let listing: KeptListing = load(&host, &listing_name(kept.account)).await?.ok_or(FlowError::NothingKept)?;
    let mac = host.device_mac(kept.account, DeviceKeyPlace::InForce).await?.ok_or(FlowError::NothingKept)?;
    let vault_key = kept.unwrap(&derive_account_password(password, &mac))?;
    let content = open_vault(kept.account, listing.vault_version, &listing.sealed_vault, &vault_key)?;
    let device = device_id(&host, kept.account).await?;
    host.go_offline(kept.account, listing.at, listing.answers);
    // No session: nothing that needs one is asked.
    let session = SessionGranted { token: Bytes(Vec::new()), expires_at: u64::MAX };
    let hash = vault_hash(&listing.sealed_vault);
    let member = Member::new(host, device, session, content, vault_key, hash);
    member.note_password(password);
    Ok(member)
}
