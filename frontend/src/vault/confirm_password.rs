//! The password again, and a new one.

use super::{log_in::stretching, reporter::Reporter, state::Vault};
use crate::message::{AppError, ChangePassword, ConfirmPassword, ErrorCode, Typed};

pub(super) fn confirm_password(vault: &Vault, verb: ConfirmPassword) -> Result<(), AppError> {
    check(vault, &verb.password, "password")
}

pub(super) async fn change_password(vault: &Vault, verb: ChangePassword, reporter: &Reporter) -> Result<(), AppError> {
    check(vault, &verb.old_password, "old_password")?;
    stretching(reporter);
    Ok(vault.member()?.change_password(verb.new_password.as_str()).await?)
}

fn check(vault: &Vault, typed: &Typed, field: &str) -> Result<(), AppError> {
    if !vault.member()?.confirms_password(typed.as_str()) {
        vault.wrong_password();
        return Err(AppError::new(ErrorCode::NotYourPassword).in_field(field));
    }
    vault.password_typed();
    Ok(())
}
