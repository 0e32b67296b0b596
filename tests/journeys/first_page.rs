//! The first page over a slow connection: it stands and is used before the part that holds the keys has come, and what is pressed
//! meanwhile waits for it.

use sesemr_tests::Backend;
use sesemr_tests::browser::{Driver, PASSWORD, PHONE, Window, confirm_kit, log_in};

use crate::door::Door;

/// Bytes, compressed, until the first page can be used.
const BUDGET: u64 = 600_000;
const LOADING: &str = "The part of this page that encrypts is still loading.";

#[tokio::test]
async fn a_stranger_reads_and_registers_before_the_vault_has_come() {
    let backend = Backend::shared().await;
    let door = Door::before(backend.url());
    let driver = Driver::start();
    let window = driver.open(door.url(), PHONE).await;
    window.heading("Your health records, shared only when you say so").await;
    let fetched = window.fetched_bytes().await;
    assert!((100_000..=BUDGET).contains(&fetched), "{fetched} bytes until the first page can be used");
    window.pick("language", "Deutsch").await;
    window.heading("Ihre Unterlagen zur Gesundheit, geteilt nur mit Ihrem Ja").await;
    window.pick("language", "English").await;
    window.heading("Your health records, shared only when you say so").await;
    register_until_keys_are_made(&window, "first-page-amina").await;
    window.read(LOADING).await;
    door.open();
    window.heading("Your emergency kit").await;
    confirm_kit(&window).await;
    window.heading("Your records").await;

    // A device that knows somebody asks for the password at once, and learns for whom a moment later.
    door.close();
    window.reload().await;
    window.heading("Sign in").await;
    log_in(&window, PASSWORD).await;
    window.read(LOADING).await;
    door.open();
    window.heading("Your records").await;
    window.reload().await;
    window.heading("Welcome back, Amina Yusuf").await;
    window.close().await;
}

#[tokio::test]
async fn a_vault_that_does_not_come_says_so_and_comes_when_asked_again() {
    let backend = Backend::shared().await;
    let door = Door::before(backend.url());
    door.refuse();
    let driver = Driver::start();
    let window = driver.open(door.url(), PHONE).await;
    window.read("The part of this page that holds your keys has stopped").await;
    door.open();
    window.press("Load the page again").await;
    window.heading("Your health records, shared only when you say so").await;
    register_until_keys_are_made(&window, "first-page-again").await;
    window.heading("Your emergency kit").await;
    window.close().await;
}

/// Everything that is typed and chosen; the page then makes the keys by itself.
async fn register_until_keys_are_made(window: &Window, handle: &str) {
    window.press("Make an account").await;
    window.write("display_name", "Amina Yusuf").await;
    window.press("Continue").await;
    window.write("handle", handle).await;
    window.press("Continue").await;
    window.write("password", PASSWORD).await;
    window.send().await;
    window.heading("What do you use SeSEMR for?").await;
    window.choose("Patient").await;
    window.send().await;
}
