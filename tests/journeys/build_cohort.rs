//! Rows about patients who lent their records for research: refused below k people, gone when one of them is closed.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, add_records, enter_key, go_to_enter_key, read_random_key, register, sample_file,
};

#[tokio::test]
async fn a_study_builds_rows_from_lent_records_at_a_desk() {
    build_cohort(DESK).await;
}

#[tokio::test]
async fn a_study_builds_rows_from_lent_records_on_a_phone() {
    build_cohort(PHONE).await;
}

async fn build_cohort(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let bello = driver.open(backend.url(), size).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    look(&bello).await;
    bello.read("Nobody's records are open here for research.").await;
    for (name, handle) in [("Amina Yusuf", "amina"), ("Binta Musa", "binta")] {
        let patient = driver.open(backend.url(), size).await;
        register(&patient, name, handle, None).await;
        add_records(&patient, &sample_file(), "records").await;
        lend(&patient, &bello, name, handle).await;
        patient.close().await;
    }
    look(&bello).await;
    bello.read("Open for research: ").await;
    bello.read("2 people have it").await;
    bello.pick("cohort-0", "Mean").await;
    bello.press("Build the rows").await;
    bello.read("2 of 2 people have all that was chosen: too few for one group of 3").await;
    bello.write("cohort_k", "2").await;
    bello.press("Build the rows").await;
    bello.read("2 rows, ").await;
    bello.check("with rows of people").await;
    bello.press("Close Binta Musa's records").await;
    bello.heading("Closed").await;
    bello.press("Research").await;
    bello.heading("Research").await;
    assert!(!bello.shows("2 rows, ").await, "nothing of the rows is kept");
    bello.close().await;
}

/// Lends laboratory results and the summary of readings for research, and enters the key.
async fn lend(patient: &Window, bello: &Window, name: &str, handle: &str) {
    bello.press("Find a patient").await;
    bello.write("handle", handle).await;
    bello.send().await;
    bello.press(&format!("Ask {name} for access")).await;
    bello.heading("Ask for access").await;
    bello.choose("Laboratory results").await;
    bello.choose("Summary of readings").await;
    bello.choose("Research").await;
    bello.send().await;
    bello.read("Waiting for an answer").await;
    patient.press("See the request").await;
    patient.press("Give Dr Grace Bello access").await;
    patient.heading("Random key").await;
    let code = read_random_key(patient).await;
    go_to_enter_key(bello).await;
    enter_key(bello, &code).await;
    bello.heading(&format!("{name}'s records")).await;
}

async fn look(bello: &Window) {
    bello.press("Research").await;
    bello.heading("Research").await;
    bello.unfold("Or build rows from records").await;
    bello.press("Look what there is").await;
}
