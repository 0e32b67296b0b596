//! Everything taken away as one file, and added again on another server.

use std::io::Read as _;

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, add_records, register, sample_file};

#[tokio::test]
async fn everything_is_saved_as_one_file_and_added_elsewhere_at_a_desk() {
    take_away(DESK).await;
}

#[tokio::test]
async fn everything_is_saved_as_one_file_and_added_elsewhere_on_a_phone() {
    take_away(PHONE).await;
}

async fn take_away(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let folder = tempfile::tempdir().unwrap();
    let amina = driver.open(backend.url(), size).await;
    amina.save_into(folder.path()).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    add_records(&amina, &sample_file(), "records").await;
    mark_and_hide(&amina).await;
    amina.press("Settings").await;
    amina.heading("Settings").await;
    amina.read("whoever has it can read it").await;
    amina.press("Save everything as one file").await;
    amina.read("records and what belongs to them").await;

    let file = amina.saved(folder.path(), ".zip").await;
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
    let mut read_me = String::new();
    zip.by_name("README.txt").unwrap().read_to_string(&mut read_me).unwrap();
    assert!(read_me.contains("Health records of Amina Yusuf (@amina)"), "{read_me}");
    let mut table = String::new();
    zip.by_name("log/access-log.csv").unwrap().read_to_string(&mut table).unwrap();
    assert!(table.contains("You made this account."), "{table}");

    let elsewhere = Backend::start().await;
    let again = driver.open(elsewhere.url(), size).await;
    register(&again, "Amina Yusuf", "amina", None).await;
    add_records(&again, &file, "1 record comes with your mark").await;
    see_mark_and_hidden(&again).await;
    // The list is still unfolded for who goes back to it.
    again.press("Creatinine").await;
    again.heading("Creatinine").await;
    again.read("µmol/L").await;

    // What is there already does not come twice, and a file that was altered is named.
    again.press("Records").await;
    again.press("Add files").await;
    again.choose_file(&file).await;
    again.read("are already here and will not go again").await;
    again.press("Add nothing").await;
    let altered = folder.path().join("altered.zip");
    std::fs::write(&altered, alter(&std::fs::read(&file).unwrap())).unwrap();
    again.choose_file(&altered).await;
    again.read("A name in it leads out of its folder").await;
    for window in [amina, again] {
        window.close().await;
    }
}

/// Says of one record that it is wrong, and hides another.
async fn mark_and_hide(amina: &Window) {
    amina.unfold("Laboratory results").await;
    amina.press("Sodium").await;
    amina.heading("Sodium").await;
    amina.unfold("Mark as wrong or not mine").await;
    amina.choose("It is wrong").await;
    amina.write("note", "Taken from another tube").await;
    amina.press("Mark it").await;
    amina.read("You marked this as wrong.").await;
    amina.press("Back to the list").await;
    amina.heading("Your records").await;
    amina.unfold("History").await;
    amina.press("Sore throat").await;
    amina.heading("Sore throat").await;
    amina.unfold("Hide it").await;
    amina.press("Hide this record").await;
    amina.read("You hide this record").await;
}

/// What was said there is said here.
async fn see_mark_and_hidden(again: &Window) {
    again.unfold("Show hidden (1)").await;
    again.press("Sore throat").await;
    again.heading("Sore throat").await;
    again.read("You hide this record").await;
    again.press("Back to the list").await;
    again.heading("Your records").await;
    again.unfold("Laboratory results").await;
    again.press("Sodium").await;
    again.heading("Sodium").await;
    again.read("You marked this as wrong.").await;
    again.read("Taken from another tube").await;
    again.press("Back to the list").await;
    again.heading("Your records").await;
}

/// The same archive with a file in it whose name climbs out.
fn alter(archive: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(archive.to_vec())).unwrap();
    zip.start_file("../climbs.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap().into_inner()
}
