//! Writing a prescription under an opening.

use super::{BatchWithSlots, Done, body, endpoint};
use crate::envelope::RecordHeader;
use crate::id::Encoded;
use crate::sharing::{SignedAct, WritePrescription};

endpoint!(
    /// Publishes a prescription; it enters the patient's index when their device has verified it.
    WritePrescriptionEndpoint = Post "/api/v1/prescriptions" with session, WritePrescriptionRequest => Done
);

body! {
    /// A prescription.
    WritePrescriptionRequest {
        /// The signed act.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        act: Encoded<SignedAct<WritePrescription>>,
        /// A batch of one.
        batch: BatchWithSlots,
        /// The header.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Byte))]
        header: Encoded<RecordHeader>,
    }
}
