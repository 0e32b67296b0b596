//! What is wrong with one's own records: a slip in a typed reading, corrected from what it says; a diagnosis, corrected by a
//! file, once that is sound; and a record that the store spoiled, deleted with proof.

use std::path::{Path, PathBuf};

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, patient_with_records};

/// Two entries, and a record in neither.
const NO_RECORDS: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
    {"fullUrl":"urn:uuid:5e5e4d00-2026-4000-8000-0000000000fe"},{"fullUrl":"urn:uuid:5e5e4d00-2026-4000-8000-0000000000ff"}]}"#;
const CORRECTED: &str =
    r#"{"resourceType":"Condition","id":"c","code":{"text":"Scarlet fever"},"subject":{"display":"Amina"}}"#;

#[tokio::test]
async fn a_slip_is_corrected_and_a_damaged_record_is_deleted_at_a_desk() {
    mend_records(DESK).await;
}

#[tokio::test]
async fn a_slip_is_corrected_and_a_damaged_record_is_deleted_on_a_phone() {
    mend_records(PHONE).await;
}

async fn mend_records(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = patient_with_records(&driver, backend.url(), size).await;
    type_height(&amina).await;
    correct(&amina).await;
    correct_by_file(&amina).await;
    spoil_an_allergy(&backend).await;
    delete(&amina).await;
    amina.close().await;
}

async fn type_height(amina: &Window) {
    amina.press("Type readings").await;
    amina.heading("Type readings").await;
    amina.pick("kind", "Height (cm)").await;
    set_time(amina, "2025-07-01T08:15").await;
    amina.write("first", "61.5").await;
    amina.send().await;
    amina.press("See where they go").await;
    amina.read("What goes where").await;
    amina.press("Encrypt and store").await;
    amina.read("stored, encrypted").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
}

/// The form begins with what the reading says, and what is left alone stays as it was; a reload loses nothing of what is not.
async fn correct(amina: &Window) {
    amina.write("search", "Height").await;
    amina.read("1 record found").await;
    amina.press("Height").await;
    amina.heading("Height").await;
    amina.unfold("Replace with a corrected reading").await;
    amina.wait_until("return document.getElementById('first')?.value === '61.5'").await;
    amina.wait_until("return document.getElementById('time').value === '2025-07-01T08:15'").await;
    amina.wait_until("return document.getElementById('kind').selectedOptions[0].text === 'Height (cm)'").await;
    amina.write("first", "161.5").await;
    amina.write("reason", "I left out the one").await;
    amina.check("a reading that is being corrected").await;
    amina.reload().await;
    log_in(amina, PASSWORD).await;
    amina.heading("Height").await;
    amina.unfold("Replace with a corrected reading").await;
    amina.read("This is as you left it on this device.").await;
    amina.wait_until("return document.getElementById('first')?.value === '161.5'").await;
    amina.wait_until("return document.getElementById('time').value === '2025-07-01T08:15'").await;
    amina.wait_until("return document.getElementById('reason').value === 'I left out the one'").await;
    amina.press("Store the corrected version").await;
    amina.read("Corrected by the patient: “I left out the one”").await;
    amina.read("161.5 cm").await;
    amina.read("1 July 2025, 08:15").await;
    amina.press("Back to the list").await;
    amina.heading("Your records").await;
}

/// A file that cannot take the record's place says at its field why, in the words of adding files; another one then does.
async fn correct_by_file(amina: &Window) {
    let folder = tempfile::tempdir().unwrap();
    amina.write("search", "Sore throat").await;
    amina.press("Sore throat").await;
    amina.heading("Sore throat").await;
    amina.unfold("Replace with a corrected file").await;
    amina.write("reason", "It was more than that").await;
    for (file, why) in [
        (
            write(folder.path(), "cut_off.json", r#"{"resourceType":"Condition","code":{"#),
            "The file ends in the middle of it.",
        ),
        (
            write(folder.path(), "twice.json", r#"{"resourceType":"Condition","id":"1","id":"2"}"#),
            "id stands there twice",
        ),
        (
            write(folder.path(), "no_records.json", NO_RECORDS),
            "Entry 1: It holds no record. Entry 2: It holds no record.",
        ),
    ] {
        amina.choose_file(&file).await;
        amina.press("Store the corrected version").await;
        amina.read(&format!("This file cannot go. {why}")).await;
        assert_eq!(amina.counts(".ds-error-summary a[href='#file']").await, 1, "{why} is said of the file");
    }
    amina.check("a file that cannot take a record's place").await;
    amina.choose_file(&write(folder.path(), "corrected.json", CORRECTED)).await;
    amina.press("Store the corrected version").await;
    amina.read("Corrected by the patient: “It was more than that”").await;
    amina.read("Scarlet fever").await;
    amina.press("Back to the list").await;
    amina.heading("Your records").await;
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A field of dates takes keys in an order of its own.
async fn set_time(amina: &Window, time: &str) {
    let set = format!(
        "return (() => {{ const field = document.getElementById('time'); field.value = '{time}';
            field.dispatchEvent(new Event('input', {{ bubbles: true }})); return true; }})()"
    );
    amina.wait_until(&set).await;
}

/// One bit of the key of one record is another one now.
async fn spoil_an_allergy(backend: &Backend) {
    let spoil = "UPDATE sas.key_slot
        SET slot = set_byte(slot, octet_length(slot) - 1, get_byte(slot, octet_length(slot) - 1) # 1)
        WHERE record = (SELECT record FROM sas.record_version WHERE current AND portion::text = 'allergies' LIMIT 1)";
    assert_eq!(backend.database().as_owner().await.execute(spoil, &[]).await.unwrap(), 1);
}

async fn delete(amina: &Window) {
    amina.reload().await;
    log_in(amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.read("1 record was altered or damaged after it was stored.").await;
    amina.press("See which, and delete them").await;
    amina.heading("Damaged records").await;
    amina.read("Allergies").await;
    amina.press("Delete this record").await;
    amina.press("Delete it for good").await;
    amina.heading("Record deleted").await;
    amina.read("“A damaged record” is gone: 1 version").await;
    amina.press("Back to the list").await;
    amina.heading("Your records").await;
    amina.wait_until_gone("altered or damaged").await;
}
