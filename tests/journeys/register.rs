//! A registration that was left before its kit was confirmed goes on where it was left, with another kit.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, confirm_kit, log_in_with_kit};

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
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    amina.press("Make an account").await;
    amina.write("display_name", "Amina Yusuf").await;
    amina.press("Continue").await;
    amina.write("handle", "amina").await;
    amina.press("Continue").await;
    make_kit(&amina).await;
    let unconfirmed = amina.groups().await;

    amina.reload().await;
    amina.heading("Go on where you left, Amina Yusuf?").await;
    amina.press("Go on").await;
    make_kit(&amina).await;
    let kit = confirm_kit(&amina).await;
    assert_ne!(kit, unconfirmed, "a kit that was never confirmed is for nothing");
    amina.heading("Your records").await;

    let tablet = driver.open(backend.url(), size).await;
    log_in_with_kit(&tablet, "amina", &unconfirmed, PASSWORD).await;
    tablet.read("Handle, kit or password is wrong.").await;
    tablet.write("kit", &kit.join(" ")).await;
    tablet.send().await;
    tablet.heading("Your records").await;
    amina.close().await;
    tablet.close().await;
}

/// From the password on.
async fn make_kit(amina: &Window) {
    amina.heading("Choose a password").await;
    amina.write("password", PASSWORD).await;
    amina.send().await;
    amina.heading("What do you use SeSEMR for?").await;
    amina.choose("Patient").await;
    amina.send().await;
    amina.heading("Your emergency kit").await;
}
