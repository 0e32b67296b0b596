//! What a FHIR resource is called, and when it happened. For showing all of it see `view`.

use serde_json::Value;

use super::{
    ClinicalDate, FhirType, Title,
    element::{items, text_at, words},
};

/// The best words for people: text, then display, then code of what the resource is about; the type's name otherwise.
pub(super) fn title_resource(fhir_type: &FhirType, resource: &Value) -> Title {
    let found = naming_members(fhir_type.as_str()).iter().find_map(|key| first_words(resource, key));
    let found = found.or_else(|| named_elsewhere(fhir_type.as_str(), resource));
    Title::of(&match (fhir_type.as_str(), found) {
        // "pharmacy" alone would not say that it is a bill.
        ("Claim" | "ClaimResponse" | "ExplanationOfBenefit" | "Coverage", Some(words)) => {
            format!("{}: {words}", fhir_type.words())
        }
        (_, Some(words)) => words,
        (_, None) => fhir_type.words(),
    })
}

/// When it happened: the first of the members that say so in FHIR R4, from the clinical to the administrative.
pub(super) fn date_resource(resource: &Value) -> Option<ClinicalDate> {
    const MEMBERS: [&[&str]; 27] = [
        &["effectiveDateTime"],
        &["effectiveInstant"],
        &["effectivePeriod", "start"],
        &["occurrenceDateTime"],
        &["occurrencePeriod", "start"],
        &["performedDateTime"],
        &["performedPeriod", "start"],
        &["collection", "collectedDateTime"],
        &["onsetDateTime"],
        &["onsetPeriod", "start"],
        &["started"],
        &["createdDateTime"],
        &["authoredOn"],
        &["authored"],
        &["period", "start"],
        &["billablePeriod", "start"],
        &["startDate"],
        &["recordedDate"],
        &["dateAsserted"],
        &["whenHandedOver"],
        &["dateTime"],
        &["date"],
        &["created"],
        &["issued"],
        &["recorded"],
        &["receivedTime"],
        &["timestamp"],
    ];
    MEMBERS.iter().filter_map(|path| text_at(resource, path)).find_map(|text| text.parse().ok())
}

/// The reference by which a resource without a name of its own is named: a medicine that is an entry of its own.
pub(super) fn named_by(resource: &Value) -> Option<&str> {
    let own = naming_members("MedicationRequest").iter().find_map(|key| first_words(resource, key));
    text_at(resource, &["medicationReference", "reference"]).filter(|_| own.is_none())
}

fn naming_members(fhir_type: &str) -> &'static [&'static str] {
    match fhir_type {
        "Immunization" => &["vaccineCode"],
        "Encounter" => &["type", "serviceType", "reasonCode", "class"],
        "DocumentReference" => &["description", "type", "category"],
        "Claim" | "ClaimResponse" | "ExplanationOfBenefit" | "Coverage" => &["type", "subType"],
        "ImagingStudy" => &["description", "procedureCode", "reasonCode"],
        "Composition" | "CarePlan" => &["title", "type", "category"],
        "Consent" => &["scope", "category"],
        "Flag" | "Procedure" | "Condition" | "Observation" | "AllergyIntolerance" | "ServiceRequest" => {
            &["code", "category"]
        }
        _ => &[
            "code",
            "medicationCodeableConcept",
            "medicationReference",
            "name",
            "title",
            "description",
            "deviceName",
            "type",
            "serviceType",
            "category",
        ],
    }
}

/// The words of the first element under `key` that has any: a title is one thing, not a list.
fn first_words(resource: &Value, key: &str) -> Option<String> {
    items(resource, key).iter().find_map(|item| words(item).or_else(|| item.get("name").and_then(words)))
}

fn named_elsewhere(fhir_type: &str, resource: &Value) -> Option<String> {
    match fhir_type {
        "DocumentReference" => items(resource, "content")
            .iter()
            .find_map(|content| text_at(content, &["attachment", "title"]))
            .map(str::to_owned),
        "Media" => text_at(resource, &["content", "title"]).map(str::to_owned),
        "ImagingStudy" => items(resource, "series").iter().find_map(|series| {
            let parts: Vec<String> =
                ["modality", "bodySite"].iter().filter_map(|key| words(series.get(key)?)).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }),
        "MedicationRequest" | "MedicationStatement" | "MedicationDispense" | "MedicationAdministration" => {
            items(resource, "contained").iter().find_map(|medication| words(medication.get("code")?))
        }
        "AllergyIntolerance" => {
            items(resource, "reaction").iter().find_map(|reaction| words(reaction.get("substance")?))
        }
        _ => None,
    }
}
