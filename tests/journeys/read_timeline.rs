//! Records by date, under the visits that they belong to: for their patient, and for a doctor to whom they are lent. Whoever goes
//! back to a list finds it as it was left.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, ask_for, enter_key, go_to_enter_key, patient_and_doctor, read_random_key,
};

/// Whether what belongs to the visit is unfolded.
const VISIT_IS_OPEN: &str = "return document.querySelector('.visit details')?.open === true;";
/// How far down the page is, once it has heard of it.
const HOW_FAR_DOWN: &str = "const [done] = arguments;
    requestAnimationFrame(() => requestAnimationFrame(() => done(Math.round(scrollY))));";

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
    go_back_to_records(&amina).await;
    amina.press("Visits and what belongs to them").await;
    amina.heading("Visits and what belongs to them").await;
    read_visit(&amina).await;
    amina.press("Sore throat").await;
    amina.heading("Sore throat").await;
    amina.press("Back to the list").await;
    amina.heading("Visits and what belongs to them").await;
    amina.wait_until(VISIT_IS_OPEN).await;

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
    bello.wait_until(VISIT_IS_OPEN).await;
    bello.press("Sore throat").await;
    bello.heading("Sore throat").await;
    bello.press("Back to the list").await;
    bello.heading("Amina Yusuf's records").await;
    bello.wait_until(VISIT_IS_OPEN).await;
    bello.check("by date, as it was left").await;
    amina.close().await;
    bello.close().await;
}

/// The same part is unfolded, and the page is as far down. Whoever comes by the menu finds everything folded.
async fn go_back_to_records(amina: &Window) {
    amina.unfold("Laboratory results").await;
    amina.wait_until("scrollTo(0, 200); return true;").await;
    let down = amina.driver().execute_async(HOW_FAR_DOWN, Vec::new()).await.unwrap().json().as_u64().unwrap();
    // A press of the journey's would bring it into sight first.
    amina.wait_until("document.querySelector('main details[open] a.record-row').click(); return true;").await;
    amina.read("Back to the list").await;
    amina.go_back().await;
    // Nor is the heading sought, for the same reason.
    amina.wait_until("return document.querySelector('h1')?.innerText === 'Your records';").await;
    amina.wait_until("return document.querySelector('main details[open] a.record-row') !== null;").await;
    amina.wait_until(&format!("return Math.round(scrollY) === {down};")).await;
    amina.press("Access").await;
    amina.arrive("Access").await;
    amina.press("Records").await;
    amina.arrive("Your records").await;
    amina.read("Laboratory results").await;
    assert_eq!(amina.counts("main details[open]").await, 0, "the menu leads to a list that begins anew");
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
