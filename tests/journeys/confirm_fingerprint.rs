//! A server that shows another key for somebody who is known: an interruption takes the place of the form, and nothing can be given.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, ask, patient_and_doctor};

/// The key under which the doctor asks becomes another one, byte for byte in its place.
const LIE: &str =
    "UPDATE sas.act SET bytes = overlay(bytes placing account.register_hash from position(account.key_id in bytes))
    FROM sas.key_request request JOIN sas.account account ON account.id = request.clinician
    WHERE act.hash = request.act_hash AND request.state = 'waiting'";

#[tokio::test]
async fn another_key_of_a_known_doctor_interrupts_and_nothing_is_given_at_a_desk() {
    confirm_fingerprint(DESK).await;
}

#[tokio::test]
async fn another_key_of_a_known_doctor_interrupts_and_nothing_is_given_on_a_phone() {
    confirm_fingerprint(PHONE).await;
}

async fn confirm_fingerprint(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    ask(&bello, "amina").await;
    amina.read("Dr Grace Bello asks for access to your records.").await;
    assert_eq!(backend.database().as_owner().await.execute(LIE, &[]).await.unwrap(), 1);

    amina.press("See the request").await;
    amina.read("Dr Grace Bello shows another key than before").await;
    amina.read("Nothing goes on until you know which.").await;
    amina.check("another key").await;
    nothing_goes_on(&amina).await;
    amina.press("I will ask them").await;
    amina.read("Good. Ask Dr Grace Bello to read their fingerprint to you, then come back.").await;
    nothing_goes_on(&amina).await;
    amina.close().await;
    bello.close().await;
}

/// No way past it on this page.
async fn nothing_goes_on(amina: &Window) {
    for way in ["Give Dr Grace Bello access", "Continue", "Go on"] {
        assert!(!amina.shows(way).await, "{way} leads past the interruption");
    }
}
