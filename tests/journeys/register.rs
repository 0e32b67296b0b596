//! A registration, page by page; left before its kit was confirmed, it goes on where it was left, with another kit. The browser's
//! own button goes one page back, another language stays where one is, and neither takes away what was typed.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, confirm_kit, log_in_with_kit};

use crate::door::Door;

#[tokio::test]
async fn a_registration_that_was_left_goes_on_at_a_desk() {
    register(DESK).await;
}

#[tokio::test]
async fn a_registration_that_was_left_goes_on_on_a_phone() {
    register(PHONE).await;
}

async fn register(size: (u32, u32)) {
    let backend = Backend::start().await;
    // Before it comes what makes the keys: until then their page stays to be looked at.
    let door = Door::before(backend.url());
    let driver = Driver::start();
    let amina = driver.open(door.url(), size).await;
    amina.press("Make an account").await;
    amina.heading("What is your name?").await;
    amina.write("display_name", "Amina\u{200B} Yusuf").await;
    amina.press("Continue").await;
    amina.read("There is a character in your name that nobody can see.").await;
    amina.write("display_name", "Amina Yusuf").await;
    amina.press("Continue").await;
    amina.heading("Choose a handle").await;
    amina.write("handle", "amina").await;
    amina.press("Continue").await;
    walk_back(&amina).await;
    say_for_what(&amina).await;
    amina.heading("Making your keys").await;
    // Keys that are being made are waited for.
    amina.go_back().await;
    amina.arrive("Making your keys").await;
    door.open();
    amina.heading("Your emergency kit").await;
    let unconfirmed = amina.groups().await;
    keep_kit(&amina, &unconfirmed).await;

    amina.reload().await;
    amina.heading("Go on where you left, Amina Yusuf?").await;
    amina.press("Go on").await;
    amina.arrive("Choose a password").await;
    amina.go_back().await;
    amina.arrive("Go on where you left, Amina Yusuf?").await;
    amina.press("Go on").await;
    say_for_what(&amina).await;
    amina.heading("Your emergency kit").await;
    let kit = confirm_kit(&amina).await;
    assert_ne!(kit, unconfirmed, "a kit that was never confirmed is for nothing");
    amina.heading("Your records").await;
    amina.go_back().await;
    amina.arrive("Your records").await;

    let tablet = driver.open(door.url(), size).await;
    log_in_with_kit(&tablet, "amina", &unconfirmed, PASSWORD).await;
    tablet.read("Handle, kit or password is wrong.").await;
    tablet.write("kit", &kit.join(" ")).await;
    tablet.send().await;
    tablet.heading("Your records").await;
    amina.close().await;
    tablet.close().await;
}

/// Back from the password to the name, and on again, partly in another language.
async fn walk_back(amina: &Window) {
    amina.arrive("Choose a password").await;
    amina.write("password", PASSWORD).await;
    amina.go_back().await;
    amina.arrive("Choose a handle").await;
    see_typed(amina, "handle", "amina").await;
    amina.go_back().await;
    amina.arrive("What is your name?").await;
    see_typed(amina, "display_name", "Amina Yusuf").await;
    amina.press("Continue").await;
    amina.arrive("Choose a handle").await;
    amina.pick("language", "Deutsch").await;
    amina.heading("Wählen Sie einen Kurznamen").await;
    see_typed(amina, "handle", "amina").await;
    amina.pick("language", "English").await;
    amina.arrive("Choose a handle").await;
    amina.press("Continue").await;
    amina.arrive("Choose a password").await;
    see_typed(amina, "password", PASSWORD).await;
}

/// The kit that was printed is the one that is shown, in another language and one page back.
async fn keep_kit(amina: &Window, kit: &[String]) {
    amina.pick("language", "Deutsch").await;
    amina.arrive("Ihr Notfallbogen").await;
    assert_eq!(amina.groups().await, kit);
    amina.pick("language", "English").await;
    amina.arrive("Your emergency kit").await;
    amina.press("I have it on paper").await;
    amina.heading("Check your kit").await;
    amina.go_back().await;
    amina.arrive("Your emergency kit").await;
    assert_eq!(amina.groups().await, kit);
    amina.press("I have it on paper").await;
    amina.arrive("Check your kit").await;
}

async fn see_typed(window: &Window, field: &str, text: &str) {
    window.wait_until(&format!("return document.getElementById('{field}')?.value === '{text}'")).await;
}

/// From the password on.
async fn say_for_what(amina: &Window) {
    amina.heading("Choose a password").await;
    amina.write("password", PASSWORD).await;
    amina.send().await;
    amina.heading("What do you use SeSEMR for?").await;
    amina.choose("Patient").await;
    amina.send().await;
}
