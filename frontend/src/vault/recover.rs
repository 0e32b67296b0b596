//! A forgotten password: the kit lets in, and a new password and a new kit follow.

use std::rc::Rc;

use sesemr_common::{
    flow::{self, PendingKit},
    sharing::CredentialChange,
};
use zeroize::Zeroizing;

use super::{
    kit_view::view_kit,
    log_in::{read_kit, stretching},
    reporter::Reporter,
    state::{PendingSecret, SignedIn, Vault},
};
use crate::{
    message::{AppError, ErrorCode, MakeNewKit, Recover, Typed},
    model::account::KitView,
};

pub(super) async fn recover(vault: &Vault, verb: Recover, reporter: &Reporter) -> Result<KitView, AppError> {
    let kit = read_kit(&verb.kit)?;
    stretching(reporter);
    let host = vault.host();
    let member = flow::recover(host, &verb.handle, &kit).await.map_err(|error| match error {
        flow::FlowError::WrongPassword => AppError::new(ErrorCode::WrongKit).in_field("kit"),
        other => other.into(),
    })?;
    show_new_kit(vault, Rc::new(member), CredentialChange::Recovery, &verb.new_password)
}

pub(super) fn make_new_kit(vault: &Rc<Vault>, verb: MakeNewKit) -> Result<KitView, AppError> {
    let member = vault.member()?;
    if !member.confirms_password(verb.password.as_str()) {
        vault.wrong_password();
        return Err(AppError::new(ErrorCode::NotYourPassword).in_field("password"));
    }
    show_new_kit(vault, member, CredentialChange::NewKit, &verb.password)
}

fn show_new_kit(
    vault: &Vault,
    member: Rc<SignedIn>,
    change: CredentialChange,
    password: &Typed,
) -> Result<KitView, AppError> {
    let kit = PendingKit::start(change, Zeroizing::new(password.as_str().to_owned()))?;
    let view = view_kit(&member.profile(), &kit.kit());
    *vault.pending.borrow_mut() = Some((PendingSecret::Kit { kit, member }, view.asked));
    Ok(view)
}
