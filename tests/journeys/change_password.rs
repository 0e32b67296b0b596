//! Whoever fears that somebody knows the password or the kit: a new password, a new kit, and signed out everywhere.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, confirm_kit, log_in, log_in_with_kit, register};

const NEW_PASSWORD: &str = "seven green lamps glow";

#[tokio::test]
async fn a_new_password_a_new_kit_and_signed_out_everywhere_at_a_desk() {
    change_password(DESK).await;
}

#[tokio::test]
async fn a_new_password_a_new_kit_and_signed_out_everywhere_on_a_phone() {
    change_password(PHONE).await;
}

async fn change_password(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, tablet) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    let old_kit = register(&amina, "Amina Yusuf", "amina", None).await;
    log_in_with_kit(&tablet, "amina", &old_kit, PASSWORD).await;
    tablet.heading("Your records").await;

    amina.press("Settings").await;
    amina.heading("Settings").await;
    take_new_password(&amina).await;
    tablet.read("You are signed out here").await;
    log_in(&tablet, PASSWORD).await;
    tablet.read("Handle or password is wrong.").await;
    log_in(&tablet, NEW_PASSWORD).await;
    tablet.heading("Your records").await;

    let kit = make_new_kit(&amina).await;
    assert_ne!(kit, old_kit);
    let phone = driver.open(backend.url(), size).await;
    log_in_with_kit(&phone, "amina", &old_kit, NEW_PASSWORD).await;
    phone.read("Handle, kit or password is wrong.").await;
    phone.write("kit", &kit.join(" ")).await;
    phone.send().await;
    phone.heading("Your records").await;

    amina.within_taps(1, amina.press("Sign out everywhere")).await;
    amina.heading("Welcome back, Amina Yusuf").await;
    phone.read("You are signed out here").await;
    for window in [amina, tablet, phone] {
        window.close().await;
    }
}

async fn take_new_password(amina: &Window) {
    amina.unfold("Change the password").await;
    amina.write("old_password", "not the password at all").await;
    amina.write("new_password", NEW_PASSWORD).await;
    amina.press("Change the password").await;
    amina.read("This is not your password").await;
    amina.write("old_password", PASSWORD).await;
    amina.press("Change the password").await;
    amina.read("Your password is changed. All other devices are signed out.").await;
    amina.check("a new password").await;
}

async fn make_new_kit(amina: &Window) -> Vec<String> {
    amina.unfold("Make a new emergency kit").await;
    amina.write("kit_password", NEW_PASSWORD).await;
    amina.press("Make a new kit").await;
    amina.heading("Your emergency kit").await;
    let kit = confirm_kit(amina).await;
    amina.read("Your new kit works. The old one does not.").await;
    // The page stayed, and the kit left nothing between it and the one before.
    amina.go_back().await;
    amina.arrive("Your records").await;
    amina.press("Settings").await;
    amina.arrive("Settings").await;
    kit
}
