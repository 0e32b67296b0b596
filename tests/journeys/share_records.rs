//! The whole loop: records in, a request, a random key, an opening, a prescription, a closing, a log that checks out.

use std::path::{Path, PathBuf};

use sesemr_tests::Backend;

use crate::window::{Driver, Window};

const PATIENT_PASSWORD: &str = "four brown horses run";
const DOCTOR_PASSWORD: &str = "seven green lamps glow";

#[tokio::test]
async fn a_patient_shares_and_a_doctor_prescribes_at_a_desk() {
    share_records((1280, 800), "desk").await;
}

#[tokio::test]
async fn a_patient_shares_and_a_doctor_prescribes_on_a_phone() {
    share_records((390, 844), "phone").await;
}

async fn share_records(size: (u32, u32), place: &str) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    let (patient, doctor) = (format!("amina.{place}"), format!("bello.{place}"));
    register(&amina, "Amina Yusuf", &patient, PATIENT_PASSWORD, None).await;
    register(&bello, "Dr Grace Bello", &doctor, DOCTOR_PASSWORD, Some("Lagos General")).await;

    add_records(&amina).await;
    ask(&bello, &patient).await;
    grant(&amina).await;
    let code = make_random_key(&amina).await;
    slip(&bello, &code).await;
    open(&bello, &code).await;
    // The other side learns of it without reloading.
    amina.read("Dr Grace Bello opened your records").await;
    prescribe(&bello).await;
    bello.press("Close").await;
    bello.heading("Closed").await;
    bello.read("You can no longer open Amina Yusuf's records.").await;
    check(&amina).await;
    amina.close().await;
    bello.close().await;
}

async fn register(window: &Window, name: &str, handle: &str, password: &str, organisation: Option<&str>) {
    window.press("Make an account").await;
    window.write("display_name", name).await;
    window.press("Continue").await;
    window.write("handle", handle).await;
    window.press("Continue").await;
    window.write("password", password).await;
    window.send().await;
    window.heading("What do you use SeSEMR for?").await;
    match organisation {
        None => window.choose("Patient").await,
        Some(organisation) => {
            window.choose("Doctor").await;
            window.write("organisation", organisation).await;
        }
    }
    window.send().await;
    window.heading("Your emergency kit").await;
    let kit = window.groups().await;
    assert_eq!(kit.len(), 8);
    window.press("I have it on paper").await;
    window.type_groups_back(&kit).await;
    window.send().await;
    window.heading(if organisation.is_some() { "My requests" } else { "Your records" }).await;
}

/// The synthetic bundle beside the clone where it is there, the project's own sample otherwise.
fn bundle() -> (PathBuf, &'static str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../../shared/data/fhir/01-adult-minimal-male-1984.json");
    if shared.is_file() { (shared, "70 records") } else { (root.join("data/amina_yusuf.json"), "records") }
}

async fn add_records(amina: &Window) {
    let (file, count) = bundle();
    amina.press("Add files").await;
    amina.heading("Add files").await;
    amina.choose_file(&file.canonicalize().unwrap()).await;
    amina.read("Your readings, before and after").await;
    amina.read(count).await;
    amina.press("Encrypt and store").await;
    amina.read("stored, encrypted").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
    amina.read("Laboratory results").await;
    amina.read("Summary of readings").await;
}

async fn ask(bello: &Window, patient: &str) {
    bello.press("Find a patient").await;
    bello.write("handle", patient).await;
    bello.send().await;
    bello.press("Ask Amina Yusuf for access").await;
    bello.heading("Ask for access").await;
    bello.choose("Laboratory results").await;
    bello.choose("Summary of readings").await;
    bello.choose("I would like to write prescriptions").await;
    bello.send().await;
    bello.read("Waiting for an answer").await;
}

async fn grant(amina: &Window) {
    amina.press("See the request").await;
    amina.read("Dr Grace Bello asks for laboratory results and summary of readings").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.heading("Random key").await;
}

async fn make_random_key(amina: &Window) -> String {
    if !amina.shows("Give this key to Dr Grace Bello.").await {
        amina.press("Make").await;
    }
    amina.read("Give this key to Dr Grace Bello.").await;
    amina.groups().await.join(" ")
}

/// One wrong character is named by its group; nothing is sent, and the key still works.
async fn slip(bello: &Window, code: &str) {
    bello.press("Enter the key").await;
    bello.heading("Enter the random key").await;
    let wrong = if code.ends_with('0') { '1' } else { '0' };
    let slipped: String = code.chars().take(code.chars().count() - 1).chain([wrong]).collect();
    bello.write("code", &slipped).await;
    bello.send().await;
    bello.read("One character is wrong. Look at group 3.").await;
}

/// Exactly the two portions open.
async fn open(bello: &Window, code: &str) {
    bello.write("code", code).await;
    bello.send().await;
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
    amina.press("Log").await;
    amina.heading("Who did what").await;
    amina.read("This list is complete: checked just now.").await;
    amina.read("1 prescription written").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.read("Medicines").await;
}
