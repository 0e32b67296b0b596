//! By keyboard alone: nothing of the way in, to a record and out again needs a pointer.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, add_records, register, sample_file};
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
