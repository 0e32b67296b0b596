//! Writing under an opening, and closing it.

use sesemr_common::{
    record::{ClinicalDate, FieldError},
    sharing::EndReason,
};

use super::{error::explain, grants::find_opening, state::Vault, timer};
use crate::{
    message::{AppError, CloseOpening, ErrorCode, WritePrescription},
    model::{moment::Moment, opening::ClosingView, prescription::PrescriptionReceipt},
};

pub(super) async fn write_prescription(
    vault: &Vault,
    verb: WritePrescription,
) -> Result<PrescriptionReceipt, AppError> {
    vault.require_fresh_password()?;
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    let now = timer::now();
    let subject = open.subject.as_ref().map_or(open.patient.display_name.as_str(), |subject| subject.name.as_str());
    let checked = verb.prescription.check(&member.profile().display_name, subject, today(now)?);
    let prescription = checked.map_err(|errors| bad_fields(&errors))?;
    let record =
        member.write_prescription(&open.portal, prescription).await.map_err(|error| explain(&member, error))?;
    open.touch();
    open.written.set(open.written.get().saturating_add(1));
    Ok(PrescriptionReceipt { record, signed_at: Moment::from_wire(now), patient: open.patient.display_name.clone() })
}

/// Closes an opening. One that another browser opened, or this one before it was reloaded, is ended without a receipt of
/// what was read: the server closes it from its log.
pub(super) async fn close_opening(vault: &Vault, verb: CloseOpening) -> Result<ClosingView, AppError> {
    let member = vault.member()?;
    let open = vault.portals.borrow().get(&verb.opening).cloned();
    let Some(open) = open else {
        let opening = find_opening(&member, verb.opening).await?;
        member.abandon_opening(&opening.act).await.map_err(|error| explain(&member, error))?;
        let patient = member.person(opening.act.header.patient).await.map_err(|error| explain(&member, error))?;
        return Ok(ClosingView {
            opening: verb.opening,
            patient: super::person::view_person(&patient),
            closed_at: Moment::from_wire(timer::now()),
            reason: EndReason::Closed,
            read: u32::try_from(opening.act.body.records.len()).unwrap_or(u32::MAX),
            written: 0,
        });
    };
    member.close_opening(&open.portal).await.map_err(|error| explain(&member, error))?;
    vault.portals.borrow_mut().remove(&verb.opening);
    Ok(ClosingView {
        opening: verb.opening,
        patient: open.patient.clone(),
        closed_at: Moment::from_wire(timer::now()),
        reason: EndReason::Closed,
        read: u32::try_from(open.lent.records.len()).unwrap_or(u32::MAX),
        written: open.written.get(),
    })
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
        Ok(serde_json::Value::String(field)) => error.in_field(&field).because(first),
        _ => error.because(first),
    }
}
