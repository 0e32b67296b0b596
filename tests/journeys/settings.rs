//! The settings: another device's session, who finds and who may ask a person, a lost device, and closing the account.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, ask, register};

#[tokio::test]
async fn devices_people_and_the_account_itself_are_in_the_settings_at_a_desk() {
    settings(DESK).await;
}

#[tokio::test]
async fn devices_people_and_the_account_itself_are_in_the_settings_on_a_phone() {
    settings(PHONE).await;
}

async fn settings(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    let kit = register(&amina, "Amina Yusuf", "amina", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;

    // One tap ends the session of another device, which is told.
    let phone = driver.open(backend.url(), PHONE).await;
    phone.press("Sign in").await;
    phone.press("I have my emergency kit").await;
    phone.write("handle", "amina").await;
    phone.write("kit", &kit.join(" ")).await;
    phone.write("password", PASSWORD).await;
    phone.send().await;
    phone.heading("Your records").await;
    go_to_settings(&amina).await;
    amina.read("Where you are signed in").await;
    amina.press("Sign out ").await;
    amina.read("is signed out.").await;
    phone.read("You are signed out here").await;
    phone.close().await;

    amina.press("I lost a device").await;
    amina.heading("I lost a device").await;
    amina.read("1. End its session").await;
    amina.read("3. Make a new kit, if the kit was with it").await;

    // Who is blocked cannot ask, and can again when the settings say so.
    ask(&bello, "amina").await;
    amina.press("Access").await;
    amina.press("Everyone who ever asked").await;
    amina.heading("Everyone who ever asked").await;
    amina.press("Block Dr Grace Bello").await;
    amina.press("Block Dr Grace Bello now").await;
    amina.read("Dr Grace Bello is blocked.").await;
    go_to_settings(&amina).await;
    amina.press("Unblock Dr Grace Bello").await;
    amina.read("Dr Grace Bello can ask you again.").await;
    amina.read("You have blocked nobody.").await;

    // Strangers find nobody who is unlisted.
    amina.press("Let only people I choose find me").await;
    amina.read("Strangers cannot find you").await;
    amina.read("these four groups").await;
    let stranger = driver.open(backend.url(), size).await;
    register(&stranger, "Dr Ada Obi", "obi", Some("Lagos General")).await;
    stranger.press("Find a patient").await;
    stranger.write("handle", "amina").await;
    stranger.send().await;
    stranger.read("Nobody has this handle").await;
    stranger.close().await;
    amina.press("Let everybody find me again").await;
    amina.read("Everybody who knows your handle can find you").await;

    amina.unfold("Close this account").await;
    amina.write("close_password", "not the password at all").await;
    amina.press("Close this account for ever").await;
    amina.read("There is a problem").await;
    amina.write("close_password", PASSWORD).await;
    amina.press("Close this account for ever").await;
    amina.heading("Your account is closed").await;
    amina.press("SeSEMR").await;
    amina.heading("Your health records, shared only when you say so").await;
    amina.close().await;
    bello.close().await;
}

async fn go_to_settings(window: &Window) {
    window.press("Settings").await;
    window.heading("Settings").await;
}
