//! Several files on their way while the servers go away in the middle: each has a row that says how far it is, what was cut off
//! goes on, in the same window and after a reload, or is left out. Home tells of it.

use std::path::{Path, PathBuf};

use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, register};
use sesemr_tests::{Backend, noise};
use thirtyfour::By;

use crate::door::Door;

/// Bytes of a file that takes three requests.
const SCAN: usize = 9 << 20;
/// The place for the file of an upload that an earlier window left.
const GIVE_AGAIN: &str = "main input[type=file][id^='files-']";
/// Whether the one bar is that of the file that goes.
const BAR_IS_NAMED: &str = "const bars = [...document.querySelectorAll('main progress')];
    return bars.length === 1 && bars[0].getAttribute('aria-label') === 'scan.pdf';";

#[tokio::test]
async fn files_that_were_cut_off_say_so_and_go_on_or_are_left_out_at_a_desk() {
    resume_upload(DESK).await;
}

#[tokio::test]
async fn files_that_were_cut_off_say_so_and_go_on_or_are_left_out_on_a_phone() {
    resume_upload(PHONE).await;
}

async fn resume_upload(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::start().await;
    let door = Door::open_before(backend.url());
    let driver = Driver::start();
    let amina = driver.open(door.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    go_on(&amina, &door, folder.path()).await;
    leave_out(&amina, &door, folder.path()).await;
    go_on_after_a_reload(&amina, &door, folder.path()).await;
    amina.close().await;
}

/// The first of three files is stored and the second half way when the servers go away.
async fn go_on(amina: &Window, door: &Door, folder: &Path) {
    let files = [
        write(folder, "letter.txt", b"Dear colleague, all is well."),
        write(folder, "scan.pdf", &scan("scan")),
        write(folder, "notes.txt", b"Slept badly, walked a lot."),
    ];
    go_to_files(amina).await;
    door.go_away_after(2);
    amina.choose_files(&files).await;
    amina.press("Encrypt and store 3 records").await;
    see_row(amina, "letter.txt", "Safe, 1 record").await;
    see_row(amina, "scan.pdf", " %").await;
    see_row(amina, "notes.txt", "Waiting").await;
    amina.read("1 of 3 files are safe.").await;
    amina.wait_until(BAR_IS_NAMED).await;
    amina.check("files on their way").await;

    amina.press("Stop").await;
    amina.read("scan.pdf stopped at").await;
    amina.read("It goes on from there.").await;
    amina.read("1 of 3 files are safe.").await;
    see_row(amina, "letter.txt", "Safe, 1 record").await;
    see_row(amina, "notes.txt", "Not begun").await;
    amina.check("files that were cut off").await;

    door.come_back();
    amina.press("Continue").await;
    amina.read("2 of 3 files are safe.").await;
    see_row(amina, "scan.pdf", "Safe, 1 record").await;
    amina.press("Try again").await;
    amina.read("3 of 3 files are safe.").await;
    amina.read("3 records are stored, encrypted.").await;
    to_records(amina).await;
}

/// What was left out is not there, and is not asked about again.
async fn leave_out(amina: &Window, door: &Door, folder: &Path) {
    go_to_files(amina).await;
    door.go_away_after(1);
    amina.choose_file(&write(folder, "film.pdf", &scan("film"))).await;
    amina.press("Encrypt and store 1 record").await;
    see_row(amina, "film.pdf", " %").await;
    amina.press("Stop").await;
    amina.read("film.pdf stopped at").await;
    amina.press("Leave it out").await;
    see_row(amina, "film.pdf", "Left out").await;
    door.come_back();
    to_records(amina).await;
    amina.unfold("Images and documents").await;
    for there in ["letter.txt", "scan.pdf", "notes.txt"] {
        amina.read(there).await;
    }
    assert!(!amina.shows("film.pdf").await, "what was left out is not there");
    go_to_files(amina).await;
    assert!(!amina.shows("film.pdf").await, "what was left out is asked about no more");
    amina.press("Records").await;
    amina.heading("Your records").await;
}

/// A window that was loaded anew has the file no more: it goes on once the same file is given again.
async fn go_on_after_a_reload(amina: &Window, door: &Door, folder: &Path) {
    let file = write(folder, "x-ray.pdf", &scan("x-ray"));
    go_to_files(amina).await;
    door.go_away_after(1);
    amina.choose_file(&file).await;
    amina.press("Encrypt and store 1 record").await;
    see_row(amina, "x-ray.pdf", " %").await;
    amina.reload().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    door.come_back();
    log_in(amina, PASSWORD).await;
    amina.heading("Add files").await;
    see_at_home(amina).await;
    amina.read("x-ray.pdf stopped at").await;
    amina.read("Choose the same files again to go on.").await;
    amina.check("an upload of before").await;
    let place = amina.driver().find(By::Css(GIVE_AGAIN)).await.unwrap();
    place.send_keys(file.to_str().unwrap()).await.unwrap();
    amina.read("1 record is stored, encrypted.").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.unfold("Images and documents").await;
    amina.read("x-ray.pdf").await;
}

/// Whoever locks and signs in is told at home that an upload was cut off, and comes to it with one tap.
async fn see_at_home(amina: &Window) {
    amina.press("Lock").await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(amina, PASSWORD).await;
    amina.arrive("Your records").await;
    amina.read("x-ray.pdf stopped at").await;
    amina.check("an upload that was cut off, at home").await;
    amina.within_taps(1, amina.press("Go on or leave out")).await;
    amina.arrive("Add files").await;
}

async fn go_to_files(amina: &Window) {
    amina.press("Add files").await;
    amina.heading("Add files").await;
}

async fn to_records(amina: &Window) {
    amina.press("To your records").await;
    amina.heading("Your records").await;
}

/// Waits until the row of a file says this.
async fn see_row(window: &Window, file: &str, words: &str) {
    let script = format!(
        "return [...document.querySelectorAll('main .file-row')].map((row) => row.innerText)
            .some((text) => text.includes('{file}') && text.includes('{words}'));"
    );
    window.wait_until(&script).await;
}

/// A PDF by its first bytes, in which nothing can be made smaller.
fn scan(seed: &str) -> Vec<u8> {
    [b"%PDF-1.7\n".as_slice(), noise(seed, SCAN).content()].concat()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
