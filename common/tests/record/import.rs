//! What an import makes of well-formed FHIR.

use std::collections::BTreeSet;

use sesemr_common::{
    portion::Portion,
    record::{FhirType, Import, MediaType, MedicalRecord, SourceFile, import_records},
};

use super::support::{BUNDLES, amina, bundle, collection, import, rejections, shared_bundle, titles};

const PATIENT: &str = r#"{"resourceType":"Patient","id":"p","name":[{"given":["Amina"],"family":"Yusuf"}]}"#;
const HEART_RATE: &str = r#"{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"vital-signs"}]}],"code":{"text":"Heart rate"},"effectiveDateTime":"2026-08-06","valueQuantity":{"value":72}}"#;

fn portions(import: &Import) -> Vec<Portion> {
    import.records.iter().map(MedicalRecord::portion).collect()
}

#[test]
fn one_entry_is_one_record_with_its_exact_bytes() {
    let spaced =
        "{ \"resourceType\" : \"Condition\",\n\t\"code\": {\"text\":\"Caf\\u00e9 au lait spot\"}, \"x\": 1.50 }";
    let import = import("bundle.json", collection(&[PATIENT, spaced]));
    let contents: Vec<&[u8]> = import.records.iter().map(MedicalRecord::content).collect();
    assert_eq!(contents, [PATIENT.as_bytes(), spaced.as_bytes()]);
    assert_eq!(portions(&import), [Portion::Personal, Portion::History]);
    assert_eq!(titles(&import), ["Amina Yusuf", "Café au lait spot"]);
    assert!(import.rejected.is_empty());
}

#[test]
fn all_five_kinds_of_bundles_are_taken_apart() {
    for kind in ["transaction", "batch", "collection", "searchset", "document"] {
        let taken = import("bundle.json", bundle(kind, &[PATIENT, HEART_RATE]));
        let entries = taken.records.iter().take(2).map(MedicalRecord::portion);
        assert_eq!(entries.collect::<Vec<_>>(), [Portion::Personal, Portion::Readings], "{kind}");
        assert_eq!(taken.records.len(), if kind == "document" { 3 } else { 2 }, "{kind}");
    }
}

#[test]
fn a_document_is_kept_whole_besides_its_entries() {
    let composition = r#"{"resourceType":"Composition","title":"Summary of care","date":"2026-08-06"}"#;
    let text = bundle("document", &[composition, PATIENT]) + "\n";
    let import = import("ips.json", &text);
    assert_eq!(portions(&import), [Portion::History, Portion::Personal, Portion::ImagingDocuments]);
    let document = &import.records[2];
    assert_eq!(document.content(), text.as_bytes());
    assert_eq!(document.summary().title.as_str(), "Summary of care");
    assert_eq!(document.summary().clinical_date.as_ref().unwrap().as_str(), "2026-08-06");
    assert_eq!(document.summary().fhir_type.as_ref().unwrap().as_str(), "Bundle");
}

#[test]
fn a_single_resource_and_lines_of_resources_are_taken() {
    let single = import("patient.json", format!("\u{feff}\n{PATIENT}\n"));
    assert_eq!(single.records[0].content(), PATIENT.as_bytes());
    for name in ["export.ndjson", "export"] {
        let lines = import(name, format!("{PATIENT}\r\n\n{HEART_RATE}"));
        assert_eq!(portions(&lines), [Portion::Personal, Portion::Readings], "{name}");
        assert_eq!(lines.records[0].content(), PATIENT.as_bytes(), "{name}");
        assert!(lines.rejected.is_empty(), "{name}");
    }
}

#[test]
fn a_bundle_within_a_bundle_is_taken_apart_too() {
    let import = import("bundle.json", collection(&[&collection(&[PATIENT, HEART_RATE]), PATIENT]));
    assert_eq!(portions(&import), [Portion::Personal, Portion::Readings]);
    assert_eq!(import.already_there.len(), 1);
    assert_eq!(import.already_there[0].place.to_string(), "entry 2");
}

