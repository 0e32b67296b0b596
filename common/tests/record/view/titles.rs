//! Titles that were put together here, and codes that say something else than the words.

use sesemr_common::record::{ReadingKind, TitleParts, TypedReading, title_parts};

use super::{detail, own, view};
use crate::support::import;

#[test]
fn what_was_put_to_a_title_here_is_told_from_what_the_record_says() {
    let fhir_type = |name: &str| name.parse().unwrap();
    for (resource, parts) in [
        (r#"{"resourceType":"CarePlan"}"#, TitleParts::Kind),
        (r#"{"resourceType":"CarePlan","title":"Walk more"}"#, TitleParts::Own("Walk more")),
        (r#"{"resourceType":"CarePlan","title":"Care plan: walk"}"#, TitleParts::Own("Care plan: walk")),
        (r#"{"resourceType":"Claim","type":{"text":"pharmacy"}}"#, TitleParts::KindOf("pharmacy")),
        (r#"{"resourceType":"ExplanationOfBenefit"}"#, TitleParts::Kind),
    ] {
        let kind = resource.split('"').nth(3).unwrap();
        let title = import("one.json", resource.as_bytes()).records[0].summary().title.clone();
        assert_eq!(title_parts(title.as_str(), Some(&fhir_type(kind))), parts, "{title}");
    }
    assert_eq!(title_parts("Without a title", None), TitleParts::Untitled);
    assert_eq!(title_parts("Care plan", None), TitleParts::Own("Care plan"), "a file of this name");
}

#[test]
fn a_code_that_means_something_else_than_the_words_is_shown_beside_them() {
    let json =
        r#"{"resourceType":"Basic","code":{"text":"Vitamin C","coding":[{"display":"Warfarin","code":"11289"}]}}"#;
    assert_eq!(detail(&view(json), "code"), Some(&own("Vitamin C (Warfarin, 11289)")));
    let agreeing = json.replace("Warfarin", "Vitamin C");
    assert_eq!(detail(&view(&agreeing), "code"), Some(&own("Vitamin C (11289)")));
}

#[test]
fn a_record_whose_code_is_called_otherwise_than_its_words_says_so() {
    let says = |fhir_type: &str, key: &str, text: &str, displays: &[&str]| {
        let codings: Vec<String> = displays.iter().map(|display| format!(r#"{{"display":"{display}"}}"#)).collect();
        let concept = format!(r#"{{"text":"{text}","coding":[{}]}}"#, codings.join(","));
        view(&format!(r#"{{"resourceType":"{fhir_type}","{key}":{concept}}}"#)).code_says
    };
    for (fhir_type, key) in [
        ("MedicationRequest", "medicationCodeableConcept"),
        ("MedicationStatement", "medicationCodeableConcept"),
        ("AllergyIntolerance", "code"),
        ("Condition", "code"),
        ("Observation", "code"),
        ("Immunization", "vaccineCode"),
    ] {
        assert_eq!(says(fhir_type, key, "Vitamin C", &["Warfarin"]).as_deref(), Some("Warfarin"), "{fhir_type}");
    }
    let condition = |text: &str, displays: &[&str]| says("Condition", "code", text, displays);
    assert_eq!(condition("Hypertension", &["Essential hypertension"]), None, "one holds the other");
    assert_eq!(
        condition("  ESSENTIAL  Hypertension ", &["essential hypertension"]),
        None,
        "but for spaces and capitals"
    );
    assert_eq!(condition("Asthma", &["Airway disease", "Asthma"]), None, "one of its codes is called so");
    assert_eq!(condition("Asthma", &["Gout", "Gout", "Arthritis"]).as_deref(), Some("Gout; Arthritis"));
    assert_eq!(condition("Asthma", &[]), None);
    assert_eq!(condition("Asthma", &["Go\u{202e}ut"]).as_deref(), Some("Go⟨U+202E⟩ut"));
    assert_eq!(says("CarePlan", "code", "Asthma", &["Gout"]), None, "its details say it");
    let contained = r#"{"resourceType":"MedicationRequest","medicationReference":{"reference":"\u0023m"},"contained":[
        {"resourceType":"Condition","id":"c","code":{"text":"Cold","coding":[{"display":"Gout"}]}},
        {"resourceType":"Medication","id":"m","code":{"text":"Vitamin C","coding":[{"display":"Warfarin"}]}}]}"#;
    assert_eq!(view(contained).code_says.as_deref(), Some("Warfarin"));
}

#[test]
fn what_a_patient_calls_a_reading_is_not_held_against_the_code_that_was_chosen_here() {
    let time = "2026-08-06T08:15:00+02:00".parse().unwrap();
    let typed = TypedReading::try_new(ReadingKind::OxygenSaturation, time, vec![97.0]).unwrap();
    let typed = String::from_utf8(typed.into_record("Amina Yusuf").content().to_vec()).unwrap();
    assert_eq!(view(&typed).code_says, None);
    let imported = typed.replacen('{', r#"{"id":"o1","#, 1);
    assert_eq!(view(&imported).code_says.as_deref(), Some("Oxygen saturation in Arterial blood"));
}
