//! Writing a prescription under an opening; correcting and withdrawing one are beside it.

use std::rc::Rc;

use sesemr_common::{
    flow::{FlowError, WrittenPrescription},
    record::{ClinicalDate, FieldError, PatientWords, Prescription, PrescriptionDraft},
};

use super::{
    keep_draft::forget_prescription,
    portal::{Contents, OpenPortal},
    state::{SignedIn, Vault},
    timer,
};
use crate::{
    message::{AppError, ErrorCode, WritePrescription},
    model::{moment::Moment, prescription::PrescriptionReceipt},
};

pub(super) async fn write_prescription(
    vault: &Vault,
    verb: WritePrescription,
) -> Result<PrescriptionReceipt, AppError> {
    vault.require_fresh_password()?;
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    let contents = open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
    let prescription = check_draft(&member, &open, contents, &verb.prescription, verb.words)?;
    let written = member.write_prescription(&open.portal, prescription).await;
    let receipt = receive(vault, &member, &open, written)?;
    forget_prescription(&member, open.patient.account, None).await;
    Ok(receipt)
}

/// A prescription from what was typed, for the patient of the portal.
pub(super) fn check_draft(
    member: &SignedIn,
    open: &OpenPortal,
    contents: &Contents,
    draft: &PrescriptionDraft,
    words: PatientWords,
) -> Result<Prescription, AppError> {
    let subject = contents.subject.as_ref().map_or(open.patient.display_name.as_str(), |subject| subject.name.as_str());
    let checked = draft.check(&member.profile().display_name, subject, now_as_date()?);
    let mut prescription = checked.map_err(|errors| bad_fields(&errors))?;
    prescription.words = Some(words);
    Ok(prescription)
}

/// What was written, told to whoever wrote it.
pub(super) fn receive(
    vault: &Vault,
    member: &SignedIn,
    open: &OpenPortal,
    written: Result<Rc<WrittenPrescription>, FlowError>,
) -> Result<PrescriptionReceipt, AppError> {
    let written = written.map_err(|error| vault.explain_under(member, open, error))?;
    open.touch();
    let signed_at = Moment::from_wire(timer::now());
    Ok(PrescriptionReceipt { record: written.record(), signed_at, patient: open.patient.display_name.clone() })
}

/// Now, as a record says it.
pub(super) fn now_as_date() -> Result<ClinicalDate, AppError> {
    #[expect(clippy::cast_precision_loss, reason = "a time far below 2^53 milliseconds")]
    let now = wasm_bindgen::JsValue::from_f64(Moment::from_wire(timer::now()).0 as f64);
    let iso = js_sys::Date::new(&now).to_iso_string();
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
