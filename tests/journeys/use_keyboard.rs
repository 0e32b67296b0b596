//! By keyboard alone: nothing of the way in, to a record and out again needs a pointer.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, Window, add_records, ask, read_random_key, register, sample_file};
use thirtyfour::Key;

#[tokio::test]
async fn a_patient_signs_in_reads_a_record_and_locks_with_keys_alone() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), DESK).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    add_records(&amina, &sample_file(), "records").await;

    amina.reload().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    amina.tab_to("Password").await;
    amina.type_keys(PASSWORD).await;
    amina.strike(Key::Enter).await;
    amina.heading("Your records").await;
    amina.tab_to("Laboratory results").await;
    amina.strike(Key::Enter).await;
    amina.read("Creatinine").await;
    amina.tab_to("Creatinine").await;
    amina.strike(Key::Enter).await;
    amina.heading("Creatinine").await;
    amina.read("µmol/L").await;
    amina.tab_to("Lock").await;
    amina.strike(Key::Space).await;
    amina.heading("Welcome back, Amina Yusuf").await;
    amina.close().await;
}

#[tokio::test]
async fn a_patient_gives_access_and_a_doctor_opens_and_closes_with_keys_alone() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), DESK).await, driver.open(backend.url(), DESK).await);
    register(&amina, "Amina Yusuf", "amina", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    add_records(&amina, &sample_file(), "records").await;
    ask(&bello, "amina").await;

    amina.read("See the request").await;
    go(&amina, "See the request").await;
    amina.heading("Give access or refuse").await;
    amina.read("Give Dr Grace Bello access").await;
    go(&amina, "Give Dr Grace Bello access").await;
    amina.heading("Random key").await;
    let code = read_random_key(&amina).await;

    bello.read("Enter the key").await;
    go(&bello, "Enter the key").await;
    bello.heading("Enter the random key").await;
    bello.read("Three groups of five characters").await;
    bello.tab_to("Random key").await;
    bello.type_keys(&code).await;
    bello.strike(Key::Enter).await;
    bello.heading("Amina Yusuf's records").await;
    go(&bello, "Close Amina Yusuf's records").await;
    bello.heading("Closed").await;
    amina.close().await;
    bello.close().await;
}

/// By the Tab key to a button or link, and on.
async fn go(window: &Window, name: &str) {
    window.tab_to(name).await;
    window.strike(Key::Enter).await;
}
