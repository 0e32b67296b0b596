//! The import of each sample bundle against counts that share nothing with it: those of `data/count_resources.py`, which
//! are kept beside it, and those made here from a plain `serde_json::Value`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use sesemr_common::{
    portion::Portion,
    record::{MediaType, ReferenceNames, view_record},
};

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

#[test]
fn every_table_and_every_portion_has_as_many_rows_as_the_script_counts() {
    let counts: Value = serde_json::from_str(include_str!("../data/resource_counts.json")).unwrap();
    let bundles = BUNDLES.into_iter().filter_map(|name| Some((name, shared_bundle(name)?)));
    for (name, text) in bundles.chain([("amina_yusuf.json", amina())]) {
        let (mut portions, mut families) = (BTreeMap::new(), BTreeMap::new());
        for record in &import(name, &text).records {
            *portions.entry(record.portion().to_string()).or_insert(0) += 1;
            let family = if record.summary().media_type.as_str() == MediaType::FHIR_JSON {
                let row = view_record(record.content(), &ReferenceNames::default()).row;
                serde_json::to_value(row).unwrap()["family"].as_str().unwrap().to_owned()
            } else {
                "file".to_owned()
            };
            *families.entry(family).or_insert(0) += 1;
        }
        assert_eq!(serde_json::to_value(portions).unwrap(), counts[name]["portions"], "{name}, by portion");
        assert_eq!(serde_json::to_value(families).unwrap(), counts[name]["families"], "{name}, by table");
    }
}

/// Where there is a Python, the kept counts are those that the script makes of the bundles now.
#[test]
fn the_kept_counts_are_the_scripts() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = BUNDLES.map(|name| here.join("../../shared/data/fhir").join(name));
    let bundles: Vec<PathBuf> =
        shared.into_iter().chain([here.join("../tests/data/amina_yusuf.json")]).filter(|path| path.exists()).collect();
    let script = here.join("tests/data/count_resources.py");
    let Ok(run) = Command::new("python3").arg(script).args(&bundles).output() else { return };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let counted: Value = serde_json::from_slice(&run.stdout).unwrap();
    let kept: Value = serde_json::from_str(include_str!("../data/resource_counts.json")).unwrap();
    assert_eq!(counted.as_object().unwrap().len(), bundles.len());
    for (name, counts) in counted.as_object().unwrap() {
        assert_eq!(*counts, kept[name], "{name}");
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
