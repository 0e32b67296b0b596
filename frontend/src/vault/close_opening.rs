//! Closing an opening.

use std::rc::Rc;

use sesemr_common::{
    api::ErrorCode as ApiErrorCode,
    flow::FlowError,
    id::OpeningId,
    sharing::{EndReason, Opening, SignedAct},
};

use super::{
    error::explain,
    grants::find_opening,
    person::view_person,
    portal::{OpenPortal, cause_of},
    state::{SignedIn, Vault},
    timer,
};
use crate::{
    message::{AppError, CloseOpening},
    model::{
        moment::Moment,
        opening::{ClosingView, Done, Told},
        person::PersonView,
    },
};

/// Closes an opening. Its keys are wiped first, whatever the server answers: what it could not be told it is told later,
/// without a receipt. One that another browser opened, or this one before it was reloaded, is ended without one too: the
/// server closes it from its log.
pub(super) async fn close_opening(vault: &Vault, verb: CloseOpening) -> Result<ClosingView, AppError> {
    let member = vault.member()?;
    if let Some(open) = vault.take_portals(|open| open.opening() == verb.opening).pop() {
        let told = close_portal(vault, &member, &open).await?;
        let done = Done { read: open.read(), written: open.count_written() };
        return Ok(view_closing(verb.opening, open.patient.clone(), Some(done), told));
    }
    let opening = find_opening(&member, verb.opening).await?;
    let patient = member.person(opening.act.header.patient).await.map_err(|error| explain(&member, error))?;
    abandon(&member, &opening.act).await.map_err(|error| explain(&member, error))?;
    vault.untold.borrow_mut().remove(&verb.opening);
    Ok(view_closing(verb.opening, view_person(&patient), None, Told::EndAlone))
}

/// Closes everything that is open, as far as the server can be told: the person leaves.
pub(super) async fn close_all(vault: &Vault, member: &Rc<SignedIn>, portals: Vec<Rc<OpenPortal>>) {
    for open in portals {
        // What could not be told the server finds out by itself.
        drop(close_portal(vault, member, &open).await);
    }
}

/// Tells the server what it could not be told when a portal was closed.
pub(super) async fn tell_untold(vault: &Vault, member: &SignedIn) {
    let untold: Vec<_> = vault.untold.borrow().values().cloned().collect();
    for opening in untold {
        if abandon(member, &opening).await.is_ok() {
            vault.untold.borrow_mut().remove(&opening.body.opening);
        }
    }
}

/// Closes a portal that was taken from what is open, and gives what the server knows.
async fn close_portal(vault: &Vault, member: &Rc<SignedIn>, open: &OpenPortal) -> Result<Told, AppError> {
    let signs = open.portal.knows_what_was_written();
    match member.close_opening(&open.portal).await {
        Ok(()) if signs => Ok(Told::Receipt),
        Ok(()) => Ok(Told::EndAlone),
        Err(error) if cause_of(&error).is_some() => Ok(Told::EndAlone),
        Err(error) if error.is_refusal(ApiErrorCode::NotSignedIn) => Err(explain(member, error)),
        Err(_) => {
            // Of somebody who has left nothing stays: what they could not tell, the server finds out by itself.
            if vault.holds(member) {
                let opening = open.portal.opening().clone();
                vault.untold.borrow_mut().insert(opening.body.opening, opening);
            }
            Ok(Told::Nothing)
        }
    }
}

/// Ends an opening without a receipt. One that has ended already is as good.
async fn abandon(member: &SignedIn, opening: &SignedAct<Opening>) -> Result<(), FlowError> {
    match member.abandon_opening(opening).await {
        Err(error) if cause_of(&error).is_some() => Ok(()),
        ended => ended,
    }
}

fn view_closing(opening: OpeningId, patient: PersonView, done: Option<Done>, told: Told) -> ClosingView {
    let closed_at = Moment::from_wire(timer::now());
    ClosingView { opening, patient, closed_at, reason: EndReason::Closed, done, told }
}
