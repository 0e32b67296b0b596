//! Which portion a FHIR resource goes to: PORTIONS.md as code.
//!
//! Two cases that the table leaves open, and what happens: an Observation whose category is none of FHIR's codes (the
//! misspelt `vital-sign` is seen in the wild) or is `imaging` goes to `history`, like one without a category; nothing
//! is guessed into a portion that may be lent more freely. Of several categories `vital-signs` decides first, then
//! `laboratory`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    FhirType,
    element::{any_code, items, text},
};
use crate::portion::Portion;

/// Where a resource goes, or what has to be known first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sorted {
    /// It goes to this portion.
    To(Portion),
    /// To `laboratory` if one of these results is a laboratory's, else to the other portion.
    ByResults(Vec<String>, Portion),
}

/// The laboratory Observations of a file, by every name that a reference may use.
#[derive(Debug, Default)]
pub(super) struct LaboratoryResults(BTreeSet<String>);

impl LaboratoryResults {
    /// Remembers the resource if it is a laboratory Observation.
    pub(super) fn note(&mut self, fhir_type: &FhirType, full_url: Option<&str>, resource: &Value) {
        if fhir_type.as_str() == "Observation" && is_laboratory(resource) {
            self.0.extend(full_url.map(str::to_owned));
            self.0.extend(text(resource, "id").map(|id| format!("Observation/{id}")));
        }
    }

    fn contains(&self, reference: &str) -> bool {
        // "http://hospital.example/fhir/Observation/7" names the same as "Observation/7".
        let relative = reference.rfind("Observation/").and_then(|start| reference.get(start..));
        self.0.contains(reference) || relative.is_some_and(|relative| self.0.contains(relative))
    }
}

impl Sorted {
    /// Decides, once all of the file's laboratory results are known.
    pub(super) fn decide(&self, laboratory: &LaboratoryResults) -> Portion {
        match self {
            Self::To(portion) => *portion,
            Self::ByResults(results, _) if results.iter().any(|result| laboratory.contains(result)) => {
                Portion::Laboratory
            }
            Self::ByResults(_, otherwise) => *otherwise,
        }
    }
}

/// Sorts one resource.
pub(super) fn sort_resource(fhir_type: &FhirType, resource: &Value) -> Sorted {
    Sorted::To(match fhir_type.as_str() {
        "Patient" | "Person" | "RelatedPerson" | "Consent" => Portion::Personal,
        "AllergyIntolerance" => Portion::Allergies,
        "MedicationRequest"
        | "MedicationStatement"
        | "MedicationDispense"
        | "MedicationAdministration"
        | "Medication" => Portion::Medications,
        "Observation" => sort_observation(resource),
        "DiagnosticReport" => return sort_report(resource),
        "Specimen" => Portion::Laboratory,
        "ImagingStudy" | "DocumentReference" | "Media" | "Binary" => Portion::ImagingDocuments,
        // A document inside another bundle is a document; its entries are sorted on their own.
        "Bundle" if text(resource, "type") == Some("document") => Portion::ImagingDocuments,
        "Immunization" | "ImmunizationRecommendation" => Portion::Immunizations,
        "Coverage" | "Claim" | "ClaimResponse" | "ExplanationOfBenefit" | "Account" | "Invoice" => Portion::Insurance,
        _ => Portion::History,
    })
}

fn sort_observation(resource: &Value) -> Portion {
    if any_code(resource, "category", |code| code == "vital-signs") {
        Portion::Readings
    } else if is_laboratory(resource) {
        Portion::Laboratory
    } else {
        Portion::History
    }
}

fn is_laboratory(observation: &Value) -> bool {
    any_code(observation, "category", |code| code == "laboratory")
}

/// LAB and the laboratory sections beside it in HL7 table 0074 go to `laboratory`, radiology's sections to
/// `imaging_documents`; a report of neither goes by what its results are.
fn sort_report(report: &Value) -> Sorted {
    const LABORATORY: [&str; 18] = [
        "LAB",
        "BG",
        "BLB",
        "CG",
        "CH",
        "CP",
        "GE",
        "HM",
        "ICU",
        "IMM",
        "MB",
        "MCB",
        "MYC",
        "SP",
        "SR",
        "TX",
        "VR",
        "LP29693-6",
    ];
    const IMAGING: [&str; 11] = ["RAD", "CT", "CUS", "NMR", "NMS", "OUS", "RUS", "VUS", "XRC", "imaging", "LP29684-5"];
    let is_contained_laboratory =
        |resource: &Value| text(resource, "resourceType") == Some("Observation") && is_laboratory(resource);
    if any_code(report, "category", |code| LABORATORY.contains(&code))
        || items(report, "contained").iter().any(is_contained_laboratory)
    {
        return Sorted::To(Portion::Laboratory);
    }
    if any_code(report, "category", |code| IMAGING.contains(&code)) {
        return Sorted::To(Portion::ImagingDocuments);
    }
    let results = items(report, "result").iter().filter_map(|result| text(result, "reference").map(str::to_owned));
    let otherwise = if items(report, "imagingStudy").is_empty() { Portion::History } else { Portion::ImagingDocuments };
    Sorted::ByResults(results.collect(), otherwise)
}
