//! Frozen bytes of records in plaintext: summaries of series, prescriptions, content ids. They run natively and in
//! headless Chromium, so that both give the same bits; the other vectors are in `vectors`.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

use std::collections::BTreeSet;

use serde_json::Value;
use sesemr_common::{
    id::Hash,
    language::Language,
    microagg::GroupSize,
    record::{
        ContentId, Correction, Import, PatientNote, PatientWords, Prescription, PrescriptionDraft,
        PrescriptionWithdrawal, PriorPrescription, ReadingsSeries, SeriesSummary, SourceFile, import_records,
        summarise_series,
    },
};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn vectors(text: &str) -> Vec<Value> {
    assert!(text.starts_with("{\n \"expect\": \""), "a vector file begins with what is expected");
    let file: Value = serde_json::from_str(text).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

fn import(name: &str, bytes: &[u8]) -> Import {
    let import = import_records(&SourceFile { name, declared_type: "", bytes }, &BTreeSet::new());
    assert_eq!(import.rejected, []);
    import
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_series_gives_its_frozen_summary() {
    for vector in vectors(include_str!("vectors/series_summary.json")) {
        let observations = vector["observations"].as_array().unwrap();
        let lines: Vec<&str> = observations.iter().map(|observation| observation.as_str().unwrap()).collect();
        let import = import("readings.ndjson", lines.join("\n").as_bytes());
        let [series] = &import.series[..] else { unreachable!("one code and unit make one series") };
        let size = GroupSize::try_from(u32::try_from(vector["k"].as_u64().unwrap()).unwrap()).unwrap();
        let summary = summarise_series(&ReadingsSeries::try_from(series.clone()).unwrap(), size).unwrap();
        let expected = text(&vector, "summary");
        assert_eq!(String::from_utf8(summary.encode()).unwrap(), expected, "{}", text(&vector, "name"));
        assert_eq!(SeriesSummary::decode(expected.as_bytes()).unwrap(), summary);
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_prescription_is_its_frozen_medication_request() {
    for vector in vectors(include_str!("vectors/medication_request.json")) {
        let draft: PrescriptionDraft = serde_json::from_value(vector["draft"].clone()).unwrap();
        let authored = text(&vector, "authored").parse().unwrap();
        let mut prescription = draft.check(text(&vector, "requester"), text(&vector, "subject"), authored).unwrap();
        prescription.words = Some(PatientWords {
            language: Language::English,
            sentence: text(&vector, "sentence").to_owned(),
            route: prescription.route.words().to_owned(),
        });
        let expected = text(&vector, "medication_request");
        assert_eq!(String::from_utf8(prescription.to_medication_request()).unwrap(), expected);
        assert_eq!(Prescription::from_medication_request(expected.as_bytes()).unwrap(), prescription);
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_prescription_that_makes_another_void_is_its_frozen_medication_request() {
    for vector in vectors(include_str!("vectors/voided_prescription.json")) {
        let draft: PrescriptionDraft = serde_json::from_value(vector["draft"].clone()).unwrap();
        let (authored, authored_again) =
            (text(&vector, "authored").parse().unwrap(), text(&vector, "authored").parse().unwrap());
        let mut prescription = draft.check(text(&vector, "requester"), text(&vector, "subject"), authored).unwrap();
        prescription.words = Some(PatientWords {
            language: Language::English,
            sentence: text(&vector, "sentence").to_owned(),
            route: prescription.route.words().to_owned(),
        });
        let header = Hash(unhex(text(&vector, "header")).try_into().unwrap());
        let prior = PriorPrescription { record: text(&vector, "record").parse().unwrap(), header };
        let reason = PatientNote::of(text(&vector, "reason")).unwrap();
        prescription.corrects = Some(Correction { prior, reason: reason.clone() });
        let expected = text(&vector, "medication_request");
        assert_eq!(String::from_utf8(prescription.to_medication_request()).unwrap(), expected);
        assert_eq!(Prescription::from_medication_request(expected.as_bytes()).unwrap(), prescription);
        // Typed as it reads, it is the same prescription.
        let again = prescription.to_draft().check(text(&vector, "requester"), text(&vector, "subject"), authored_again);
        let (words, corrects) = (prescription.words.clone(), prescription.corrects.clone());
        assert_eq!(Prescription { words, corrects, ..again.unwrap() }, prescription);
        let withdrawn = text(&vector, "withdrawn").parse().unwrap();
        let withdrawal = PrescriptionWithdrawal::of(prescription, prior, reason, withdrawn);
        assert_eq!(String::from_utf8(withdrawal.to_medication_request()).unwrap(), text(&vector, "withdrawal"));
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn content_is_recognised_by_its_frozen_ids() {
    let file = include_str!("vectors/content_id.json");
    for vector in vectors(file) {
        let bundle = format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#, text(&vector, "entry"));
        let ids: Vec<String> =
            import("x.json", bundle.as_bytes()).records.iter().map(|record| hex(record.content_id())).collect();
        assert_eq!(Value::from(ids), vector["ids"], "{}", text(&vector, "name"));
    }
    let file: Value = serde_json::from_str(file).unwrap();
    assert_eq!(hex(ContentId::of_file(text(&file["file"], "text").as_bytes())), text(&file["file"], "id"));
}

fn hex(id: ContentId) -> String {
    let digits = id.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(digit.into(), 16).unwrap()).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
