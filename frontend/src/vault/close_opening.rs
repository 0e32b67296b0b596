//! Writing under an opening, and closing it.

use std::rc::Rc;

use sesemr_common::{
    api::ErrorCode as ApiErrorCode,
    flow::FlowError,
    id::OpeningId,
    record::{ClinicalDate, FieldError},
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
    message::{AppError, CloseOpening, ErrorCode, WritePrescription},
    model::{moment::Moment, opening::ClosingView, person::PersonView, prescription::PrescriptionReceipt},
};

pub(super) async fn write_prescription(
    vault: &Vault,
    verb: WritePrescription,
) -> Result<PrescriptionReceipt, AppError> {
    vault.require_fresh_password()?;
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    let now = timer::now();
    let contents = open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
    let subject = contents.subject.as_ref().map_or(open.patient.display_name.as_str(), |subject| subject.name.as_str());
    let checked = verb.prescription.check(&member.profile().display_name, subject, today(now)?);
    let mut prescription = checked.map_err(|errors| bad_fields(&errors))?;
    prescription.words = Some(verb.words);
    let written = member.write_prescription(&open.portal, prescription).await;
    let record = written.map_err(|error| vault.explain_under(&member, &open, error))?;
    open.touch();
    open.written.set(open.written.get().saturating_add(1));
    Ok(PrescriptionReceipt { record, signed_at: Moment::from_wire(now), patient: open.patient.display_name.clone() })
}

/// Closes an opening. Its keys are wiped first, whatever the server answers: what it could not be told it is told later,
/// without a receipt. One that another browser opened, or this one before it was reloaded, is ended without one too: the
/// server closes it from its log.
pub(super) async fn close_opening(vault: &Vault, verb: CloseOpening) -> Result<ClosingView, AppError> {
    let member = vault.member()?;
    if let Some(open) = vault.take_portals(|open| open.opening() == verb.opening).pop() {
        let told = close_portal(vault, &member, &open).await?;
        return Ok(view_closing(verb.opening, open.patient.clone(), open.read(), open.written.get(), told));
    }
    let opening = find_opening(&member, verb.opening).await?;
    let patient = member.person(opening.act.header.patient).await.map_err(|error| explain(&member, error))?;
    abandon(&member, &opening.act).await.map_err(|error| explain(&member, error))?;
    vault.untold.borrow_mut().remove(&verb.opening);
    let read = u32::try_from(opening.act.body.records.len()).unwrap_or(u32::MAX);
    Ok(view_closing(verb.opening, view_person(&patient), read, 0, true))
}

/// Closes everything that is open, as far as the server can be told: the person leaves.
pub(super) async fn close_all(vault: &Vault, member: &SignedIn, portals: Vec<Rc<OpenPortal>>) {
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

/// Closes a portal that was taken from what is open, and gives whether the server knows.
async fn close_portal(vault: &Vault, member: &SignedIn, open: &OpenPortal) -> Result<bool, AppError> {
    match member.close_opening(&open.portal).await {
        Ok(()) => Ok(true),
        Err(error) if cause_of(&error).is_some() => Ok(true),
        Err(error) if error.is_refusal(ApiErrorCode::NotSignedIn) => Err(explain(member, error)),
        Err(_) => {
            let opening = open.portal.opening().clone();
            vault.untold.borrow_mut().insert(opening.body.opening, opening);
            Ok(false)
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

fn view_closing(opening: OpeningId, patient: PersonView, read: u32, written: u32, told: bool) -> ClosingView {
    let closed_at = Moment::from_wire(timer::now());
    ClosingView { opening, patient, closed_at, reason: EndReason::Closed, read, written, told }
}

fn today(now: u64) -> Result<ClinicalDate, AppError> {
    #[expect(clippy::cast_precision_loss, reason = "a time far below 2^53 milliseconds")]
    let iso = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(Moment::from_wire(now).0 as f64)).to_iso_string();
    String::from(iso).parse().map_err(|error| AppError::new(ErrorCode::Defect).because(error))
}

/// The form checks as it is typed; this is for what slipped through.
fn bad_fields(errors: &[FieldError]) -> AppError {
    let error = AppError::new(ErrorCode::BadField);
    let Some(first) = errors.first() else { return error };
    // As serde names it, which is what the form calls its field.
    match serde_json::to_value(first.field) {
        Ok(serde_json::Value::String(field)) => error.in_field(&field),
        _ => error,
    }
}
