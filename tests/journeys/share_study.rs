//! A study's table: grouped, sealed among the records of the account that keeps the study's data, and opened by somebody it
//! was given to.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, enter_key, go_to_enter_key, read_random_key, register};

#[tokio::test]
async fn a_study_seals_its_table_and_shares_it_at_a_desk() {
    share_study(DESK).await;
}

#[tokio::test]
async fn a_study_seals_its_table_and_shares_it_on_a_phone() {
    share_study(PHONE).await;
}

async fn share_study(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (study, bello) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    register(&study, "Lagos Heart Study", "heart", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    seal(&study).await;
    lend(&study, &bello).await;
    bello.unfold("Images and documents").await;
    bello.press("cohort-rows.csv").await;
    bello.heading("cohort-rows.csv").await;
    // As it was spelled, and nobody's name in it.
    bello.read("30;71,5;flu").await;
    assert!(!bello.shows("Person").await, "nobody's name is shared");
    study.read("Dr Grace Bello opened your records").await;
    study.close().await;
    bello.close().await;
}

/// Two groups of three, through the preview that every file takes.
async fn seal(study: &Window) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cohort.csv");
    let rows = "Person 1;29;70,5;flu\nPerson 2;30;71,5;flu\nPerson 3;31;72,5;gout\n\
        Person 4;59;80,5;none\nPerson 5;60;81,5;flu\nPerson 6;61;82,5;none\n";
    std::fs::write(&path, format!("name;age;weight;illness\n{rows}")).unwrap();
    study.press("Add files").await;
    study.heading("Add files").await;
    study.press("A table about many people?").await;
    study.heading("Research").await;
    study.choose_file(&path).await;
    study.read("6 rows, 4 columns").await;
    assert!(!study.shows("Or build rows from records").await, "nobody lends records to this account");
    study.pick("role-3", "Confidential").await;
    study.send().await;
    study.read("In the aggregated columns nobody stands alone").await;
    study.press("Encrypt and keep with my records").await;
    study.read("What goes where").await;
    study.read("cohort-rows.csv").await;
    study.read("cohort-groups.csv").await;
    study.check("with what is sealed").await;
    study.press("Encrypt and store 2 records").await;
    study.read("2 records are stored, encrypted.").await;
    study.press("To your records").await;
    study.heading("Your records").await;
}

async fn lend(study: &Window, bello: &Window) {
    bello.press("Find a patient").await;
    bello.write("handle", "heart").await;
    bello.send().await;
    bello.press("Ask Lagos Heart Study for access").await;
    bello.heading("Ask for access").await;
    bello.choose("Images and documents").await;
    bello.send().await;
    bello.read("Waiting for an answer").await;
    study.press("See the request").await;
    study.press("Give Dr Grace Bello access").await;
    study.heading("Random key").await;
    let code = read_random_key(study).await;
    go_to_enter_key(bello).await;
    enter_key(bello, &code).await;
    bello.heading("Lagos Heart Study's records").await;
}
