//! Purposes of use in words.

use sesemr_common::sharing::PurposeOfUse;

use crate::text::{Texts, t_string};

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
        PurposeOfUse::Treatment => t_string!(texts, purpose.treatment),
        PurposeOfUse::EmergencyTreatment => t_string!(texts, purpose.emergency_treatment),
        PurposeOfUse::Payment => t_string!(texts, purpose.payment),
        PurposeOfUse::Research => t_string!(texts, purpose.research),
        PurposeOfUse::Operations => t_string!(texts, purpose.operations),
        PurposeOfUse::PatientRequest => t_string!(texts, purpose.patient_request),
        PurposeOfUse::PublicHealth => t_string!(texts, purpose.public_health),
    }
}
