//! Correcting a prescription of one's own: a new one in its place.

use sesemr_common::record::PatientNote;

use super::{
    state::Vault,
    write_prescription::{check_draft, receive},
};
use crate::{
    message::{AppError, CorrectPrescription, ErrorCode},
    model::prescription::PrescriptionReceipt,
};

pub(super) async fn correct_prescription(
    vault: &Vault,
    verb: CorrectPrescription,
) -> Result<PrescriptionReceipt, AppError> {
    vault.require_fresh_password()?;
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    let contents = open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
    let earlier = open.header(contents, verb.record).ok_or(ErrorCode::NotFound)?;
    let why = read_why(&verb.why)?;
    let prescription = check_draft(&member, &open, contents, &verb.prescription, verb.words)?;
    let written = member.correct_prescription(&open.portal, &earlier, prescription, why).await;
    receive(vault, &member, &open, written)
}

/// Why a prescription is corrected or withdrawn.
pub(super) fn read_why(typed: &str) -> Result<PatientNote, AppError> {
    PatientNote::of(typed).ok_or_else(|| AppError::new(ErrorCode::BadNote).in_field("why"))
}
