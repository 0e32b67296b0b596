//! Which kit this device knows: its tag, and the tag of a new one that the server may or may not have taken.
//!
//! Tags are public: the server tells everybody the one in force. The keys are behind [`Host::device_mac`].

use super::{DeviceKeyPlace, FlowError, Host};
use crate::id::{AccountId, KitTag};

/// Which of this device's keys goes with the kit in force.
pub(super) async fn place_of_kit<H: Host>(
    host: &H,
    account: AccountId,
    in_force: KitTag,
) -> Result<DeviceKeyPlace, FlowError> {
    let is_pending = is_stored(host, &pending_name(account), in_force).await?
        && host.device_mac(account, DeviceKeyPlace::Pending).await?.is_some();
    Ok(if is_pending { DeviceKeyPlace::Pending } else { DeviceKeyPlace::InForce })
}

/// Whether this device signed in with another kit than the one in force.
pub(super) async fn is_stale_kit<H: Host>(host: &H, account: AccountId, in_force: KitTag) -> Result<bool, FlowError> {
    let known = host.load(&name(account)).await?.is_some();
    Ok(known
        && !is_stored(host, &name(account), in_force).await?
        && !is_stored(host, &pending_name(account), in_force).await?)
}

/// Remembers the kit in force.
pub(super) async fn remember_kit_tag<H: Host>(host: &H, account: AccountId, tag: KitTag) -> Result<(), FlowError> {
    Ok(host.store(&name(account), tag.as_bytes().to_vec()).await?)
}

/// Remembers the tag of a kit that is about to be put in force.
pub(super) async fn remember_pending_kit_tag<H: Host>(
    host: &H,
    account: AccountId,
    tag: KitTag,
) -> Result<(), FlowError> {
    Ok(host.store(&pending_name(account), tag.as_bytes().to_vec()).await?)
}

/// The pending kit is the one in force: its device key takes the other's place.
pub(super) async fn confirm_kit_tag<H: Host>(host: &H, account: AccountId, tag: KitTag) -> Result<(), FlowError> {
    host.confirm_device_key(account).await?;
    remember_kit_tag(host, account, tag).await?;
    Ok(host.remove(&pending_name(account)).await?)
}

async fn is_stored<H: Host>(host: &H, name: &str, tag: KitTag) -> Result<bool, FlowError> {
    Ok(host.load(name).await?.is_some_and(|stored| stored == tag.as_bytes()))
}

fn name(account: AccountId) -> String {
    format!("kit-tag/{account}")
}

fn pending_name(account: AccountId) -> String {
    format!("pending-kit-tag/{account}")
}
