//! What the code of a record is called, where its own words call it something else: who reads the words must see that a
//! program, which reads the code, takes it for something else.

use serde_json::Value;

use crate::record::{
    FhirType, Title,
    element::{items, text},
    read_typed_reading::is_typed_here,
};

/// The names of the code of what a resource is about, where they and its words have nothing in common; for the families
/// that have rows of their own.
pub(super) fn code_says(fhir_type: &FhirType, resource: &Value) -> Option<String> {
    match fhir_type.as_str() {
        "MedicationRequest" | "MedicationStatement" | "MedicationDispense" | "MedicationAdministration" => {
            if resource.get("medicationCodeableConcept").is_some() {
                return other_names(resource, "medicationCodeableConcept");
            }
            let is_medicine = |contained: &&Value| text(contained, "resourceType") == Some("Medication");
            let mut medicines = items(resource, "contained").iter().filter(is_medicine);
            medicines.find_map(|medicine| other_names(medicine, "code"))
        }
        "Immunization" => other_names(resource, "vaccineCode"),
        // What a patient calls a reading that was typed here goes with a code that was chosen here.
        "Observation" if is_typed_here(resource) => None,
        "AllergyIntolerance" | "Condition" | "Observation" => other_names(resource, "code"),
        _ => None,
    }
}

fn other_names(element: &Value, key: &str) -> Option<String> {
    items(element, key).iter().find_map(names_beside)
}

/// What the codes of a concept are called, where each is called otherwise than its text. "Essential hypertension" is no
/// other name than "Hypertension": one holds the other.
fn names_beside(concept: &Value) -> Option<String> {
    let own = plain(text(concept, "text")?);
    let mut names: Vec<&str> = Vec::new();
    for name in items(concept, "coding").iter().filter_map(|coding| text(coding, "display")) {
        let said = plain(name);
        if said.contains(&own) || own.contains(&said) {
            return None;
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| Title::of(&names.join("; ")).into())
}

/// In small letters, with single spaces.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
