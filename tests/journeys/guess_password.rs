//! Somebody guesses at the password of a device that was left unlocked: five wrong ones in a row sign out, say why, and close what
//! was open, for the patient too.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, lend, log_in, patient_and_doctor};

const NEW_PASSWORD: &str = "seven green lamps glow";
const MOST: usize = 5;

#[tokio::test]
async fn whoever_guesses_five_times_is_signed_out_and_nothing_stays_open_at_a_desk() {
    guess_password(DESK).await;
}

#[tokio::test]
async fn whoever_guesses_five_times_is_signed_out_and_nothing_stays_open_on_a_phone() {
    guess_password(PHONE).await;
}

async fn guess_password(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    lend(&amina, &bello).await;

    bello.press("Settings").await;
    bello.heading("Settings").await;
    bello.unfold("Change the password").await;
    for _ in 1..MOST {
        guess(&bello).await;
        bello.read("This is not your password").await;
    }
    assert!(bello.counts(".portal").await > 0, "four wrong ones close nothing");
    guess(&bello).await;
    bello.read("the password was wrong five times").await;
    bello.read("Welcome back, Dr Grace Bello").await;
    bello.check("signed out by wrong passwords").await;
    assert_eq!(bello.counts(".portal").await, 0, "nothing is open");
    assert!(!bello.shows("another device ended it").await, "nobody else did");
    amina.read("Dr Grace Bello closed your records at").await;

    log_in(&bello, PASSWORD).await;
    bello.heading("My requests").await;
    assert_eq!(bello.counts(".portal").await, 0, "and nothing opens by itself");
    amina.close().await;
    bello.close().await;
}

async fn guess(bello: &Window) {
    bello.write("old_password", "not the password at all").await;
    bello.write("new_password", NEW_PASSWORD).await;
    bello.press("Change the password").await;
}
