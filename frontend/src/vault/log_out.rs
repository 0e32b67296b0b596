//! Signing out, here and everywhere, and locking.

use super::{browser_host, remember_account, state::Vault};
use crate::message::{AppError, ErrorCode, Lock, LogOut, LogOutEverywhere};

pub(super) async fn log_out(vault: &Vault, verb: LogOut) -> Result<(), AppError> {
    let member = vault.member()?;
    let told = member.log_out(false).await;
    if verb.forget_device {
        let forgotten = browser_host::forget_device_key(member.account()).await;
        forgotten.and(remember_account::forget().await).map_err(|_| ErrorCode::NoStorage)?;
    }
    // Keys go whether or not the server could be told.
    vault.leave();
    Ok(told?)
}

pub(super) async fn log_out_everywhere(vault: &Vault, _verb: LogOutEverywhere) -> Result<(), AppError> {
    vault.member()?.log_out(true).await?;
    vault.leave();
    Ok(())
}

pub(super) fn lock(vault: &Vault, _verb: Lock) -> Result<(), AppError> {
    vault.leave();
    Ok(())
}
