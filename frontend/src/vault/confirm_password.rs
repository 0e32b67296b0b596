//! The password again, and a new one.

use std::rc::Rc;

use super::{log_in::stretching, offline::follow_password, reporter::Reporter, state::Vault};
use crate::message::{AppError, ChangePassword, ConfirmPassword, ErrorCode, Typed};

pub(super) fn confirm_password(vault: &Rc<Vault>, verb: ConfirmPassword) -> Result<(), AppError> {
    check_password(vault, &verb.password, "password")
}

pub(super) async fn change_password(
    vault: &Rc<Vault>,
    verb: ChangePassword,
    reporter: &Reporter,
) -> Result<(), AppError> {
    check_password(vault, &verb.old_password, "old_password")?;
    stretching(reporter);
    let member = vault.member()?;
    member.change_password(verb.new_password.as_str()).await?;
    // The copy on this device opens with the new one too.
    follow_password(vault, &member, verb.new_password.as_str());
    Ok(())
}

/// Compares a typed password with the one of this sign-in.
pub(super) fn check_password(vault: &Rc<Vault>, typed: &Typed, field: &str) -> Result<(), AppError> {
    if !vault.member()?.confirms_password(typed.as_str()) {
        vault.wrong_password();
        return Err(AppError::new(ErrorCode::NotYourPassword).in_field(field));
    }
    vault.password_typed();
    Ok(())
}
