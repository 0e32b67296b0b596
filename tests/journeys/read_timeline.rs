//! Records by date, under the visits that they belong to: for their patient, and for a doctor to whom they are lent.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, ask_for, enter_key, go_to_enter_key, patient_and_doctor, read_random_key,
};

#[tokio::test]
async fn visits_and_what_belongs_to_them_are_read_at_a_desk() {
    read_timeline(DESK).await;
}

#[tokio::test]
async fn visits_and_what_belongs_to_them_are_read_on_a_phone() {
    read_timeline(PHONE).await;
}

async fn read_timeline(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    amina.press("Visits and what belongs to them").await;
    amina.heading("Visits and what belongs to them").await;
    read_visit(&amina).await;
    amina.press("Sore throat").await;
    amina.heading("Sore throat").await;

    ask_for(&bello, "amina", &["History"]).await;
    amina.press("See the request").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.heading("Random key").await;
    let code = read_random_key(&amina).await;
    go_to_enter_key(&bello).await;
    enter_key(&bello, &code).await;
    bello.heading("Amina Yusuf's records").await;
    bello.press("Show everything by date").await;
    read_visit(&bello).await;
    assert!(!bello.shows("Penicillin").await, "only what was lent");
    bello.press("Show tables").await;
    bello.wait_until("return !document.querySelector('.visit')").await;
    bello.press("Show everything by date").await;
    bello.unfold("records of this visit").await;
    bello.press("Sore throat").await;
    bello.heading("Sore throat").await;
    amina.close().await;
    bello.close().await;
}

/// The one visit of the sample, and why she came.
async fn read_visit(window: &Window) {
    window.read("1 visit, newest first.").await;
    window.read("2 June 2026").await;
    window.unfold("3 records of this visit").await;
    window.read("Sore throat").await;
    window.read("High blood pressure").await;
    window.check("by date").await;
}
