//! A good file among bad ones: what cannot go is named before anything is sent, and the good one goes. Files that are not drawn are
//! kept whole, say what they are, and are saved as they were.

use std::path::{Path, PathBuf};

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, register};

/// Drops a file, and another one while the first is read.
const DROP_ONE_BY_ONE: &str = r"
    const done = arguments[0];
    const zone = document.querySelector('.drop-zone');
    const drop = (name, length) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(length).fill(97)], name, { type: 'text/plain' }));
        zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    };
    drop('first.txt', 8_000_000);
    setTimeout(() => { drop('second.txt', 300); done(); }, 0);
";
/// Bytes of the largest record that the server of these stories takes.
const LIMIT: &str = "--record-limit=1000000";

/// One allergy that is whole, and an entry without a record.
const HALF_GOOD: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
    {"resource":{"resourceType":"AllergyIntolerance","id":"a","code":{"text":"Penicillin"},"patient":{"display":"Amina"}}},
    {"fullUrl":"urn:uuid:5e5e4d00-2026-4000-8000-0000000000ff"}]}"#;

const CLINICAL_DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Discharge summary</title></ClinicalDocument>"#;
const DRAWING: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" onload="document.title = 'taken over'"><circle r="4"/></svg>"#;

#[tokio::test]
async fn what_cannot_go_is_named_before_anything_is_sent_and_the_rest_goes_at_a_desk() {
    publish_records(DESK).await;
}

#[tokio::test]
async fn what_cannot_go_is_named_before_anything_is_sent_and_the_rest_goes_on_a_phone() {
    publish_records(PHONE).await;
}

#[tokio::test]
async fn files_that_are_not_drawn_are_kept_whole_and_saved_at_a_desk() {
    keep_whole(DESK).await;
}

#[tokio::test]
async fn files_that_are_not_drawn_are_kept_whole_and_saved_on_a_phone() {
    keep_whole(PHONE).await;
}

#[tokio::test]
async fn a_file_that_is_dropped_while_another_is_read_goes_with_it_at_a_desk() {
    drop_one_by_one(DESK).await;
}

#[tokio::test]
async fn a_file_that_is_dropped_while_another_is_read_goes_with_it_on_a_phone() {
    drop_one_by_one(PHONE).await;
}

async fn publish_records(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        write(folder.path(), "empty.pdf", b""),
        write(folder.path(), "broken.json", br#"{"resourceType":"Bundle","type":"collection","entry":[{"#),
        write(folder.path(), "half_good.json", HALF_GOOD.as_bytes()),
        write(folder.path(), "letter.txt", b"Dear colleague, all is well."),
        write(folder.path(), "portrait.pdf", b"\x89PNG\r\n\x1a\n and so on"),
        write(folder.path(), "diary.txt", &vec![b'a'; 2_000_000]),
    ];
    let backend = Backend::start_with(&[LIMIT]).await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Add files").await;
    amina.heading("Add files").await;
    // What padding and tags take is not the file's.
    amina.read("Several at once, up to 999.4").await;
    amina.choose_files(&files).await;

    amina.read("What goes where").await;
    amina.read("This file cannot go. It is empty.").await;
    amina.read("This file cannot go. The file ends in the middle of it.").await;
    amina.read("This file cannot go. It says it is pdf. What is in it: Picture.").await;
    amina.read("This file is too large.").await;
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
    for refused in ["empty.pdf", "portrait.pdf", "diary.txt"] {
        assert!(!amina.shows(refused).await, "what could not go is not there");
    }
}

/// A picture from a scanner, a clinical document, a page and a drawing: what wants to run in them does not.
async fn keep_whole(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved");
    std::fs::create_dir(&saved).unwrap();
    let scan = [[0; 128].as_slice(), b"DICM", &[7; 300]].concat();
    let files = [
        write(folder.path(), "scan.dcm", &scan),
        write(folder.path(), "summary.xml", CLINICAL_DOCUMENT.as_bytes()),
        write(
            folder.path(),
            "page.html",
            b"<!DOCTYPE html><html><script>document.title = 'taken over'</script></html>",
        ),
        write(folder.path(), "drawing.svg", DRAWING.as_bytes()),
    ];
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    amina.save_into(&saved).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Add files").await;
    amina.heading("Add files").await;
    amina.read("health records (FHIR) up to 64 MB").await;
    amina.choose_files(&files).await;
    for kind in ["Picture from a scanner (DICOM)", "Document (XML)", "Web page", "Drawing"] {
        amina.read(kind).await;
    }
    amina.press("Encrypt and store 4 records").await;
    amina.read("4 of 4 files are safe.").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;

    amina.unfold("Images and documents").await;
    open(&amina, "scan.dcm", "This is a picture from a scanner (DICOM).").await;
    save(&amina, &saved, ".dcm", &scan).await;
    open(&amina, "summary.xml", "This is a clinical document (C-CDA).").await;
    save(&amina, &saved, ".xml", CLINICAL_DOCUMENT.as_bytes()).await;
    for source in ["page.html", "drawing.svg"] {
        open(&amina, source, "nothing in it runs").await;
        amina.read("taken over").await;
        amina.read("Save a copy").await;
        assert!(!amina.driver().title().await.unwrap().contains("taken over"), "{source} ran");
        amina.press("Back to the list").await;
        amina.heading("Your records").await;
    }
    amina.close().await;
}

/// Two files, one soon after the other: neither is lost, and what is shown is of both.
async fn drop_one_by_one(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Add files").await;
    amina.heading("Add files").await;
    amina.driver().execute_async(DROP_ONE_BY_ONE, Vec::new()).await.unwrap();
    amina.read("What goes where").await;
    amina.read("first.txt").await;
    amina.read("second.txt").await;
    amina.press("Encrypt and store 2 records").await;
    amina.read("2 of 2 files are safe.").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
    amina.unfold("Images and documents").await;
    amina.read("first.txt").await;
    amina.read("second.txt").await;
    amina.close().await;
}

/// Opens a file from the list, which stays unfolded for who goes back to it, and says what it is.
async fn open(amina: &Window, title: &str, what: &str) {
    amina.press(title).await;
    amina.heading(title).await;
    amina.read(what).await;
}

/// Saves a copy, which is the file to the byte, and goes back.
async fn save(amina: &Window, folder: &Path, ending: &str, bytes: &[u8]) {
    amina.press("Save a copy").await;
    let saved = amina.saved(folder, ending).await;
    assert_eq!(std::fs::read(&saved).unwrap(), bytes, "{ending}");
    amina.press("Back to the list").await;
    amina.heading("Your records").await;
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
