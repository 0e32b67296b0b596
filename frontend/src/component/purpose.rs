//! Purposes of use in words.

use sesemr_common::sharing::PurposeOfUse;

use crate::text::{Texts, t};

/// The purposes in the order in which they are offered.
pub const PURPOSES: [PurposeOfUse; 7] = [
    PurposeOfUse::Treatment,
    PurposeOfUse::EmergencyTreatment,
    PurposeOfUse::PatientRequest,
    PurposeOfUse::Payment,
    PurposeOfUse::Operations,
    PurposeOfUse::PublicHealth,
    PurposeOfUse::Research,
];

/// What a purpose is called.
pub fn purpose_name(texts: Texts, purpose: PurposeOfUse) -> &'static str {
    match purpose {
        PurposeOfUse::Treatment => t!(texts, purpose.treatment),
        PurposeOfUse::EmergencyTreatment => t!(texts, purpose.emergency_treatment),
        PurposeOfUse::Payment => t!(texts, purpose.payment),
        PurposeOfUse::Research => t!(texts, purpose.research),
        PurposeOfUse::Operations => t!(texts, purpose.operations),
        PurposeOfUse::PatientRequest => t!(texts, purpose.patient_request),
        PurposeOfUse::PublicHealth => t!(texts, purpose.public_health),
    }
}
