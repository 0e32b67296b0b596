//! "Was this right?" about one's own account: "No" leads to the page for a lost device, "Yes" is said once, for every device.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, log_in_with_kit, register};

#[tokio::test]
async fn what_was_said_of_a_new_device_stays_said_at_a_desk() {
    answer_log_entry(DESK).await;
}

#[tokio::test]
async fn what_was_said_of_a_new_device_stays_said_on_a_phone() {
    answer_log_entry(PHONE).await;
}

async fn answer_log_entry(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, tablet) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    let kit = register(&amina, "Amina Yusuf", "amina", None).await;
    log_in_with_kit(&tablet, "amina", &kit, PASSWORD).await;
    tablet.heading("Your records").await;

    go_to_log(&amina).await;
    amina.read("Was this right?").await;
    amina.press("No, this was not me").await;
    amina.heading("I lost a device").await;
    amina.read("1. End its session").await;
    go_to_log(&amina).await;
    amina.within_taps(1, amina.press("Yes")).await;
    amina.read("You said that this was right.").await;
    amina.check("what was said of a new device").await;

    amina.press("Lock").await;
    tablet.reload().await;
    for window in [&amina, &tablet] {
        window.heading("Welcome back, Amina Yusuf").await;
        log_in(window, PASSWORD).await;
        window.heading("Your records").await;
        go_to_log(window).await;
        window.read("You said that this was right.").await;
        assert!(!window.shows("Was this right?").await, "it is asked once");
    }
    amina.close().await;
    tablet.close().await;
}

async fn go_to_log(window: &Window) {
    window.press("Log").await;
    window.heading("Who did what").await;
    window.read("You signed in on a new device.").await;
}
