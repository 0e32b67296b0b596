//! What a person hides stands in no table of theirs, and nothing says for it that it was never recorded.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, register};

const ALLERGY: &str = r#"{"resourceType":"AllergyIntolerance","id":"a","code":{"text":"Penicillin"},
    "patient":{"display":"Amina"}}"#;

#[tokio::test]
async fn a_hidden_allergy_is_said_to_be_hidden_and_not_to_be_unknown_at_a_desk() {
    hide_records(DESK).await;
}

#[tokio::test]
async fn a_hidden_allergy_is_said_to_be_hidden_and_not_to_be_unknown_on_a_phone() {
    hide_records(PHONE).await;
}

async fn hide_records(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("allergy.json");
    std::fs::write(&file, ALLERGY).unwrap();
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Add files").await;
    amina.heading("Add files").await;
    amina.choose_file(&file).await;
    amina.press("Encrypt and store 1 record").await;
    amina.read("1 record is stored, encrypted.").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;

    amina.unfold("Allergies").await;
    amina.press("Show as tables and charts").await;
    amina.heading("Allergies").await;
    amina.press("Penicillin").await;
    amina.heading("Penicillin").await;
    amina.unfold("Hide it").await;
    amina.press("Hide this record").await;
    amina.read("You hide this record").await;
    amina.go_back().await;
    amina.heading("Allergies").await;
    amina.read("You hide all that stands here.").await;
    assert!(!amina.shows("No allergy is recorded").await, "it is recorded, and hidden");
    amina.close().await;
}
