//! A second device, a reload, and a forgotten password: what a kit on paper is for.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, add_records, confirm_kit, log_in, register, sample_file};

const NEW_PASSWORD: &str = "seven green lamps glow";

#[tokio::test]
async fn a_kit_on_paper_opens_a_new_device_and_replaces_a_forgotten_password() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let desk = driver.open(backend.url(), DESK).await;
    let kit = register(&desk, "Amina Yusuf", "amina", None).await;
    add_records(&desk, &sample_file(), "records").await;

    // A reload asks for the password alone.
    desk.reload().await;
    desk.heading("Welcome back, Amina Yusuf").await;
    log_in(&desk, "not the password at all").await;
    desk.read("Handle or password is wrong.").await;
    log_in(&desk, PASSWORD).await;
    desk.heading("Your records").await;
    desk.read("Laboratory results").await;

    let phone = driver.open(backend.url(), PHONE).await;
    phone.press("Sign in").await;
    phone.press("I have my emergency kit").await;
    phone.heading("Sign in on a new device").await;
    phone.write("handle", "amina").await;
    phone.write("kit", &slipped(&kit)).await;
    phone.write("password", PASSWORD).await;
    // Another language takes nothing away that was typed.
    phone.pick("language", "Deutsch").await;
    phone.arrive("Auf einem neuen Gerät anmelden").await;
    phone.pick("language", "English").await;
    phone.arrive("Sign in on a new device").await;
    phone.send().await;
    phone.read("One character is wrong. Look at group 8.").await;
    phone.write("kit", &kit.join(" ").to_lowercase()).await;
    phone.send().await;
    phone.heading("Your records").await;
    phone.read("Laboratory results").await;

    let borrowed = driver.open(backend.url(), PHONE).await;
    borrowed.press("Sign in").await;
    borrowed.press("I forgot my password").await;
    borrowed.heading("Set a new password").await;
    borrowed.write("handle", "amina").await;
    borrowed.write("kit", &kit.join("")).await;
    borrowed.write("new_password", NEW_PASSWORD).await;
    borrowed.send().await;
    borrowed.heading("Your emergency kit").await;
    let new_kit = confirm_kit(&borrowed).await;
    assert_ne!(new_kit, kit);
    borrowed.heading("Your records").await;
    borrowed.read("Laboratory results").await;

    // Every other device is out, knows why, and wants the new kit.
    phone.read("You are signed out here").await;
    desk.reload().await;
    log_in(&desk, NEW_PASSWORD).await;
    desk.read("Your kit was replaced: sign in with the new one.").await;
    for window in [desk, phone, borrowed] {
        window.close().await;
    }
}

/// The kit with its last character mistyped.
fn slipped(kit: &[String]) -> String {
    let mut text = kit.join(" ");
    let last = text.pop().unwrap();
    text.push(if last == '7' { '8' } else { '7' });
    text
}
