//! What goes otherwise than the doctor hoped: a request is refused, a wrong key burns, access is taken back while it is open.

use sesemr_common::crypto::OpeningCode;
use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, ask, enter_key, go_to_enter_key, grant, patient_and_doctor, read_random_key,
};

#[tokio::test]
async fn a_refusal_a_wrong_key_and_access_taken_back_while_open_at_a_desk() {
    take_back_grant(DESK).await;
}

#[tokio::test]
async fn a_refusal_a_wrong_key_and_access_taken_back_while_open_on_a_phone() {
    take_back_grant(PHONE).await;
}

async fn take_back_grant(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;

    ask(&bello, "amina").await;
    refuse(&amina).await;
    bello.read("Amina Yusuf refused your request").await;
    bello.read("I do not know you").await;

    ask(&bello, "amina").await;
    grant(&amina).await;
    let code = read_random_key(&amina).await;
    go_to_enter_key(&bello).await;
    burn(&bello, &code).await;
    let code = give_a_new_key(&amina, &code).await;
    go_to_enter_key(&bello).await;
    enter_key(&bello, &code).await;
    bello.heading("Amina Yusuf's records").await;
    bello.unfold("Laboratory results").await;
    bello.read("Measurements and findings").await;

    take_back(&amina).await;
    bello.read("Amina Yusuf took back your access. What was open is closed.").await;
    bello.wait_until_gone("Measurements and findings").await;
    go_back_to_nothing(&bello).await;

    ask(&bello, "amina").await;
    grant_one_result(&amina).await;
    let code = read_random_key(&amina).await;
    see_which_result(&amina).await;
    go_to_enter_key(&bello).await;
    burn(&bello, &code).await;
    stop_after_a_wrong_key(&amina).await;
    amina.close().await;
    bello.close().await;
}

async fn refuse(amina: &Window) {
    amina.press("See the request").await;
    amina.unfold("Refuse instead").await;
    amina.read("Dr Grace Bello sees that you refused, and your word if you write one. They can ask again.").await;
    amina.write("reason", "I do not know you").await;
    amina.press("Refuse Dr Grace Bello's request").await;
    amina.heading("Requests").await;
    amina.read("You refused").await;
}

/// A key that is well formed and wrong is used up, and opens nothing.
async fn burn(bello: &Window, code: &str) {
    let right = OpeningCode::from_groups(code).unwrap();
    let wrong = [(); 2].map(|()| OpeningCode::make()).into_iter().find(|made| *made != right).unwrap();
    enter_key(bello, &wrong.to_groups()).await;
    bello.read("That key is used up. It works once, right or wrong. Ask Amina Yusuf for a new one.").await;
    bello.read("Amina Yusuf was told and can give you a new key with one tap. It appears here.").await;
    assert!(!bello.shows("Laboratory results").await, "a wrong key opens nothing");
}

/// One tap, from the banner that tells of the wrong key.
async fn give_a_new_key(amina: &Window, burnt: &str) -> String {
    amina.read("Someone using Dr Grace Bello's account typed a wrong key").await;
    amina.within_taps(1, amina.press("Give a new key")).await;
    amina.wait_until_gone(burnt.split(' ').next().unwrap()).await;
    let code = read_random_key(amina).await;
    assert_ne!(code, burnt);
    code
}

/// Two taps, from the banner that tells of the wrong key.
async fn stop_after_a_wrong_key(amina: &Window) {
    amina.read("Someone using Dr Grace Bello's account typed a wrong key").await;
    let two_taps = async {
        amina.press("Stop Dr Grace Bello's access").await;
        amina.heading("Stop Dr Grace Bello's access").await;
        amina.read("Which single records").await;
        amina.press("Take it back now").await;
    };
    amina.within_taps(2, two_taps).await;
    amina.read("Dr Grace Bello can open nothing with this access any more.").await;
}

/// Grants one laboratory result instead of all of them.
async fn grant_one_result(amina: &Window) {
    amina.press("See the request").await;
    amina.arrive("Give access or refuse").await;
    amina.choose("Laboratory results").await;
    amina.unfold("Only single records of laboratory results").await;
    amina.choose("Creatinine").await;
    amina.press("Give Dr Grace Bello access to summary of readings and 1 record").await;
    amina.heading("Random key").await;
}

/// Which one it is stands where access is shown, and leads there.
async fn see_which_result(amina: &Window) {
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.unfold("Which single records").await;
    amina.press("Creatinine").await;
    amina.heading("Creatinine").await;
}

/// On the page of everything granted.
async fn take_back(amina: &Window) {
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.read("Open now").await;
    let two_taps = async {
        amina.press("Take back Dr Grace Bello's access").await;
        amina.press("Take it back now").await;
    };
    amina.within_taps(2, two_taps).await;
    amina.read("You took it back at").await;
}

/// Behind the back button is what is left: that it is closed, and why.
async fn go_back_to_nothing(bello: &Window) {
    bello.press("See my requests").await;
    bello.heading("My requests").await;
    bello.driver().back().await.unwrap();
    bello.heading("Closed").await;
    assert!(!bello.shows("Measurements and findings").await, "what was shown does not come back");
}
