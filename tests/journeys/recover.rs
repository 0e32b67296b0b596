//! A forgotten password: the kit was saved as a file when it was made, and held before the camera of a borrowed device it sets a new
//! one. A new kit that was left unconfirmed is for nothing. How a kit is typed to sign in, tells `log_in_with_kit`.

use std::path::Path;

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, confirm_kit};

use crate::scan_codes::film;

const NEW_PASSWORD: &str = "seven green lamps glow";

#[tokio::test]
async fn a_saved_kit_is_scanned_and_sets_a_new_password_at_a_desk() {
    recover(DESK).await;
}

#[tokio::test]
async fn a_saved_kit_is_scanned_and_sets_a_new_password_on_a_phone() {
    recover(PHONE).await;
}

async fn recover(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    amina.save_into(folder.path()).await;
    register_until_kit(&amina).await;
    let kit = save_kit(&amina, folder.path()).await;
    assert_eq!(confirm_kit(&amina).await, kit, "the file holds what is shown");
    amina.heading("Your records").await;

    let film = film(folder.path(), "kit", &[&kit.join("-")]);
    let borrowed = driver.open_with_camera(backend.url(), size, &film).await;
    borrowed.press("Sign in").await;
    borrowed.press("I forgot my password").await;
    borrowed.heading("Set a new password").await;
    borrowed.press("Scan the kit").await;
    borrowed.read("The code was read.").await;
    borrowed.check("a kit that was scanned for a new password").await;
    borrowed.write("handle", "amina").await;
    borrowed.write("new_password", NEW_PASSWORD).await;
    borrowed.pick("language", "Deutsch").await;
    borrowed.arrive("Neues Passwort setzen").await;
    borrowed.pick("language", "English").await;
    borrowed.arrive("Set a new password").await;
    borrowed.send().await;
    borrowed.heading("Your emergency kit").await;
    let left = leave_kit(&borrowed).await;
    borrowed.press("I forgot my password").await;
    borrowed.heading("Set a new password").await;
    borrowed.write("handle", "amina").await;
    borrowed.write("kit", &kit.join(" ")).await;
    borrowed.write("new_password", NEW_PASSWORD).await;
    borrowed.send().await;
    borrowed.heading("Your emergency kit").await;
    let new = confirm_kit(&borrowed).await;
    assert_ne!(new, kit, "the old kit is of no use any more");
    assert_ne!(new, left, "nor is the one that was never confirmed");
    borrowed.heading("Your records").await;
    amina.read("You are signed out here").await;
    borrowed.press("Log").await;
    borrowed.heading("Who did what").await;
    borrowed.read("You set a new password with your kit.").await;
    amina.close().await;
    borrowed.close().await;
}

async fn register_until_kit(amina: &Window) {
    amina.press("Make an account").await;
    amina.write("display_name", "Amina Yusuf").await;
    amina.press("Continue").await;
    amina.write("handle", "amina").await;
    amina.press("Continue").await;
    amina.write("password", PASSWORD).await;
    amina.send().await;
    amina.heading("What do you use SeSEMR for?").await;
    amina.choose("Patient").await;
    amina.send().await;
    amina.heading("Your emergency kit").await;
}

/// The new kit is there in another language too. One page back is what was typed, and one more goes away, before anything has
/// changed.
async fn leave_kit(borrowed: &Window) -> Vec<String> {
    let kit = borrowed.groups().await;
    borrowed.pick("language", "Deutsch").await;
    borrowed.arrive("Ihr Notfallbogen").await;
    assert_eq!(borrowed.groups().await, kit);
    borrowed.pick("language", "English").await;
    borrowed.arrive("Your emergency kit").await;
    borrowed.go_back().await;
    borrowed.heading("Set a new password").await;
    borrowed.wait_until("return document.getElementById('handle')?.value === 'amina'").await;
    borrowed.go_back().await;
    borrowed.heading("Sign in").await;
    kit
}

/// The groups that stand in the file, which says whose they are and what they are for.
async fn save_kit(amina: &Window, folder: &Path) -> Vec<String> {
    amina.press("Save as a file").await;
    let sheet = std::fs::read_to_string(amina.saved(folder, ".txt").await).unwrap();
    for line in ["SeSEMR emergency kit", "Amina Yusuf, @amina", "Nobody at SeSEMR will ever ask you for it."] {
        assert!(sheet.contains(line), "{line} is not in the file");
    }
    let mut lines = sheet.lines().map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    let is_kit = |groups: &Vec<String>| groups.len() == 8 && groups.iter().all(|group| group.len() == 5);
    lines.find(is_kit).unwrap()
}
