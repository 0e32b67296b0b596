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
    Title::of(&match found {
        Some(words) if names_kind(fhir_type) => format!("{}: {words}", fhir_type.words()),
        Some(words) => words,
        None => fhir_type.words(),
    })
}

/// What a title is made of: what a record says of itself, and what was put to it here in English when it was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleParts<'a> {
    /// The record's own words.
    Own(&'a str),
    /// Nothing but the kind of record.
    Kind,
    /// The kind of record, and then its own words.
    KindOf(&'a str),
    /// It says nothing of itself, and its kind is not known.
    Untitled,
}

/// Takes a title apart, so that a screen can put the parts in the reader's words. A record that calls itself exactly as its
/// kind is called in English is taken for one without words of its own.
pub fn title_parts<'a>(title: &'a str, fhir_type: Option<&FhirType>) -> TitleParts<'a> {
    if title == Title::UNTITLED {
        return TitleParts::Untitled;
    }
    let Some(fhir_type) = fhir_type else { return TitleParts::Own(title) };
    match title.strip_prefix(fhir_type.words().as_str()) {
        Some("") => TitleParts::Kind,
        Some(rest) if names_kind(fhir_type) => {
            rest.strip_prefix(": ").map_or(TitleParts::Own(title), TitleParts::KindOf)
        }
        _ => TitleParts::Own(title),
    }
}

/// Whether its kind stands before its own words: "pharmacy" alone would not say that it is a bill.
fn names_kind(fhir_type: &FhirType) -> bool {
    matches!(fhir_type.as_str(), "Claim" | "ClaimResponse" | "ExplanationOfBenefit" | "Coverage")
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
