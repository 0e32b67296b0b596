//! Signing in, and what follows from it in the background.

use std::rc::Rc;

use sesemr_common::{
    crypto::Kit,
    flow::{self, FlowError},
};
use wasm_bindgen_futures::spawn_local;

use super::{
    error::mistyped_code,
    kept_readings::send_what_was_kept,
    list_sessions::name_this_device,
    live::follow_events,
    offline::{follow_password, follow_records},
    person::view_account,
    remember_account::remember,
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, ErrorCode, LogIn, LogInWithKit, Progress, ProgressStep, Typed},
    model::account::AccountView,
};

pub(super) async fn log_in(vault: &Rc<Vault>, verb: LogIn, reporter: &Reporter) -> Result<AccountView, AppError> {
    stretching(reporter);
    let host = vault.host();
    let password = verb.password.as_str();
    let member = match flow::log_in(host, &verb.handle, password).await {
        // What this device kept can still be read.
        Err(FlowError::Away) => return enter_offline(vault, &verb.handle, password).await,
        Err(FlowError::KitNeeded) => return Err(AppError::from(ErrorCode::KitNeeded).in_field("handle")),
        other => Rc::new(other?),
    };
    let view = enter(vault, Rc::clone(&member)).await?;
    follow_password(vault, &member, password);
    Ok(view)
}

pub(super) async fn log_in_with_kit(
    vault: &Rc<Vault>,
    verb: LogInWithKit,
    reporter: &Reporter,
) -> Result<AccountView, AppError> {
    let kit = read_kit(&verb.kit)?;
    stretching(reporter);
    let host = vault.host();
    let member = flow::log_in_with_kit(host, &verb.handle, &kit, verb.password.as_str()).await;
    let member = member.map_err(|error| match error {
        // The kit was typed: whether it is an old one, or the password is mistyped, cannot be told apart.
        FlowError::WrongPassword | FlowError::KitReplaced => ErrorCode::WrongKitOrPassword.into(),
        other => AppError::from(other),
    })?;
    let member = Rc::new(member);
    let view = enter(vault, Rc::clone(&member)).await?;
    follow_password(vault, &member, verb.password.as_str());
    Ok(view)
}

/// Argon2id takes half a second or more: the page says so.
pub(super) fn stretching(reporter: &Reporter) {
    reporter.progress(Progress { step: ProgressStep::StretchingPassword, file: None, done: 0, total: 0 });
}

pub(super) fn read_kit(typed: &Typed) -> Result<Kit, AppError> {
    Kit::from_groups(typed.as_str()).map_err(|mistyped| mistyped_code(mistyped).in_field("kit"))
}

/// Lets a person in: remembers the account, follows its events, and does what is due.
pub(super) async fn enter(vault: &Rc<Vault>, member: Rc<SignedIn>) -> Result<AccountView, AppError> {
    let account = view_account(&member);
    remember(&account).await.map_err(|_| ErrorCode::NoStorage)?;
    vault.enter(Rc::clone(&member), Some(follow_events(vault, &member)));
    let is_patient = account.is_patient();
    let vault = Rc::clone(vault);
    spawn_local(async move {
        name_this_device(&member).await;
        if is_patient {
            do_what_is_due(&vault, &member).await;
            send_what_was_kept(&vault, &member).await;
        }
    });
    Ok(account)
}

/// Lets a person in to what this device kept: there are no events to follow, and nothing that is due can be done.
async fn enter_offline(vault: &Rc<Vault>, handle: &str, password: &str) -> Result<AccountView, AppError> {
    let member = Rc::new(flow::log_in_offline(vault.host(), handle, password).await?);
    vault.enter(Rc::clone(&member), None);
    Ok(view_account(&member))
}

/// Takes over what clinicians wrote, rolls the keys of openings that ended, and settles who finds this person. What fails
/// now is due again next time.
pub(super) async fn do_what_is_due(vault: &Rc<Vault>, member: &Rc<SignedIn>) {
    if member.adopt_prescriptions().await.is_ok_and(|adopted| !adopted.is_empty()) {
        follow_records(vault, member);
    }
    drop(member.note_due_rolls().await);
    drop(member.roll_due_portion_keys().await);
    drop(member.settle_listing().await);
}
