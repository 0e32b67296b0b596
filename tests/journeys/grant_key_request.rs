//! A request that came while its patient was away: told at signing in, and granted from there in three taps.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, ask, enter_key, go_to_enter_key, grant, log_in, patient_and_doctor,
    read_random_key,
};

#[tokio::test]
async fn a_request_that_came_meanwhile_is_told_at_signing_in_at_a_desk() {
    grant_key_request(DESK).await;
}

#[tokio::test]
async fn a_request_that_came_meanwhile_is_told_at_signing_in_on_a_phone() {
    grant_key_request(PHONE).await;
}

async fn grant_key_request(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;

    // Her window is closed when he asks.
    amina.go_to("about:blank").await;
    ask(&bello, "amina").await;
    amina.go_to(backend.url()).await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.read("Dr Grace Bello asks for access to your records.").await;
    amina.check("what came meanwhile").await;
    amina.within_taps(3, grant(&amina)).await;
    let code = read_random_key(&amina).await;
    bello.read("Amina Yusuf made a random key for you").await;

    say_nothing_of_what_was_answered(&amina, &bello, &code).await;
    amina.close().await;
    bello.close().await;
}

/// The next time she signs in there is nothing left to tell. What happens after she has caught up is told: that he opens.
async fn say_nothing_of_what_was_answered(amina: &Window, bello: &Window, code: &str) {
    amina.press("Lock").await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.press("Requests").await;
    amina.heading("Requests").await;
    amina.read("You gave access").await;
    go_to_enter_key(bello).await;
    enter_key(bello, code).await;
    bello.heading("Amina Yusuf's records").await;
    amina.read("Dr Grace Bello opened your records").await;
    assert!(!amina.shows("asks for access to your records").await, "what was answered is no news");
}
