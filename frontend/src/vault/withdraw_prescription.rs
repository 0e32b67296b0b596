//! Withdrawing a prescription of one's own.

use sesemr_common::record::Prescription;

use super::{
    correct_prescription::read_why,
    state::Vault,
    write_prescription::{now_as_date, receive},
};
use crate::{
    message::{AppError, ErrorCode, WithdrawPrescription},
    model::prescription::PrescriptionReceipt,
};

pub(super) async fn withdraw_prescription(
    vault: &Vault,
    verb: WithdrawPrescription,
) -> Result<PrescriptionReceipt, AppError> {
    vault.require_fresh_password()?;
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    let contents = open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
    let earlier = open.header(contents, verb.record).ok_or(ErrorCode::NotFound)?;
    let why = read_why(&verb.why)?;
    let content = open.read_small(&member, contents, verb.record).await;
    let content = content.map_err(|error| vault.explain_under(&member, &open, error))?;
    let prescription = Prescription::from_medication_request(&content)
        .map_err(|error| AppError::new(ErrorCode::NotFound).because(error))?;
    let written = member.withdraw_prescription(&open.portal, &earlier, prescription, why, now_as_date()?).await;
    receive(vault, &member, &open, written)
}
