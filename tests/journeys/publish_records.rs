//! A good file among bad ones: what cannot go is named before anything is sent, and the good one goes.

use std::path::{Path, PathBuf};

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, register};

/// One allergy that is whole, and an entry without a record.
const HALF_GOOD: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
    {"resource":{"resourceType":"AllergyIntolerance","id":"a","code":{"text":"Penicillin"},"patient":{"display":"Amina"}}},
    {"fullUrl":"urn:uuid:5e5e4d00-2026-4000-8000-0000000000ff"}]}"#;

#[tokio::test]
async fn what_cannot_go_is_named_before_anything_is_sent_and_the_rest_goes_at_a_desk() {
    publish_records(DESK).await;
}

#[tokio::test]
async fn what_cannot_go_is_named_before_anything_is_sent_and_the_rest_goes_on_a_phone() {
    publish_records(PHONE).await;
}

async fn publish_records(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        write(folder.path(), "empty.pdf", b""),
        write(folder.path(), "broken.json", br#"{"resourceType":"Bundle","type":"collection","entry":[{"#),
        write(folder.path(), "half_good.json", HALF_GOOD.as_bytes()),
        write(folder.path(), "letter.txt", b"Dear colleague, all is well."),
    ];
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Add files").await;
    amina.heading("Add files").await;
    amina.choose_files(&files).await;

    amina.read("What goes where").await;
    amina.read("This file cannot go. It is empty.").await;
    amina.read("This file cannot go. The file ends in the middle of it.").await;
    amina.unfold("1 entry cannot go").await;
    amina.read("Entry 2: It holds no record.").await;
    amina.check("what cannot go").await;
    amina.press("Encrypt and store 2 records").await;
    amina.read("2 records are stored, encrypted.").await;
    amina.press("To your records").await;
    see(&amina).await;
    amina.close().await;
}

async fn see(amina: &Window) {
    amina.heading("Your records").await;
    amina.unfold("Allergies").await;
    amina.read("Penicillin").await;
    amina.unfold("Images and documents").await;
    amina.read("letter.txt").await;
    assert!(!amina.shows("empty.pdf").await, "what could not go is not there");
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
