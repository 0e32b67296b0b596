//! A server that shows another key for somebody who is known: an interruption takes the place of the page, and nothing can be given
//! or believed until the key is the known one again.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, ask, patient_and_doctor};

/// Column of an account: the key that is its own.
const OWN: &str = "key_id";
/// Column of an account: as many bytes that are no key at all.
const OTHER: &str = "register_hash";
/// Columns of a request: what is signed, and by whom.
const REQUEST: [&str; 2] = ["act_hash", "clinician"];
/// The same, of a refusal.
const ANSWER: [&str; 2] = ["refusal_hash", "patient"];
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

#[tokio::test]
async fn an_answer_under_another_key_than_the_patients_is_not_believed_at_a_desk() {
    confirm_answer(DESK).await;
}

#[tokio::test]
async fn an_answer_under_another_key_than_the_patients_is_not_believed_on_a_phone() {
    confirm_answer(PHONE).await;
}

async fn confirm_fingerprint(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    let his = read_fingerprint(&bello).await;
    ask(&bello, "amina").await;
    amina.read("Dr Grace Bello asks for access to your records.").await;
    replace_key(&backend, REQUEST, OWN, OTHER).await;

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
    compare(&amina, &backend).await;
    amina.close().await;
    bello.close().await;
}

/// What is no key of his cannot be taken for his: the server shows his own, so that what it passed on is not from him.
async fn compare(amina: &Window, backend: &Backend) {
    amina.press("I checked in person").await;
    amina.heading("This is not signed with Dr Grace Bello's key").await;
    amina.read("nothing of it counts").await;
    amina.check("a request that is not from whom it names").await;
    nothing_goes_on(amina).await;
    replace_key(backend, REQUEST, OTHER, OWN).await;
    amina.press("Look again").await;
    amina.read("Give Dr Grace Bello access to laboratory results and summary of readings").await;
    amina.read("Give access or refuse").await;
    amina.wait_until("return document.title.includes('Give access or refuse')").await;
}

async fn confirm_answer(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    ask(&bello, "amina").await;
    amina.press("See the request").await;
    amina.arrive("Give access or refuse").await;
    amina.unfold("Refuse instead").await;
    amina.press("Refuse Dr Grace Bello's request").await;
    bello.read("Amina Yusuf refused your request.").await;
    bello.read("Refused.").await;
    replace_key(&backend, ANSWER, OWN, OTHER).await;

    bello.press("See my requests").await;
    bello.read("Amina Yusuf shows another key than before.").await;
    assert!(!bello.shows("Refused.").await, "what she is said to have answered");
    bello.check("an answer under another key").await;
    bello.press("Compare both keys").await;
    bello.heading("Amina Yusuf shows another key than before").await;
    bello.check("the keys of a patient").await;
    assert_eq!(bello.texts(SHOWN).await.len(), 2, "both are there to be compared");
    bello.press("I checked in person").await;
    bello.heading("This is not signed with Amina Yusuf's key").await;
    replace_key(&backend, ANSWER, OTHER, OWN).await;
    bello.press("Look again").await;
    bello.heading("My requests").await;
    bello.read("Refused.").await;
    amina.close().await;
    bello.close().await;
}

/// The digits that he reads to her from his settings.
async fn read_fingerprint(bello: &Window) -> String {
    bello.press("Settings").await;
    bello.heading("Settings").await;
    bello.texts("dd.digits").await.concat()
}

/// The key under which somebody signed becomes another one, byte for byte in its place.
async fn replace_key(backend: &Backend, [act, signer]: [&str; 2], from: &str, to: &str) {
    let replace = format!(
        "UPDATE sas.act SET bytes = overlay(bytes placing account.{to} from position(account.{from} in bytes))
        FROM sas.key_request request JOIN sas.account account ON account.id = request.{signer}
        WHERE act.hash = request.{act}"
    );
    assert_eq!(backend.database().as_owner().await.execute(&replace, &[]).await.unwrap(), 1);
}

/// No way past it on this page.
async fn nothing_goes_on(amina: &Window) {
    for way in ["Give Dr Grace Bello access", "Continue", "Go on"] {
        assert!(!amina.shows(way).await, "{way} leads past the interruption");
    }
}
