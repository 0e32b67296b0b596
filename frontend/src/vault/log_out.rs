//! Signing out, here and everywhere, and locking.

use super::{browser_host, close_opening::close_all, remember_account, state::Vault};
use crate::{
    message::{AppError, ErrorCode, Lock, LogOut, LogOutEverywhere},
    model::opening::EndCause,
};

/// Keys go first, whether or not the server can be told; what was open is closed as far as it can.
pub(super) async fn log_out(vault: &Vault, verb: LogOut) -> Result<(), AppError> {
    let member = vault.member()?;
    if verb.forget_device {
        member.forget_offline().await?;
        let forgotten = browser_host::forget_device_key(member.account()).await;
        forgotten.and(remember_account::forget().await).map_err(|_| ErrorCode::NoStorage)?;
    }
    let portals = vault.take_portals(|_| true);
    vault.leave();
    close_all(vault, &member, portals).await;
    // A session that the server could not be told of ends by itself; nobody holds its token any more.
    drop(member.log_out(false).await);
    Ok(())
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
