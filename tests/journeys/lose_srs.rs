//! The second server does not answer: what it alone knows is not claimed, nothing is opened and no key is used up, and everything
//! goes on once it is back.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, ask, enter_key, go_to_enter_key, grant, patient_and_doctor, read_random_key,
};

#[tokio::test]
async fn without_the_second_server_nothing_is_opened_and_nothing_is_claimed_at_a_desk() {
    lose_srs(DESK).await;
}

#[tokio::test]
async fn without_the_second_server_nothing_is_opened_and_nothing_is_claimed_on_a_phone() {
    lose_srs(PHONE).await;
}

async fn lose_srs(size: (u32, u32)) {
    let mut backend = Backend::start_apart().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    ask(&bello, "amina").await;
    grant(&amina).await;
    let code = read_random_key(&amina).await;
    go_to_enter_key(&bello).await;

    let away = backend.lose_srs();
    enter_key(&bello, &code).await;
    bello.read("The server does not answer. What you typed is still on this page. Try again in a moment.").await;
    bello.check("a key that could not be tried").await;
    look_at_log(&amina).await;
    amina
        .read("Whether an opening is left out could not be checked: the second server does not answer just now.")
        .await;
    assert!(!amina.shows("This list is complete").await, "what was not compared is not called complete");
    amina.check("a log that was not compared").await;

    backend.find_srs(away).await;
    bello.send().await;
    bello.heading("Amina Yusuf's records").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    look_at_log(&amina).await;
    amina.read("This list is complete: checked just now.").await;
    amina.read("Dr Grace Bello opened").await;
    amina.read("Numbers that are missing here are notes of the second server").await;
    amina.close().await;
    bello.close().await;
}

async fn look_at_log(amina: &Window) {
    amina.press("Log").await;
    amina.heading("Who did what").await;
}
