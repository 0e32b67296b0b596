//! The password is asked for again before what lasts, where it was typed more than ten minutes ago: whoever finds the device
//! unlocked gives nothing away.

use std::time::Duration;

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, ask, patient_and_doctor, read_random_key};
use thirtyfour::Key;

use crate::clock::let_pass;
use crate::door::Door;

const A_WHILE: Duration = Duration::from_mins(11);
const WHY: &str = "you typed your password more than ten minutes ago";
const IS_PUT_AWAY: &str = "return !document.querySelector('dialog')";

#[tokio::test]
async fn the_password_is_asked_for_again_before_what_lasts_at_a_desk() {
    confirm_password(DESK).await;
}

#[tokio::test]
async fn the_password_is_asked_for_again_before_what_lasts_on_a_phone() {
    confirm_password(PHONE).await;
}

async fn confirm_password(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::start().await;
    let door = Door::with_clock(backend.url());
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, door.url(), size).await;
    amina.save_into(folder.path()).await;
    ask(&bello, "amina").await;

    let_pass(&backend, &[&amina, &bello], A_WHILE).await;
    amina.within_taps(3, grant(&amina)).await;
    bello.read("Amina Yusuf made a random key for you").await;

    let_pass(&backend, &[&amina, &bello], A_WHILE).await;
    go_on(&amina).await;

    let_pass(&backend, &[&amina, &bello], A_WHILE).await;
    amina.press("Settings").await;
    amina.heading("Settings").await;
    put_away(&amina).await;
    take_away(&amina).await;
    amina.saved(folder.path(), ".zip").await;
    // What was put away would be there by now.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was saved without the password");
    amina.close().await;
    bello.close().await;
}

/// A wrong password gives nothing; with the right one the act goes on by itself.
async fn grant(amina: &Window) {
    amina.press("See the request").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.read(WHY).await;
    amina.check("the password again").await;
    amina.write("confirm_password", "not the password at all").await;
    amina.strike(Key::Enter).await;
    amina.read("This is not your password. Try again.").await;
    amina.check("another password").await;
    amina.write("confirm_password", PASSWORD).await;
    amina.press("Go on").await;
    amina.heading("Random key").await;
    read_random_key(amina).await;
}

/// Pausing is free; letting it go on gives access again.
async fn go_on(amina: &Window) {
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.press("Pause Dr Grace Bello's access").await;
    amina.read("Dr Grace Bello's access is paused.").await;
    amina.press("Let Dr Grace Bello's access go on").await;
    amina.read(WHY).await;
    amina.write("confirm_password", PASSWORD).await;
    amina.press("Go on").await;
    amina.read("Dr Grace Bello's access goes on.").await;
}

async fn put_away(amina: &Window) {
    amina.press("Save everything as one file").await;
    amina.read(WHY).await;
    amina.press("Cancel").await;
    amina.wait_until(IS_PUT_AWAY).await;
    amina.press("Save everything as one file").await;
    amina.read(WHY).await;
    amina.strike(Key::Escape).await;
    amina.wait_until(IS_PUT_AWAY).await;
}

async fn take_away(amina: &Window) {
    amina.press("Save everything as one file").await;
    amina.read(WHY).await;
    // The focus is where the password goes.
    amina.type_keys(PASSWORD).await;
    amina.strike(Key::Enter).await;
    amina.read("records and what belongs to them").await;
}
