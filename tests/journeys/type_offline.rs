//! Readings typed while the server is away: safe on the device, and stored by themselves once it answers.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, register};

const SAFE: &str = "What you typed is safe on this device.";

#[tokio::test]
async fn readings_typed_without_a_server_are_kept_and_sent_at_a_desk() {
    type_offline(DESK).await;
}

#[tokio::test]
async fn readings_typed_without_a_server_are_kept_and_sent_on_a_phone() {
    type_offline(PHONE).await;
}

async fn type_offline(size: (u32, u32)) {
    let mut backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Settings").await;
    amina.write("offline_password", PASSWORD).await;
    amina.press("Keep my records on this device").await;
    amina.read("This device keeps").await;
    amina.wait_until_installed().await;

    // The server goes away between looking and storing.
    amina.press("Records").await;
    amina.heading("Your records").await;
    preview_reading(&amina, "61").await;
    let away = backend.go_away();
    amina.press("Encrypt and store").await;
    amina.read(SAFE).await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
    amina.read("1 reading, typed at").await;
    backend.come_back(away).await;
    amina.read("1 reading that this device kept is stored now.").await;
    amina.wait_until_gone("1 reading, typed at").await;
    amina.unfold("Readings").await;
    amina.read("Heart rate").await;

    // Reading without a connection, a person types too.
    let away = backend.go_away();
    amina.reload().await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.read("No connection. You are reading what this device kept").await;
    preview_reading(&amina, "64").await;
    amina.press("Encrypt and store").await;
    amina.read(SAFE).await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
    amina.read("1 reading, typed at").await;
    amina.press("Send now").await;
    amina.read("The server does not answer").await;

    backend.come_back(away).await;
    amina.press("Connect and sign in again").await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.read("that this device kept").await;
    amina.wait_until_gone(SAFE).await;
    amina.close().await;
}

/// Types a heart rate and looks at where it goes.
async fn preview_reading(window: &Window, beats: &str) {
    window.press("Type readings").await;
    window.heading("Type readings").await;
    window.pick("kind", "Heart rate (beats/min)").await;
    window.write("first", beats).await;
    window.send().await;
    window.press("See where they go").await;
    window.read("What goes where").await;
}
