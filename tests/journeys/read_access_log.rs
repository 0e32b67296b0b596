//! A server that forges: the page names the entry whose signature is wrong, and shows the rest.

use sesemr_tests::Backend;
use sesemr_tests::browser::{Driver, PHONE, add_records, register, sample_file};

#[tokio::test]
async fn a_forged_signature_in_the_log_is_named_on_the_page() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), PHONE).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    add_records(&amina, &sample_file(), "records").await;
    amina.press("Log").await;
    amina.heading("Who did what").await;
    amina.read("This list is complete: checked just now.").await;

    // The signature stands at the end of every signed object. The second entry is the upload, an act of the patient's own.
    let forge = "UPDATE sas.act SET bytes = set_byte(bytes, length(bytes) - 1, get_byte(bytes, length(bytes) - 1) # 1)
        WHERE hash = (SELECT object_hash FROM sas.access_log_entry WHERE sequence = 2)";
    assert_eq!(backend.database().as_owner().await.execute(forge, &[]).await.unwrap(), 1);
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.press("Log").await;
    amina.heading("Who did what").await;
    amina.read("Entry 2 carries a forged or missing signature. Do not believe it.").await;
    amina.read("You made this account.").await;
    amina.close().await;
}
