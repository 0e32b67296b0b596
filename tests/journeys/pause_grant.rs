//! Access that is doubted: paused and let go on, without the key of before; and stopped from the log with one tap.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PHONE, Window, ask, enter_key, grant, patient_and_doctor, read_random_key};

#[tokio::test]
async fn access_is_paused_goes_on_and_is_stopped_from_the_log_at_a_desk() {
    pause_grant(DESK).await;
}

#[tokio::test]
async fn access_is_paused_goes_on_and_is_stopped_from_the_log_on_a_phone() {
    pause_grant(PHONE).await;
}

async fn pause_grant(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    ask(&bello, "amina").await;
    grant(&amina).await;
    let before = read_random_key(&amina).await;

    pause(&amina, &bello).await;
    let waiting = go_on(&amina).await;
    bello.press("Open Amina Yusuf's records").await;
    bello.heading("Enter the random key").await;
    // The key of before is a wrong one now, and as any wrong one it uses up the one that waits.
    enter_key(&bello, &before).await;
    bello.read("That key is used up. It works once, right or wrong.").await;
    let code = give_a_new_key(&amina, &waiting).await;
    bello.read("A random key waits.").await;
    bello.press("Open Amina Yusuf's records").await;
    enter_key(&bello, &code).await;
    bello.heading("Amina Yusuf's records").await;
    stop(&amina).await;
    bello.read("Amina Yusuf took back your access. What was open is closed.").await;
    amina.close().await;
    bello.close().await;
}

async fn pause(amina: &Window, bello: &Window) {
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.within_taps(1, amina.press("Pause Dr Grace Bello's access")).await;
    amina.read("Dr Grace Bello's access is paused.").await;
    amina.read("Paused: nothing new can be opened until you let it go on").await;
    amina.check("paused access").await;
    bello.read("Amina Yusuf has paused this access.").await;
    assert!(!bello.shows("Open Amina Yusuf's records").await, "a key that waited opens nothing");
}

/// The key that waited is used up; a new one is made.
async fn go_on(amina: &Window) -> String {
    amina.within_taps(1, amina.press("Let Dr Grace Bello's access go on")).await;
    amina.read("Dr Grace Bello's access goes on.").await;
    amina.press("Random key for Dr Grace Bello").await;
    amina.heading("Random key").await;
    read_random_key(amina).await
}

async fn give_a_new_key(amina: &Window, used_up: &str) -> String {
    amina.read("Someone using Dr Grace Bello's account typed a wrong key").await;
    amina.press("Give a new key").await;
    amina.wait_until_gone(used_up.split(' ').next().unwrap()).await;
    read_random_key(amina).await
}

async fn stop(amina: &Window) {
    amina.read("Dr Grace Bello opened your records").await;
    amina.press("Log").await;
    amina.heading("Who did what").await;
    amina.read("Was this right?").await;
    amina.within_taps(1, amina.press("No, stop access")).await;
    amina.read("The access is taken back.").await;
    amina.check("stopped access").await;
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.read("You took it back at").await;
}
