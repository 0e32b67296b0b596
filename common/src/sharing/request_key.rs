//! The act of asking for access, and messages that only its reader can open.

use super::act::act;
use crate::codec::{choice, object};
use crate::crypto::KemCiphertext;
use crate::id::{Bytes, KeyId, KeyRequestId};
use crate::portion::Portion;

choice! {
    /// Why access is asked: HL7 v3 `PurposeOfUse` (terminology.hl7.org/ValueSet/v3-PurposeOfUse).
    PurposeOfUse("purpose of use") {
        /// TREAT, treatment.
        Treatment = 1,
        /// ETREAT, emergency treatment.
        EmergencyTreatment = 2,
        /// HPAYMT, healthcare payment.
        Payment = 3,
        /// HRESCH, healthcare research.
        Research = 4,
        /// HOPERAT, healthcare operations.
        Operations = 5,
        /// PATRQT, patient requested.
        PatientRequest = 6,
        /// PUBHLTH, public health.
        PublicHealth = 7,
    }
}

object! {
    /// A short text sealed to one reader with HPKE `mode_base`; its info names the object that carries it.
    struct SealedMessage {
        /// The encapsulated key.
        kem_ciphertext: KemCiphertext,
        /// The text under it, padded to a multiple of 256.
        ciphertext: Bytes,
    }
}

act! {
    /// "Please let me see these portions."
    RequestKey = "request-key" to Sas {
        /// The request.
        request: KeyRequestId,
        /// The patient's key that the clinician found behind the handle.
        patient_key: KeyId,
        /// Which portions, ascending.
        portions: Vec<Portion>,
        /// Why.
        purpose: PurposeOfUse,
        /// For how long access is asked, in seconds.
        duration: u32,
        /// Whether the clinician would like to write prescriptions.
        write_back: bool,
        /// When an unanswered request lapses, milliseconds since 1970 UTC.
        expires_at: u64,
        /// A word to the patient.
        message: Option<SealedMessage>,
    }
}
