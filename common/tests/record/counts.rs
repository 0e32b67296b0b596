//! The import of each sample bundle against counts made here from a plain `serde_json::Value`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sesemr_common::portion::Portion;

use super::support::{BUNDLES, amina, import, rejections, shared_bundle};

#[test]
fn counts_per_portion_agree_with_an_independent_count() {
    let bundles = BUNDLES.into_iter().filter_map(|name| Some((name, shared_bundle(name)?)));
    for (name, text) in bundles.chain([("amina_yusuf.json", amina())]) {
        let import = import(name, &text);
        assert_eq!(rejections(&import), [], "{name}");
        let mut found = BTreeMap::new();
        for record in &import.records {
            *found.entry(record.portion()).or_insert(0) += 1;
        }
        assert_eq!(found, count(&serde_json::from_str(&text).unwrap()), "{name}");
        let points: usize = import
            .series
            .iter()
            .filter(|series| series.portion() == Portion::Readings)
            .map(|series| series.points().len())
            .sum();
        assert_eq!(points + import.left_out.len(), found.get(&Portion::Readings).copied().unwrap_or(0), "{name}");
    }
}

/// PORTIONS.md, read once more.
fn count(bundle: &Value) -> BTreeMap<Portion, usize> {
    let entries = bundle["entry"].as_array().unwrap();
    let laboratory: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| {
            entry["resource"]["resourceType"] == "Observation" && has_category(&entry["resource"], "laboratory")
        })
        .flat_map(|entry| [entry["fullUrl"].as_str(), entry["resource"]["id"].as_str()])
        .flatten()
        .collect();
    let mut counts = BTreeMap::new();
    let mut add = |portion, number| {
        if number > 0 {
            *counts.entry(portion).or_insert(0) += number;
        }
    };
    for entry in entries {
        let resource = &entry["resource"];
        add(portion(resource, &laboratory), 1);
        let attachments = resource["content"].as_array().map_or(0, Vec::len)
            + resource["presentedForm"].as_array().map_or(0, Vec::len);
        add(Portion::ImagingDocuments, attachments);
    }
    add(Portion::ImagingDocuments, usize::from(bundle["type"] == "document"));
    counts
}

fn has_category(resource: &Value, code: &str) -> bool {
    let categories = resource["category"].as_array().into_iter().flatten();
    categories
        .flat_map(|category| category["coding"].as_array().into_iter().flatten())
        .any(|coding| coding["code"] == code)
}

fn portion(resource: &Value, laboratory: &BTreeSet<&str>) -> Portion {
    let is_laboratory = |result: &Value| {
        let reference = result["reference"].as_str().unwrap();
        laboratory.contains(reference.trim_start_matches("Observation/"))
    };
    match resource["resourceType"].as_str().unwrap() {
        "Patient" | "Person" | "RelatedPerson" | "Consent" => Portion::Personal,
        "AllergyIntolerance" => Portion::Allergies,
        kind if kind.starts_with("Medication") => Portion::Medications,
        "Observation" if has_category(resource, "vital-signs") => Portion::Readings,
        "Observation" if has_category(resource, "laboratory") => Portion::Laboratory,
        "DiagnosticReport" if has_category(resource, "LAB") => Portion::Laboratory,
        "DiagnosticReport" if resource["result"].as_array().into_iter().flatten().any(is_laboratory) => {
            Portion::Laboratory
        }
        "ImagingStudy" | "DocumentReference" | "Media" | "Binary" => Portion::ImagingDocuments,
        "Immunization" | "ImmunizationRecommendation" => Portion::Immunizations,
        "Coverage" | "Claim" | "ClaimResponse" | "ExplanationOfBenefit" | "Account" | "Invoice" => Portion::Insurance,
        _ => Portion::History,
    }
}
