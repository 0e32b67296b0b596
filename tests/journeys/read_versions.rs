//! What a corrected record said before stays readable beside what it says now, until the patient deletes all of it: the log
//! keeps the proof.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, register};

const WHY: &str = "I left out the one";

#[tokio::test]
async fn an_old_version_is_read_and_a_record_is_deleted_with_proof_at_a_desk() {
    read_versions(DESK).await;
}

#[tokio::test]
async fn an_old_version_is_read_and_a_record_is_deleted_with_proof_on_a_phone() {
    read_versions(PHONE).await;
}

async fn read_versions(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    type_height(&amina).await;
    correct(&amina).await;
    read_what_was(&amina).await;
    delete(&amina).await;
    see_the_proof(&amina).await;
    amina.close().await;
}

async fn type_height(amina: &Window) {
    amina.press("Type readings").await;
    amina.heading("Type readings").await;
    amina.pick("kind", "Height (cm)").await;
    amina.write("first", "61.5").await;
    amina.send().await;
    amina.press("See where they go").await;
    amina.read("What goes where").await;
    amina.press("Encrypt and store").await;
    amina.read("stored, encrypted").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
    amina.unfold("Readings").await;
    amina.press("Height").await;
    amina.heading("Height").await;
    amina.read("61.5 cm").await;
}

async fn correct(amina: &Window) {
    amina.unfold("Replace with a corrected reading").await;
    amina.wait_until("return document.getElementById('first')?.value === '61.5'").await;
    amina.write("first", "161.5").await;
    amina.write("reason", WHY).await;
    amina.press("Store the corrected version").await;
    amina.read("161.5 cm").await;
}

/// There, and back to what is so now.
async fn read_what_was(amina: &Window) {
    amina.unfold("Versions").await;
    amina.read("Version 2, shown here").await;
    amina.read("Version 1").await;
    amina.check("the versions of a record").await;
    amina.press("Version 1").await;
    amina.read("This is version 1. A corrected version took its place.").await;
    amina.heading("Height").await;
    amina.read("61.5 cm").await;
    assert!(!amina.shows("161.5 cm").await, "what was is not mixed with what is");
    assert!(!amina.shows("Delete this record").await, "a version is read, and not acted on");
    amina.press("Show the current version").await;
    amina.read(&format!("Corrected by the patient: “{WHY}”")).await;
    amina.heading("Height").await;
    amina.read("161.5 cm").await;
}

async fn delete(amina: &Window) {
    amina.press("Delete this record").await;
    amina.read("The server deletes every version of it").await;
    amina.press("Delete it for good").await;
    amina.heading("Record deleted").await;
    amina.read("“Height” is gone: 2 versions").await;
    amina.read("and the signature was checked here").await;
    amina.read("What may remain").await;
}

async fn see_the_proof(amina: &Window) {
    amina.press("See the proof").await;
    amina.heading("Who did what").await;
    amina.read("This list is complete: checked just now.").await;
    amina.read("You deleted a record of readings. The server signed that it is gone.").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.read("Nothing here yet.").await;
}
