//! A server that shows another key for somebody who is known: an interruption takes the place of the page, and nothing can be given
//! before the key is the one that was compared in person.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, ask, patient_and_doctor};

/// Column of an account: the key that is its own.
const OWN: &str = "key_id";
/// Column of an account: as many bytes that are no key at all.
const OTHER: &str = "register_hash";
/// Both fingerprints: known until now, and shown now.
const SHOWN: &str = ".key-changed dd.digits";

#[tokio::test]
async fn another_key_of_a_known_doctor_interrupts_until_it_was_compared_at_a_desk() {
    confirm_fingerprint(DESK).await;
}

#[tokio::test]
async fn another_key_of_a_known_doctor_interrupts_until_it_was_compared_on_a_phone() {
    confirm_fingerprint(PHONE).await;
}

async fn confirm_fingerprint(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    let his = read_fingerprint(&bello).await;
    ask(&bello, "amina").await;
    amina.read("Dr Grace Bello asks for access to your records.").await;
    replace_key(&backend, OWN, OTHER).await;

    amina.press("See the request").await;
    amina.heading("Dr Grace Bello shows another key than before").await;
    amina.read("Nothing goes on until you know which.").await;
    assert!(!amina.shows("Give access or refuse").await, "the page that was asked for is gone");
    nothing_goes_on(&amina).await;
    let fingerprints = amina.texts(SHOWN).await;
    assert_eq!(fingerprints.len(), 2, "both are there to be compared");
    assert_eq!(fingerprints.first(), Some(&his), "known until now");
    assert_ne!(fingerprints.last(), Some(&his), "shown now");
    amina.press("I will ask them").await;
    amina.read("Good. Ask Dr Grace Bello to read their fingerprint to you, then come back.").await;
    nothing_goes_on(&amina).await;
    compare(&amina, &backend, &his).await;
    amina.close().await;
    bello.close().await;
}

/// What is no key of his cannot be taken for his: what the server has of him takes its place, and only that goes on.
async fn compare(amina: &Window, backend: &Backend, his: &str) {
    amina.press("I checked in person").await;
    amina.wait_until(&format!("return document.querySelectorAll('{SHOWN}')[1]?.innerText === '{his}'")).await;
    nothing_goes_on(amina).await;
    replace_key(backend, OTHER, OWN).await;
    amina.press("I checked in person").await;
    amina.read("Give Dr Grace Bello access to laboratory results and summary of readings").await;
    amina.read("Fingerprints compared on").await;
    amina.read("Give access or refuse").await;
    amina.wait_until("return document.title.includes('Give access or refuse')").await;
    amina.check("a key that was compared in person").await;
}

/// The digits that he reads to her from his settings.
async fn read_fingerprint(bello: &Window) -> String {
    bello.press("Settings").await;
    bello.heading("Settings").await;
    bello.texts("dd.digits").await.concat()
}

/// The key under which the doctor asks becomes another one, byte for byte in its place.
async fn replace_key(backend: &Backend, from: &str, to: &str) {
    let replace = format!(
        "UPDATE sas.act SET bytes = overlay(bytes placing account.{to} from position(account.{from} in bytes))
        FROM sas.key_request request JOIN sas.account account ON account.id = request.clinician
        WHERE act.hash = request.act_hash AND request.state = 'waiting'"
    );
    assert_eq!(backend.database().as_owner().await.execute(&replace, &[]).await.unwrap(), 1);
}

/// No way past it on this page.
async fn nothing_goes_on(amina: &Window) {
    for way in ["Give Dr Grace Bello access", "Continue", "Go on"] {
        assert!(!amina.shows(way).await, "{way} leads past the interruption");
    }
}
