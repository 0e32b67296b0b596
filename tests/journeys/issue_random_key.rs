//! Handing over a random key: made by a press alone, hidden after two minutes, spelled for the telephone, made anew, and sent in the app to somebody
//! whose fingerprint was compared.

use std::time::Duration;

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, ask, go_to_enter_key, grant, patient_and_doctor, read_random_key,
};

use crate::clock::let_pass;
use crate::door::Door;

#[tokio::test]
async fn a_key_is_hidden_spelled_made_anew_and_sent_in_the_app_at_a_desk() {
    issue_random_key(DESK).await;
}

#[tokio::test]
async fn a_key_is_hidden_spelled_made_anew_and_sent_in_the_app_on_a_phone() {
    issue_random_key(PHONE).await;
}

async fn issue_random_key(size: (u32, u32)) {
    let backend = Backend::start().await;
    let door = Door::with_clock(backend.url());
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, door.url(), size).await;
    ask(&bello, "amina").await;
    grant(&amina).await;
    let code = read_random_key(&amina).await;
    let code = go_back(&amina, &code).await;

    let_pass(&backend, &[&amina, &bello], Duration::from_secs(125)).await;
    amina.wait_until("return !document.querySelector('.code-group')").await;
    amina.check("a hidden key").await;
    amina.within_taps(1, amina.press("Show the key")).await;
    assert_eq!(read_random_key(&amina).await, code, "the same key");
    spell(&amina, &code).await;
    make_anew(&amina, &code).await;
    send(&amina).await;

    go_to_enter_key(&bello).await;
    bello.read("Amina Yusuf sent you the key in the app.").await;
    bello.check("a key that was sent in the app").await;
    bello.within_taps(1, bello.press("Open Amina Yusuf's records")).await;
    bello.heading("Amina Yusuf's records").await;
    amina.read("Dr Grace Bello opened your records").await;
    amina.close().await;
    bello.close().await;
}

/// Pausing uses up the key. Going back to its page makes no other, a press there does.
async fn go_back(amina: &Window, used_up: &str) -> String {
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.press("Pause Dr Grace Bello's access").await;
    amina.read("Dr Grace Bello's access is paused.").await;
    amina.press("Let Dr Grace Bello's access go on").await;
    amina.read("Dr Grace Bello's access goes on.").await;
    amina.go_back().await;
    amina.heading("Random key").await;
    amina.read("Make a random key for Dr Grace Bello").await;
    amina.check("a key that nobody asked for").await;
    assert_eq!(amina.counts(".code-group").await, 0, "going back made a key");
    amina.within_taps(1, amina.press("Make a random key for Dr Grace Bello")).await;
    let code = read_random_key(amina).await;
    assert_ne!(code, used_up);
    code
}

/// A line for each group, a word for each character.
async fn spell(amina: &Window, code: &str) {
    amina.press("Read it aloud").await;
    amina.wait_until("return document.querySelectorAll('.spelled li').length === 3").await;
    for (line, group) in amina.texts(".spelled li").await.iter().zip(code.split(' ')) {
        let words: Vec<&str> = line.split(" · ").collect();
        assert_eq!(words.len(), 5, "{line}");
        let letters = words.iter().filter(|word| word.contains(" for ")).filter_map(|word| word.chars().next());
        let in_group = group.chars().filter(char::is_ascii_alphabetic);
        assert!(letters.eq(in_group), "{line} spells {group}");
    }
    amina.check("a key that is spelled").await;
}

async fn make_anew(amina: &Window, code: &str) {
    amina.press("Make a new one").await;
    amina.wait_until_gone(code.split(' ').next().unwrap()).await;
    assert_ne!(read_random_key(amina).await, code);
}

/// Only after the fingerprint was compared.
async fn send(amina: &Window) {
    amina.read("Sending it in the app is possible once you have compared fingerprints.").await;
    amina.unfold("Not compared yet").await;
    amina.press("They are the same").await;
    amina.press("Send it to Dr Grace Bello in the app").await;
    amina.read("Sent. Dr Grace Bello can open with one tap.").await;
    amina.check("a key that was sent").await;
}
