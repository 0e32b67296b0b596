//! Correcting a prescription: a new one that names the earlier one and takes its place.

use std::rc::Rc;

use super::write_prescription::Order;
use super::{FlowError, Host, Member, Portal, WrittenPrescription};
use crate::crypto::ProtocolObject as _;
use crate::envelope::{Authority, RecordHeader};
use crate::record::{Correction, PatientNote, Prescription, PriorPrescription};

impl<H: Host> Member<H> {
    /// Writes a prescription in the place of one of one's own, whose checked header is `earlier`. Where the same correction
    /// was sent and never answered, the same bytes go out again.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where the earlier one is somebody else's or not this patient's, and as for
    /// [`Self::write_prescription`].
    pub async fn correct_prescription(
        &self,
        portal: &Portal,
        earlier: &RecordHeader,
        prescription: Prescription,
        reason: PatientNote,
    ) -> Result<Rc<WrittenPrescription>, FlowError> {
        let corrects = Some(Correction { prior: self.name_prior(portal, earlier)?, reason });
        self.write_order(portal, Order::Prescription(Box::new(Prescription { corrects, ..prescription }))).await
    }

    /// Names a prescription that this person wrote for the patient of the portal.
    pub(super) fn name_prior(&self, portal: &Portal, earlier: &RecordHeader) -> Result<PriorPrescription, FlowError> {
        let fields = &earlier.fields;
        let is_own = fields.author == self.account()
            && fields.patient == portal.patient()
            && matches!(fields.authority, Authority::Opening(_));
        if is_own {
            Ok(PriorPrescription { record: fields.record, header: earlier.object_hash() })
        } else {
            Err(FlowError::Invalid("Only whoever wrote a prescription corrects or withdraws it."))
        }
    }
}
