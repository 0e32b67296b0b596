//! What this device remembers between sessions, so that the sign-in page can greet and a registration can go on. Nothing secret.

use sesemr_common::flow::StorageError;

use super::device_store;
use crate::model::account::{AccountView, BegunRegistration, DeviceView, KnownAccount};

const NAME: &str = "account-on-this-device";

/// What this device knows.
pub(super) async fn recall() -> Result<DeviceView, StorageError> {
    let stored = device_store::load(NAME).await?;
    Ok(stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
}

/// Remembers the account that signed in.
pub(super) async fn remember(account: &AccountView) -> Result<(), StorageError> {
    let AccountView { handle, display_name, .. } = account.clone();
    change(|device| device.remember(KnownAccount { handle, display_name })).await
}

/// Remembers a registration that was begun. An account that this device knows stays known.
pub(super) async fn remember_registration(registration: BegunRegistration) -> Result<(), StorageError> {
    change(|device| device.registering = Some(registration)).await
}

/// Forgets a registration that was begun.
pub(super) async fn forget_registration() -> Result<(), StorageError> {
    change(|device| device.registering = None).await
}

/// Forgets everything.
pub(super) async fn forget() -> Result<(), StorageError> {
    device_store::remove(NAME).await
}

async fn change(change: impl FnOnce(&mut DeviceView)) -> Result<(), StorageError> {
    let mut device = recall().await?;
    change(&mut device);
    // Plain structs of texts always have a JSON.
    let json = serde_json::to_vec(&device).map_err(|_| StorageError)?;
    device_store::store(NAME, &json).await
}
