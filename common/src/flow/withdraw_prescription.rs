//! Withdrawing a prescription: a record that names the earlier one, says why, and leaves nothing in its place.

use std::rc::Rc;

use super::write_prescription::Order;
use super::{FlowError, Host, Member, Portal, WrittenPrescription};
use crate::envelope::RecordHeader;
use crate::record::{ClinicalDate, PatientNote, Prescription, PrescriptionWithdrawal};

impl<H: Host> Member<H> {
    /// Withdraws a prescription of one's own: `prescription` is what it says, `earlier` its checked header. Where the same
    /// withdrawal was sent and never answered, the same bytes go out again.
    ///
    /// # Errors
    /// As for [`Self::correct_prescription`].
    pub async fn withdraw_prescription(
        &self,
        portal: &Portal,
        earlier: &RecordHeader,
        prescription: Prescription,
        reason: PatientNote,
        authored: ClinicalDate,
    ) -> Result<Rc<WrittenPrescription>, FlowError> {
        let prior = self.name_prior(portal, earlier)?;
        let withdrawal = PrescriptionWithdrawal::of(prescription, prior, reason, authored);
        self.write_order(portal, Order::Withdrawal(Box::new(withdrawal))).await
    }
}
