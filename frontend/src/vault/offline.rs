//! The copy of one's own records that this device keeps for when no server answers.

use std::rc::Rc;

use sesemr_common::flow::{FlowError, KeptOffline};
use wasm_bindgen_futures::spawn_local;

use super::{
    confirm_password::check_password,
    log_in::stretching,
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, ErrorCode, ForgetOffline, KeepOffline, Progress, ProgressStep, ReadOffline},
    model::{account::OfflineCopyView, moment::Moment},
};

pub(super) async fn keep_offline(
    vault: &Rc<Vault>,
    verb: KeepOffline,
    reporter: &Reporter,
) -> Result<OfflineCopyView, AppError> {
    check_password(vault, &verb.password, "password")?;
    let member = vault.member()?;
    let _one = vault.keeping_offline.lock().await;
    stretching(reporter);
    let go_on = |done, total| {
        let [done, total] = [done, total].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
        reporter.progress(Progress { step: ProgressStep::Downloading, file: None, done, total });
        !reporter.is_cancelled()
    };
    member.keep_first_copy(verb.password.as_str(), go_on).await?;
    Ok(view(&member.kept_offline().await?.ok_or(ErrorCode::NoStorage)?))
}

pub(super) async fn read_offline(vault: &Vault, _verb: ReadOffline) -> Result<Option<OfflineCopyView>, AppError> {
    Ok(vault.member()?.kept_offline().await?.as_ref().map(view))
}

pub(super) async fn forget_offline(vault: &Vault, _verb: ForgetOffline) -> Result<(), AppError> {
    let member = vault.member()?;
    Ok(forget_copy(vault, &member).await?)
}

/// Removes the copy. The key goes at once, which stops whoever is making it; the rest goes when nothing is added any
/// more.
pub(super) async fn forget_copy(vault: &Vault, member: &SignedIn) -> Result<(), FlowError> {
    member.forget_offline_key().await?;
    let _one = vault.keeping_offline.lock().await;
    member.forget_offline().await
}

/// A password lets in, after it was typed or keys were changed: where a copy is wanted, it opens with this one, and is
/// brought up to date.
pub(super) fn follow_password(vault: &Rc<Vault>, member: &Rc<SignedIn>, password: &str) {
    let (vault, member, password) = (Rc::clone(vault), Rc::clone(member), zeroize::Zeroizing::new(password.to_owned()));
    spawn_local(async move {
        let _one = vault.keeping_offline.lock().await;
        if member.keeps_offline().await == Ok(true) && member.keep_offline(&password).await.is_ok() {
            refresh(&vault, &member).await;
        }
    });
}

/// Records were added: where a copy is wanted, it gets them too.
pub(super) fn follow_records(vault: &Rc<Vault>, member: &Rc<SignedIn>) {
    let (vault, member) = (Rc::clone(vault), Rc::clone(member));
    spawn_local(async move {
        let _one = vault.keeping_offline.lock().await;
        if member.keeps_offline().await == Ok(true) {
            refresh(&vault, &member).await;
        }
    });
}

async fn refresh(vault: &Vault, member: &Rc<SignedIn>) {
    // What fails now, or is left when its person leaves, is made up for at the next sign-in.
    drop(member.refresh_offline(|_, _| vault.holds(member)).await);
}

fn view(kept: &KeptOffline) -> OfflineCopyView {
    let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
    OfflineCopyView {
        at: Moment::from_wire(kept.at),
        records: count(kept.records),
        left_out: count(kept.left_out),
        missing: count(kept.missing),
        bytes: kept.bytes,
    }
}
