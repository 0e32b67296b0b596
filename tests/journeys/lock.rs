//! What was on the screen is gone after locking, and after closing: behind the browser's own buttons too.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, lend, patient_and_doctor};

#[tokio::test]
async fn nothing_comes_back_after_locking_or_closing_at_a_desk() {
    lock(DESK).await;
}

#[tokio::test]
async fn nothing_comes_back_after_locking_or_closing_on_a_phone() {
    lock(PHONE).await;
}

async fn lock(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    lend(&amina, &bello).await;

    read(&bello).await;
    bello.press("Close Amina Yusuf's records").await;
    bello.heading("Closed").await;
    see_nothing(&bello).await;
    bello.go_back().await;
    bello.heading("Closed").await;
    see_nothing(&bello).await;
    bello.reload().await;
    bello.heading("Welcome back, Dr Grace Bello").await;
    see_nothing(&bello).await;

    amina.press("Records").await;
    amina.heading("Your records").await;
    read(&amina).await;
    amina.press("Lock").await;
    for _ in 0..3 {
        amina.heading("Welcome back, Amina Yusuf").await;
        see_nothing(&amina).await;
        amina.go_back().await;
    }
    amina.close().await;
    bello.close().await;
}

/// A record, from the list.
async fn read(window: &Window) {
    window.unfold("Laboratory results").await;
    window.press("Creatinine").await;
    window.heading("Creatinine").await;
    window.read("µmol/L").await;
}

async fn see_nothing(window: &Window) {
    for trace in ["µmol/L", "Creatinine", "Laboratory results"] {
        assert!(!window.shows(trace).await, "{trace} is still there");
    }
}
