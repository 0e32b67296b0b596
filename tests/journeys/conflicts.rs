//! What others did meanwhile, and servers that do not answer: a request answered in another window, a word typed while the server
//! is away, an end that the second server has not signed for yet. Nothing typed is lost, and nothing is said that is not known.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, add_records, ask, grant, log_in, log_in_with_kit, patient_and_doctor,
    read_random_key, register, sample_file,
};

const WORD: &str = "We met on Tuesday about the cough";

#[tokio::test]
async fn a_request_that_was_answered_in_another_window_says_so_at_a_desk() {
    answer_elsewhere(DESK).await;
}

#[tokio::test]
async fn a_request_that_was_answered_in_another_window_says_so_on_a_phone() {
    answer_elsewhere(PHONE).await;
}

async fn answer_elsewhere(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    let kit = register(&amina, "Amina Yusuf", "amina", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    add_records(&amina, &sample_file(), "records").await;
    let tablet = driver.open(backend.url(), size).await;
    log_in_with_kit(&tablet, "amina", &kit, PASSWORD).await;
    tablet.heading("Your records").await;

    ask(&bello, "amina").await;
    for window in [&amina, &tablet] {
        window.press("See the request").await;
        window.heading("Give access or refuse").await;
        window.read("Give Dr Grace Bello access").await;
    }
    amina.unfold("Refuse instead").await;
    amina.press("Refuse Dr Grace Bello's request").await;
    amina.heading("Requests").await;
    amina.read("You refused").await;

    tablet.read("This was answered already, here or on another device. Your requests say how.").await;
    assert!(!tablet.shows("Give Dr Grace Bello access").await, "there is nothing left to press");
    tablet.check("answered elsewhere").await;
    tablet.press("To your requests").await;
    tablet.heading("Requests").await;
    tablet.read("You refused").await;
    for window in [amina, bello, tablet] {
        window.close().await;
    }
}

#[tokio::test]
async fn what_a_doctor_typed_stays_while_the_server_is_away_at_a_desk() {
    ask_while_away(DESK).await;
}

#[tokio::test]
async fn what_a_doctor_typed_stays_while_the_server_is_away_on_a_phone() {
    ask_while_away(PHONE).await;
}

async fn ask_while_away(size: (u32, u32)) {
    let mut backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.close().await;
    let bello = driver.open(backend.url(), size).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    go_to_ask(&bello).await;
    bello.choose("Laboratory results").await;
    bello.write("message", WORD).await;

    let away = backend.go_away();
    bello.read("We keep trying; what you typed stays.").await;
    bello.send().await;
    bello.read("The server does not answer. What you typed is still on this page. Try again in a moment.").await;
    bello.check("the server is away").await;
    bello.wait_until(&format!("return document.getElementById('message').value === '{WORD}'")).await;

    backend.come_back(away).await;
    bello.wait_until_gone("We keep trying").await;
    bello.send().await;
    bello.read("Waiting for an answer").await;
    bello.close().await;
}

async fn go_to_ask(bello: &Window) {
    bello.press("Find a patient").await;
    bello.heading("Find a patient").await;
    bello.write("handle", "amina").await;
    bello.send().await;
    bello.press("Ask Amina Yusuf for access").await;
    bello.heading("Ask for access").await;
}

/// On a phone alone: the words stand in the card that `take_back_grant` looks at from both.
#[tokio::test]
async fn an_end_that_the_second_server_has_not_signed_for_is_not_called_confirmed() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), PHONE).await;
    ask(&bello, "amina").await;
    grant(&amina).await;
    read_random_key(&amina).await;

    // Nothing ends at the SRS while somebody else holds on to what it knows of the opening.
    let holder = backend.database().as_owner().await;
    holder.batch_execute("BEGIN; SELECT id FROM srs.opening FOR UPDATE").await.unwrap();
    take_back(&amina).await;
    bello.read("Amina Yusuf took back your access.").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    go_to_access(&amina).await;
    amina.read("Not yet confirmed that nothing is left.").await;
    amina.check("not yet confirmed").await;

    // Where it gave up waiting, it is told again when she signs in.
    holder.batch_execute("COMMIT").await.unwrap();
    amina.press("Lock").await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    go_to_access(&amina).await;
    amina.read("You took it back at").await;
    amina.wait_until_gone("Not yet confirmed").await;
    amina.close().await;
    bello.close().await;
}

async fn take_back(amina: &Window) {
    go_to_access(amina).await;
    amina.press("Take back Dr Grace Bello's access").await;
    amina.press("Take it back now").await;
}

async fn go_to_access(amina: &Window) {
    amina.press("Access").await;
    amina.heading("Access").await;
}
