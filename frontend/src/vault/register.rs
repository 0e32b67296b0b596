//! Makes an account's kit. Nothing is stored on the server before it was confirmed.

use sesemr_common::{flow::PendingRegistration, sharing::Profile};
use zeroize::Zeroizing;

use super::{
    browser_host::BrowserHost,
    kit_view::view_kit,
    remember_account::{self, remember_registration},
    state::{PendingSecret, Vault},
};
use crate::{
    message::{AppError, DiscardRegistration, ErrorCode, Register},
    model::account::KitView,
};

pub(super) async fn register(vault: &Vault, verb: Register) -> Result<KitView, AppError> {
    let Register { display_name, handle, password, role, organisation } = verb;
    let handle = handle.trim().to_lowercase();
    let profile = Profile { handle, display_name, role, organisation };
    let host = BrowserHost::new(vault.live.clone());
    let password = Zeroizing::new(password.as_str().to_owned());
    let pending = PendingRegistration::start(profile.clone(), password)?;
    let view = view_kit(&profile, &pending.kit());
    *vault.pending.borrow_mut() = Some((PendingSecret::Registration(Box::new(pending)), view.asked));
    let Profile { handle, display_name, role, organisation } = profile;
    remember_registration(display_name, handle, role, organisation).await.map_err(|_| ErrorCode::NoStorage)?;
    Ok(view)
}

pub(super) async fn discard_registration(vault: &Vault, _verb: DiscardRegistration) -> Result<(), AppError> {
    vault.pending.borrow_mut().take();
    remember_account::forget().await.map_err(|_| ErrorCode::NoStorage.into())
}
