//! The whole loop: records in, a request, a random key, an opening, a prescription, a closing, a log that checks out.

use std::path::{Path, PathBuf};

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, add_records, ask, enter_key, go_to_enter_key, grant, lend, log_in,
    patient_and_doctor, read_random_key, register, sample_file,
};

#[tokio::test]
async fn a_patient_shares_and_a_doctor_prescribes_at_a_desk() {
    share_records(DESK).await;
}

#[tokio::test]
async fn a_patient_shares_and_a_doctor_prescribes_on_a_phone() {
    share_records(PHONE).await;
}

#[tokio::test]
async fn what_is_closed_without_its_keys_claims_no_receipt_at_a_desk() {
    close_without_keys(DESK).await;
}

#[tokio::test]
async fn what_is_closed_without_its_keys_claims_no_receipt_on_a_phone() {
    close_without_keys(PHONE).await;
}

async fn share_records(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    register(&amina, "Amina Yusuf", "amina", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;

    let (file, count) = bundle();
    add_records(&amina, &file, count).await;
    amina.read("Laboratory results").await;
    amina.read("Summary of readings").await;
    ask(&bello, "amina").await;
    amina.within_taps(3, grant(&amina)).await;
    let code = read_random_key(&amina).await;
    go_to_enter_key(&bello).await;
    slip(&bello, &code).await;
    bello.within_taps(1, enter_key(&bello, &code)).await;
    opened(&bello).await;
    // The other side learns of it without reloading.
    amina.read("Dr Grace Bello opened your records").await;
    prescribe(&bello).await;
    bello.within_taps(1, bello.press("Close")).await;
    bello.heading("Closed").await;
    bello.read("You can no longer open Amina Yusuf's records.").await;
    bello.read("1 prescription").await;
    bello.read("Amina Yusuf has your signed receipt.").await;
    check(&amina).await;
    amina.close().await;
    bello.close().await;
}

/// The synthetic bundle beside the clone where it is there, the project's own sample otherwise, with how many records are made of
/// it: 70 entries and summaries of five series, or 39 and two.
fn bundle() -> (PathBuf, &'static str) {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/fhir/01-adult-minimal-male-1984.json");
    shared.canonicalize().map_or_else(|_| (sample_file(), "41 records"), |shared| (shared, "75 records"))
}

/// One wrong character is named by its group; nothing is sent, and the key still works.
async fn slip(bello: &Window, code: &str) {
    let wrong = if code.ends_with('0') { '1' } else { '0' };
    let slipped: String = code.chars().take(code.chars().count() - 1).chain([wrong]).collect();
    enter_key(bello, &slipped).await;
    bello.read("One character is wrong. Look at group 3.").await;
}

/// Exactly the two portions open.
async fn opened(bello: &Window) {
    bello.heading("Amina Yusuf's records").await;
    bello.read("Summary of readings").await;
    for closed in ["Personal details", "History", "Vaccinations", "Insurance"] {
        assert!(!bello.shows(closed).await, "{closed} was not granted");
    }
    bello.unfold("Laboratory results").await;
    bello.read("Show the numbers").await;
}

async fn prescribe(bello: &Window) {
    bello.press("Write a prescription").await;
    bello.heading("Write a prescription").await;
    for (field, text) in [
        ("medicine", "Amoxicillin 500 mg capsule"),
        ("dose_amount", "1"),
        ("dose_unit", "capsule"),
        ("times", "3"),
        ("every", "1"),
    ] {
        bello.write(field, text).await;
    }
    bello.read("Take 1 capsule").await;
    bello.send().await;
    bello.read("Signed and sent to Amina Yusuf").await;
}

/// The patient sees the closing, the log that checks out, and the prescription among the medicines.
async fn check(amina: &Window) {
    amina.read("Dr Grace Bello closed your records").await;
    amina.within_taps(1, amina.press("Log")).await;
    amina.heading("Who did what").await;
    amina.read("This list is complete: checked just now.").await;
    amina.read("1 prescription written").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.read("Medicines").await;
}

/// The page was loaded anew while records were open: nobody knows here what was read, and neither side claims to.
async fn close_without_keys(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    lend(&amina, &bello).await;
    let opening = bello.path().await;
    bello.reload().await;
    bello.heading("Welcome back, Dr Grace Bello").await;
    log_in(&bello, PASSWORD).await;
    bello.heading("My requests").await;
    bello.press("Close Amina Yusuf's records").await;
    amina.read("Your records were closed at").await;
    bello.visit(&format!("{opening}/closed")).await;
    bello.read("It ended without a signed receipt of yours.").await;
    for claimed in ["You read", "You wrote", "has your signed receipt"] {
        assert!(!bello.shows(claimed).await, "{claimed} is not known");
    }
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.unfold("What happened").await;
    amina.read("records lent. The server closed it.").await;
    amina.close().await;
    bello.close().await;
}