#[test]
fn an_inline_attachment_becomes_a_record_of_its_own() {
    // "%PDF-1.4\n" and a PNG's first bytes, one of them broken over lines as some writers do.
    let document = r#"{"resourceType":"DocumentReference","id":"d","date":"2026-08-06","type":{"text":"Letter"},"content":[
        {"attachment":{"contentType":"application/pdf","title":"Letter of August","data":"JVBE\r\n Ri0xLjQK"}},
        {"attachment":{"data":"iVBORw0KGgoAAAANSUhEUg"}},
        {"attachment":{"url":"https://elsewhere.example/scan.pdf"}}]}"#;
    let import = import("bundle.json", collection(&[document]));
    assert_eq!(portions(&import), [Portion::ImagingDocuments; 3]);
    assert_eq!(titles(&import), ["Letter", "Letter of August", "Letter"]);
    assert_eq!(import.records[0].content(), document.as_bytes());
    assert_eq!(import.records[1].content(), b"%PDF-1.4\n");
    assert_eq!(import.records[1].summary().media_type.as_str(), MediaType::PDF);
    assert_eq!(import.records[2].summary().media_type.as_str(), "image/png");
    assert_eq!(import.records[2].summary().clinical_date.as_ref().unwrap().as_str(), "2026-08-06");
    assert!(import.rejected.is_empty());
}

#[test]
fn attachments_are_found_in_media_binary_reports_and_what_a_resource_contains() {
    let resources = [
        r#"{"resourceType":"Media","content":{"data":"JVBERi0x"}}"#,
        r#"{"resourceType":"Binary","contentType":"application/pdf","data":"JVBERi0y"}"#,
        r#"{"resourceType":"DiagnosticReport","presentedForm":[{"data":"JVBERi0z"}]}"#,
        r#"{"resourceType":"Condition","contained":[{"resourceType":"Binary","data":"JVBERi00"}]}"#,
    ];
    let import = import("bundle.json", collection(&resources));
    let is_pdf = |content: &[u8]| content.starts_with(b"%PDF-");
    let files = import.records.iter().filter(|record| is_pdf(record.content())).count();
    assert_eq!((import.records.len(), files), (8, 4));
}

#[test]
fn a_second_import_recognises_everything_even_reindented() {
    let first = import("bundle.json", amina());
    assert!(rejections(&first).is_empty());
    assert!(first.already_there.is_empty());
    let known: BTreeSet<_> = first.records.iter().map(MedicalRecord::content_id).collect();
    let minified = serde_json::from_str::<Box<serde_json::value::RawValue>>(&amina()).unwrap();
    let minified: String = compact(minified.get());
    for text in [amina(), minified] {
        let file = SourceFile { name: "again.json", declared_type: "application/json", bytes: text.as_bytes() };
        let second = import_records(&file, &known);
        assert_eq!((second.records.len(), second.already_there.len()), (0, first.records.len()));
    }
    let changed = amina().replace("Swollen lips", "Swollen tongue");
    let file = SourceFile { name: "again.json", declared_type: "", bytes: changed.as_bytes() };
    assert_eq!(titles(&import_records(&file, &known)), ["Penicillin"]);
}

/// JSON without white space between tokens.
fn compact(json: &str) -> String {
    let mut in_string = false;
    let mut escaped = false;
    let keep = |character: &char| {
        let kept = in_string || !character.is_ascii_whitespace();
        if *character == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && *character == '\\' && !escaped;
        kept
    };
    json.chars().filter(keep).collect()
}

