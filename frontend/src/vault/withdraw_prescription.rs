//! Withdrawing a prescription of one's own.

use sesemr_common::record::Prescription;

use super::{
    keep_draft::forget_void,
    state::Vault,
    void_prescription::Voiding,
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
    let voiding = Voiding::begin(vault, verb.opening, verb.record, &verb.why).await?;
    let contents = voiding.contents(vault).await?;
    let Voiding { member, open, earlier, why } = &voiding;
    let content = open.read_small(member, contents, verb.record).await;
    let content = content.map_err(|error| vault.explain_under(member, open, error))?;
    let prescription = Prescription::from_medication_request(&content)
        .map_err(|error| AppError::new(ErrorCode::NotFound).because(error))?;
    let written = member.withdraw_prescription(&open.portal, earlier, prescription, why.clone(), now_as_date()?).await;
    let receipt = receive(vault, member, open, written)?;
    forget_void(member, open.patient.account, verb.record).await;
    Ok(receipt)
}
