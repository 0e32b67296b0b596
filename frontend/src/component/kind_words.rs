//! Kinds of records in words: the types of FHIR that records come as.

use crate::text::{Texts, t};

/// What kind of record one of this type is; for a type without words of ours, `otherwise`.
pub fn kind_words(texts: Texts, fhir_type: Option<&str>, otherwise: String) -> String {
    match fhir_type.unwrap_or_default() {
        "Account" => t!(texts, kind.account),
        "Appointment" => t!(texts, kind.appointment),
        "CarePlan" => t!(texts, kind.care_plan),
        "CareTeam" => t!(texts, kind.care_team),
        "Claim" => t!(texts, kind.claim),
        "ClaimResponse" => t!(texts, kind.claim_response),
        "Communication" => t!(texts, kind.communication),
        "Composition" => t!(texts, kind.composition),
        "Consent" => t!(texts, kind.consent),
        "Coverage" => t!(texts, kind.coverage),
        "Device" => t!(texts, kind.device),
        "DiagnosticReport" => t!(texts, kind.diagnostic_report),
        "DocumentReference" => t!(texts, kind.document_reference),
        "ExplanationOfBenefit" => t!(texts, kind.explanation_of_benefit),
        "FamilyMemberHistory" => t!(texts, kind.family_history),
        "Goal" => t!(texts, kind.goal),
        "ImagingStudy" => t!(texts, kind.imaging_study),
        "Location" => t!(texts, kind.location),
        "Media" => t!(texts, kind.media),
        "Medication" => t!(texts, kind.medication),
        "Organization" => t!(texts, kind.organization),
        "Patient" => t!(texts, kind.patient),
        "Practitioner" => t!(texts, kind.practitioner),
        "PractitionerRole" => t!(texts, kind.practitioner_role),
        "Procedure" => t!(texts, kind.procedure),
        "Provenance" => t!(texts, kind.provenance),
        "QuestionnaireResponse" => t!(texts, kind.questionnaire_response),
        "RelatedPerson" => t!(texts, kind.related_person),
        "ServiceRequest" => t!(texts, kind.service_request),
        "Specimen" => t!(texts, kind.specimen),
        "Task" => t!(texts, kind.task),
        "Observation" => t!(texts, kind.observation),
        "Condition" => t!(texts, kind.condition),
        "Encounter" => t!(texts, kind.encounter),
        "Immunization" => t!(texts, kind.immunization),
        "AllergyIntolerance" => t!(texts, kind.allergy),
        "MedicationRequest" => t!(texts, kind.medication_request),
        "MedicationStatement" => t!(texts, kind.medication_statement),
        "MedicationDispense" => t!(texts, kind.medication_dispense),
        "MedicationAdministration" => t!(texts, kind.medication_administration),
        _ => return otherwise,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn known_kinds_have_words_and_others_are_named_as_they_are() {
        let row = || "Care plan".to_owned();
        assert_eq!(kind_words(Locale::de, Some("CarePlan"), row()), "Behandlungsplan");
        assert_eq!(kind_words(Locale::de, Some("Basic"), row()), "Care plan");
        assert_eq!(kind_words(Locale::de, None, row()), "Care plan");
    }
}
