//! Correcting a prescription of one's own: a new one in its place.

use super::{
    keep_draft::forget_void,
    state::Vault,
    void_prescription::Voiding,
    write_prescription::{check_draft, receive},
};
use crate::{
    message::{AppError, CorrectPrescription},
    model::prescription::PrescriptionReceipt,
};

pub(super) async fn correct_prescription(
    vault: &Vault,
    verb: CorrectPrescription,
) -> Result<PrescriptionReceipt, AppError> {
    let voiding = Voiding::begin(vault, verb.opening, verb.record, &verb.why).await?;
    let contents = voiding.contents(vault).await?;
    let prescription = check_draft(&voiding.member, &voiding.open, contents, &verb.prescription, verb.words)?;
    let Voiding { member, open, earlier, why } = &voiding;
    let written = member.correct_prescription(&open.portal, earlier, prescription, why.clone()).await;
    let receipt = receive(vault, member, open, written)?;
    forget_void(member, open.patient.account, verb.record).await;
    Ok(receipt)
}
