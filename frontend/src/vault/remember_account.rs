//! What this device remembers of its account between sessions, so that the sign-in page can greet. Nothing secret.

use serde::{Deserialize, Serialize};
use sesemr_common::{flow::StorageError, sharing::Role};

use super::device_store;
use crate::model::account::{AccountView, DeviceView};

const NAME: &str = "account-on-this-device";

/// What is remembered.
#[derive(Serialize, Deserialize)]
enum Remembered {
    /// An account whose device key is here.
    Account { handle: String, display_name: String },
    /// A registration whose kit was never confirmed.
    Registration { display_name: String, handle: String, role: Role, organisation: String },
}

/// What this device knows.
pub(super) async fn recall() -> Result<DeviceView, StorageError> {
    let stored = device_store::load(NAME).await?;
    let remembered = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    Ok(match remembered {
        None => DeviceView::Fresh,
        Some(Remembered::Account { handle, display_name }) => DeviceView::Known { handle, display_name },
        Some(Remembered::Registration { display_name, handle, role, organisation }) => {
            DeviceView::Registering { display_name, handle, role, organisation }
        }
    })
}

/// Remembers the account that signed in.
pub(super) async fn remember(account: &AccountView) -> Result<(), StorageError> {
    let AccountView { handle, display_name, .. } = account.clone();
    store(&Remembered::Account { handle, display_name }).await
}

/// Remembers a registration that was begun.
pub(super) async fn remember_registration(
    display_name: String,
    handle: String,
    role: Role,
    organisation: String,
) -> Result<(), StorageError> {
    store(&Remembered::Registration { display_name, handle, role, organisation }).await
}

/// Forgets.
pub(super) async fn forget() -> Result<(), StorageError> {
    device_store::remove(NAME).await
}

async fn store(remembered: &Remembered) -> Result<(), StorageError> {
    // Plain structs of texts always have a JSON.
    let json = serde_json::to_vec(remembered).map_err(|_| StorageError)?;
    device_store::store(NAME, &json).await
}