#[test]
fn equal_readings_without_ids_are_two_records_when_their_entries_say_so() {
    let entry = |url| format!(r#"{{"fullUrl":"urn:uuid:{url}","resource":{HEART_RATE}}}"#);
    let text = format!(r#"{{"resourceType":"Bundle","type":"batch","entry":[{},{}]}}"#, entry("1"), entry("2"));
    assert_eq!(import("bundle.json", text).records.len(), 2);
    assert_eq!(import("bundle.json", collection(&[HEART_RATE, HEART_RATE])).records.len(), 1);
}

#[test]
fn observations_go_by_category_and_nothing_is_guessed() {
    let observation =
        |category: &str| format!(r#"{{"resourceType":"Observation","id":"{category}","category":[{category}]}}"#);
    let coded = |code: &str| format!(r#"{{"coding":[{{"code":"{code}"}}]}}"#);
    let cases = [
        (coded("vital-signs"), Portion::Readings),
        (coded("laboratory"), Portion::Laboratory),
        (format!("{},{}", coded("laboratory"), coded("vital-signs")), Portion::Readings),
        // Seen in the wild; see `sort_resource`.
        (coded("vital-sign"), Portion::History),
        (coded("imaging"), Portion::History),
        (coded("social-history"), Portion::History),
        (coded("survey"), Portion::History),
        (r#"{"text":"vital-signs"}"#.to_owned(), Portion::History),
        (String::new(), Portion::History),
    ];
    for (category, expected) in cases {
        let text = observation(&category).replace(&format!(r#""id":"{category}","#), "");
        assert_eq!(portions(&import("one.json", text)), [expected], "{category}");
    }
}

#[test]
fn a_report_goes_by_category_or_by_its_results_wherever_they_stand() {
    let laboratory = r#"{"resourceType":"Observation","id":"7","category":[{"coding":[{"code":"laboratory"}]}]}"#;
    let report = |members: &str| format!(r#"{{"resourceType":"DiagnosticReport",{members}}}"#);
    let category = |code: &str| report(&format!(r#""category":[{{"coding":[{{"code":"{code}"}}]}}]"#));
    let results = |reference: &str| report(&format!(r#""result":[{{"reference":"{reference}"}}]"#));
    let cases = [
        (category("LAB"), Portion::Laboratory),
        (category("RAD"), Portion::ImagingDocuments),
        (category("XYZ"), Portion::History),
        (results("Observation/7"), Portion::Laboratory),
        (results("https://hospital.example/fhir/Observation/7"), Portion::Laboratory),
        (results("Observation/8"), Portion::History),
        (report(r#""imagingStudy":[{"reference":"ImagingStudy/1"}]"#), Portion::ImagingDocuments),
        (report(&format!(r#""contained":[{laboratory}]"#)), Portion::Laboratory),
    ];
    for (report, expected) in cases {
        // The result stands behind the report that refers to it.
        let import = import("bundle.json", collection(&[&report, laboratory]));
        assert_eq!(portions(&import), [expected, Portion::Laboratory], "{report}");
    }
    let by_url = format!(
        r#"{{"resourceType":"Bundle","type":"transaction","entry":[{{"resource":{}}},{{"fullUrl":"urn:uuid:9","resource":{}}}]}}"#,
        results("urn:uuid:9"),
        laboratory.replace(r#""id":"7","#, "")
    );
    assert_eq!(portions(&import("bundle.json", by_url)), [Portion::Laboratory; 2]);
}

#[test]
fn the_sample_of_the_project_fills_nine_portions() {
    let import = import("amina_yusuf.json", amina());
    let filled: BTreeSet<Portion> = portions(&import).into_iter().collect();
    let expected = Portion::ALL.into_iter().filter(|portion| *portion != Portion::ReadingsSummary);
    assert_eq!(filled, expected.collect());
    assert!(import.rejected.is_empty() && import.left_out.is_empty());
}

#[test]
fn every_title_of_the_samples_is_more_than_a_type() {
    for name in BUNDLES {
        let Some(text) = shared_bundle(name) else { continue };
        let import = import(name, text);
        assert!(import.rejected.is_empty(), "{name}: {:?}", rejections(&import));
        for record in &import.records {
            let summary = record.summary();
            let words = summary.fhir_type.as_ref().map(FhirType::words);
            assert_ne!(Some(summary.title.as_str()), words.as_deref(), "{name}");
        }
    }
}
