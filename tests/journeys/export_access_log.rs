//! The access log, saved: as a table and for health software. The files tell who did what, as the page does. At one size: they
//! are the same from every window, and other journeys look at the page at both.

use serde_json::Value;
use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, Window, lend, patient_and_doctor};

const HEADS: &str = "Entry,Time (UTC),Who,Handle,What happened,Kind,Proof,Checksum of what was signed (SHA-256)";
const OPENED: &str = "Dr Grace Bello opened your laboratory results and summary of readings.";
const ASKED: &str = "Dr Grace Bello asked for laboratory results and summary of readings.";

#[tokio::test]
async fn a_log_is_saved_as_a_table_and_for_health_software() {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), DESK).await;
    lend(&amina, &bello).await;
    amina.read("Dr Grace Bello opened your records").await;
    amina.save_into(folder.path()).await;
    go_to_log(&amina).await;

    amina.press("Save as a table (CSV)").await;
    let table = std::fs::read_to_string(amina.saved(folder.path(), ".csv").await).unwrap();
    let rows = check_table(&table);
    amina.press("Save for health software (FHIR)").await;
    let bundle = std::fs::read(amina.saved(folder.path(), ".fhir.json").await).unwrap();
    let events = check_bundle(&serde_json::from_slice(&bundle).unwrap());
    assert!(events >= rows, "{events} events and {rows} rows: a log only grows");
    amina.close().await;
    bello.close().await;
}

async fn go_to_log(amina: &Window) {
    amina.press("Log").await;
    amina.heading("Who did what").await;
    amina.read("This list is complete: checked just now.").await;
    amina.read(OPENED).await;
    amina.read("whoever has it can read it").await;
}

/// Every line is an entry, with who it was and the sentence of the page. Answers how many there are.
fn check_table(table: &str) -> usize {
    let mut lines = table.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some(HEADS), "the heads of the columns");
    let rows: Vec<&str> = lines.collect();
    for (row, number) in rows.iter().zip(1..) {
        assert!(row.starts_with(&format!("{number},")), "entry {number} in its place: {row}");
        assert!(!row.contains(",forged,"), "{row}");
    }
    for said in ["You made this account.", OPENED, &format!(",Dr Grace Bello,bello,{ASKED},key_requested,signed,")] {
        assert!(rows.iter().any(|row| row.contains(said)), "{said} is not in\n{table}");
    }
    rows.len()
}

/// Every entry is an `AuditEvent`. Answers how many there are.
fn check_bundle(bundle: &Value) -> usize {
    assert!(says(bundle, "/resourceType", "Bundle"), "{bundle}");
    let entries = bundle.pointer("/entry").and_then(Value::as_array).unwrap();
    assert!(entries.iter().all(|entry| says(entry, "/resource/resourceType", "AuditEvent")), "{bundle}");
    let asked = entries.iter().find(|entry| says(entry, "/resource/outcomeDesc", ASKED)).unwrap();
    assert!(says(asked, "/resource/agent/0/name", "Dr Grace Bello"), "{asked}");
    assert!(entries.iter().any(|entry| says(entry, "/resource/outcomeDesc", OPENED)), "{bundle}");
    entries.len()
}

fn says(value: &Value, pointer: &str, text: &str) -> bool {
    value.pointer(pointer).and_then(Value::as_str) == Some(text)
}
