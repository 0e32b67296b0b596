//! A language is chosen before signing in or in the settings, and follows to another device.

use sesemr_tests::Backend;
use sesemr_tests::browser::{Driver, PASSWORD, PHONE, Window, log_in_with_kit, register};

#[tokio::test]
async fn german_is_one_choice_away_and_follows_to_the_next_device() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let phone = driver.open(backend.url(), PHONE).await;
    phone.heading("Your health records, shared only when you say so").await;
    choose_language(&phone, "Deutsch").await;
    phone.heading("Ihre Unterlagen zur Gesundheit, geteilt nur mit Ihrem Ja").await;
    phone.press("Anmelden").await;
    phone.heading("Anmelden").await;
    choose_language(&phone, "English").await;
    phone.heading("Sign in").await;
    phone.press("Make an account").await;
    phone.heading("What is your name?").await;
    phone.press("SeSEMR").await;
    let kit = register(&phone, "Amina Yusuf", "amina", None).await;

    phone.press("Settings").await;
    phone.heading("Settings").await;
    choose_language(&phone, "Deutsch").await;
    phone.heading("Einstellungen").await;
    assert_eq!(language_of(&phone).await, "de");
    phone.press("Unterlagen").await;
    phone.heading("Ihre Unterlagen").await;
    phone.reload().await;
    phone.heading("Willkommen zurück, Amina Yusuf").await;
    phone.write("password", PASSWORD).await;
    phone.send().await;
    phone.heading("Ihre Unterlagen").await;

    // A new device speaks as its browser asks, until it knows whose it is.
    let tablet = driver.open(backend.url(), PHONE).await;
    log_in_with_kit(&tablet, "amina", &kit, PASSWORD).await;
    tablet.heading("Ihre Unterlagen").await;
    for window in [phone, tablet] {
        window.close().await;
    }
}

async fn choose_language(window: &Window, name: &str) {
    window.pick("language", name).await;
}

async fn language_of(window: &Window) -> String {
    let language = window.driver().execute("return document.documentElement.lang", Vec::new()).await.unwrap();
    language.convert().unwrap()
}
