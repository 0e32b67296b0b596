//! Enters the random key: the one attempt, and what it opens.

use std::rc::Rc;

use sesemr_common::crypto::OpeningCode;

use super::{
    error::{explain, mistyped_code},
    grants::find_opening,
    person::view_person,
    portal::OpenPortal,
    reporter::Reporter,
    state::Vault,
};
use crate::{
    message::{AppError, AttemptOpening, ErrorCode, KeepOpen, Progress, ProgressStep, ReadOpening, Typed},
    model::opening::{OpeningView, PortalView},
};

/// Makes the attempt. What the opening lends is asked for by [`read_opening`], which can be tried again; this cannot.
pub(super) async fn attempt_opening(
    vault: &Vault,
    verb: AttemptOpening,
    reporter: &Reporter,
) -> Result<PortalView, AppError> {
    let member = vault.member()?;
    let opening = find_opening(&member, verb.opening).await?;
    let typed = verb.code.as_ref().map(Typed::as_str).or(opening.code.as_ref().map(|code| code.as_str()));
    let typed = typed.ok_or_else(|| AppError::new(ErrorCode::NothingChosen).in_field("code"))?;
    // A slip is caught here: nothing is sent, nothing is burnt.
    let code = OpeningCode::from_groups(typed).map_err(|mistyped| mistyped_code(mistyped).in_field("code"))?;
    let patient = member.person(opening.act.header.patient).await.map_err(|error| explain(&member, error))?;
    reporter.progress(Progress { step: ProgressStep::StretchingPassword, file: None, done: 0, total: 0 });
    let portal = member.open_record(&opening, &code).await.map_err(|error| explain(&member, error))?;
    if !vault.holds(&member) {
        // Whoever opened it has left meanwhile: it stays open for nobody.
        drop(member.close_opening(&portal).await);
        return Err(ErrorCode::Cancelled.into());
    }
    let open = Rc::new(OpenPortal::new(portal, view_person(&patient)));
    vault.portals.borrow_mut().insert(verb.opening, Rc::clone(&open));
    Ok(open.view_portal())
}

pub(super) async fn read_opening(vault: &Vault, verb: ReadOpening) -> Result<OpeningView, AppError> {
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    let contents = open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
    // What ended meanwhile is not shown as open.
    vault.portal(verb.opening)?;
    Ok(open.view(&member, contents))
}

/// Reading one chunk again is the sign of life, so there has to be something that was asked for.
pub(super) async fn keep_open(vault: &Vault, verb: KeepOpen) -> Result<PortalView, AppError> {
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
    member.keep_open(&open.portal).await.map_err(|error| vault.explain_under(&member, &open, error))?;
    open.touch();
    // As above.
    vault.portal(verb.opening)?;
    Ok(open.view_portal())
}
