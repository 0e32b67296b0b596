//! Signing out, here and everywhere, and locking.

use super::{browser_host, close_opening::close_all, offline::forget_copy, remember_account, state::Vault};
use crate::{
    message::{AppError, ErrorCode, ForgetDevice, Lock, LogOut, LogOutEverywhere},
    model::opening::EndCause,
};

/// Keys go first, whether or not the server can be told; what was open is closed as far as it can.
pub(super) async fn log_out(vault: &Vault, _verb: LogOut) -> Result<(), AppError> {
    let member = vault.member()?;
    let portals = vault.take_portals(|_| true);
    vault.leave();
    close_all(vault, &member, portals).await;
    // A session that the server could not be told of ends by itself; nobody holds its token any more.
    drop(member.log_out(false).await);
    Ok(())
}

/// What lets somebody in here goes first, and then what it would open, each even where another cannot be removed. Readings go
/// before the uploads that they would be. No server has a part in it.
pub(super) async fn forget_device(vault: &Vault, _verb: ForgetDevice) -> Result<(), AppError> {
    let member = vault.member()?;
    member.forget_offline_key().await?;
    browser_host::forget_device_key(member.account()).await.map_err(|_| ErrorCode::NoStorage)?;
    remember_account::forget().await.map_err(|_| ErrorCode::NoStorage)?;
    let copy = forget_copy(vault, &member).await;
    let readings = member.forget_kept_readings().await;
    let drafts = member.forget_drafts().await;
    Ok(copy.and(readings).and(drafts)?)
}

/// Other devices are the point: where the server cannot be told, the person is told so and stays signed in.
pub(super) async fn log_out_everywhere(vault: &Vault, _verb: LogOutEverywhere) -> Result<(), AppError> {
    let member = vault.member()?;
    let portals = vault.take_portals(|_| true);
    for open in &portals {
        vault.tell_ended(open, EndCause::BySigningOut);
    }
    close_all(vault, &member, portals).await;
    member.log_out(true).await?;
    vault.leave();
    Ok(())
}

/// Keys go first; the page waits a second for the closing of what was open.
pub(super) async fn lock(vault: &Vault, _verb: Lock) -> Result<(), AppError> {
    // Signing out has wiped already.
    let Ok(member) = vault.member() else { return Ok(()) };
    let portals = vault.take_portals(|_| true);
    vault.leave();
    close_all(vault, &member, portals).await;
    Ok(())
}
