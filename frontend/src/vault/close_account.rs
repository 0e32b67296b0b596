//! Closing the account, with the password again.

use std::rc::Rc;

use super::{
    browser_host, close_opening::close_all, error::explain, offline::forget_copy, remember_account, state::Vault,
};
use crate::{
    message::{AppError, CloseAccount, ErrorCode},
    model::opening::EndCause,
};

/// What is open is closed first. What this device keeps of the account goes with it.
pub(super) async fn close_account(vault: &Rc<Vault>, verb: CloseAccount) -> Result<(), AppError> {
    let member = vault.member()?;
    if !member.confirms_password(verb.password.as_str()) {
        vault.wrong_password();
        return Err(AppError::new(ErrorCode::NotYourPassword).in_field("close_password"));
    }
    let portals = vault.take_portals(|_| true);
    for open in &portals {
        vault.tell_ended(open, EndCause::BySigningOut);
    }
    close_all(vault, &member, portals).await;
    member.close_account().await.map_err(|error| explain(&member, error))?;
    vault.leave();
    // The account is closed whatever this device still holds: what is left without an account opens nothing new.
    drop(forget_copy(vault, &member).await);
    drop(member.forget_kept_readings().await);
    drop(member.forget_drafts().await);
    let forgotten = browser_host::forget_device_key(member.account()).await;
    forgotten.and(remember_account::forget().await).or(Ok(()))
}
