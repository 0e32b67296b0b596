//! A patient's space is used up: whoever stores is told whose space it is and what to do, keeps what was typed and chosen, and goes
//! on once something was deleted.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, lend, patient_and_doctor};

/// All that the servers of these stories give to one patient, but for a few bytes.
const FILL: &str = "UPDATE sas.account_head SET stored_bytes = 9999999900";

#[tokio::test]
async fn who_has_no_space_left_deletes_something_and_goes_on_at_a_desk() {
    fill_quota(DESK).await;
}

#[tokio::test]
async fn who_has_no_space_left_deletes_something_and_goes_on_on_a_phone() {
    fill_quota(PHONE).await;
}

async fn fill_quota(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let [diary, letter] = [("diary.txt", 20_000), ("letter.txt", 50)].map(|(name, words)| {
        let path = folder.path().join(name);
        std::fs::write(&path, write_words(words)).unwrap();
        path
    });
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    lend(&amina, &bello).await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    go_to_files(&amina).await;
    amina.choose_file(&diary).await;
    amina.press("Encrypt and store 1 record").await;
    amina.read("1 record is stored, encrypted.").await;

    backend.database().as_owner().await.batch_execute(FILL).await.unwrap();
    bello.press("Write a prescription").await;
    bello.heading("Write a prescription").await;
    let typed =
        [("medicine", "Ibuprofen 400 mg tablets"), ("dose_amount", "1"), ("dose_unit", "tablet"), ("times", "2")];
    for (field, text) in typed {
        bello.write(field, text).await;
    }
    bello.send().await;
    bello.read("Amina Yusuf's space is used up, so nothing was stored. Tell them:").await;
    bello.check("a prescription that found no space").await;

    amina.press("To your records").await;
    amina.heading("Your records").await;
    go_to_files(&amina).await;
    amina.choose_file(&letter).await;
    amina.press("Encrypt and store 1 record").await;
    amina.read("Your space is used up. Remove something first.").await;
    amina.check("a file that found no space").await;

    delete(&amina, "diary.txt").await;
    go_to_files(&amina).await;
    amina.choose_file(&letter).await;
    amina.press("Encrypt and store 1 record").await;
    amina.read("1 record is stored, encrypted.").await;
    bello.send().await;
    bello.read("Signed and sent to Amina Yusuf").await;
    amina.close().await;
    bello.close().await;
}

/// So many words that have nothing in common: what is stored is no shorter.
fn write_words(count: u32) -> String {
    let words: Vec<String> = (0..count).map(|word| format!("{:08x}", word.wrapping_mul(2_654_435_761))).collect();
    words.join(" ")
}

async fn go_to_files(amina: &Window) {
    amina.press("Add files").await;
    amina.heading("Add files").await;
}

async fn delete(amina: &Window, name: &str) {
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.unfold("Images and documents").await;
    amina.press(name).await;
    amina.heading(name).await;
    amina.press("Delete this record").await;
    amina.press("Delete it for good").await;
    amina.heading("Record deleted").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
}
