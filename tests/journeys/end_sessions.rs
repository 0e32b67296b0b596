//! Signed in on several devices: one tap signs out every other one, and not the one that was tapped on.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, log_in, log_in_with_kit, register};

#[tokio::test]
async fn all_other_devices_are_signed_out_with_one_tap_at_a_desk() {
    end_sessions(DESK).await;
}

#[tokio::test]
async fn all_other_devices_are_signed_out_with_one_tap_on_a_phone() {
    end_sessions(PHONE).await;
}

async fn end_sessions(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    let kit = register(&amina, "Amina Yusuf", "amina", None).await;
    let others = [driver.open(backend.url(), size).await, driver.open(backend.url(), size).await];
    for other in &others {
        log_in_with_kit(other, "amina", &kit, PASSWORD).await;
        other.heading("Your records").await;
    }

    amina.press("Settings").await;
    amina.heading("Settings").await;
    amina.within_taps(1, amina.press("Sign out all others")).await;
    for other in &others {
        other.read("You are signed out here").await;
    }
    amina.wait_until_gone("Sign out all others").await;
    assert!(amina.shows("All other devices are signed out.").await, "it is said");
    amina.check("signed in here alone").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.close().await;

    // They are known there still: the password is enough.
    for other in others {
        log_in(&other, PASSWORD).await;
        other.heading("Your records").await;
        other.close().await;
    }
}
