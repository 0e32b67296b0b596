//! What a person sets up beside the records: how it looks, where they are signed in, who finds them, who may ask, and the end.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, add_records, ask, enter_key, go_to_enter_key, grant, log_in,
    log_in_with_kit, read_random_key, register, sample_file,
};

#[tokio::test]
async fn sessions_listing_blocking_and_closing_the_account_at_a_desk() {
    manage_account(DESK).await;
}

#[tokio::test]
async fn sessions_listing_blocking_and_closing_the_account_on_a_phone() {
    manage_account(PHONE).await;
}

async fn manage_account(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    let kit = register(&amina, "Amina Yusuf", "amina", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    add_records(&amina, &sample_file(), "records").await;

    let tablet = driver.open(backend.url(), size).await;
    log_in_with_kit(&tablet, "amina", &kit, PASSWORD).await;
    tablet.heading("Your records").await;
    sign_out_other_device(&amina, &tablet).await;
    ask(&bello, "amina").await;
    grant(&amina).await;
    let code = read_random_key(&amina).await;
    block(&amina, &bello, &code).await;
    be_unlisted(&amina).await;
    find_nobody(&bello).await;
    close_account(&amina).await;
    for window in [amina, bello, tablet] {
        window.close().await;
    }
}

/// One tap ends it, and the other device knows at once.
async fn sign_out_other_device(amina: &Window, tablet: &Window) {
    amina.press("Settings").await;
    amina.heading("Settings").await;
    amina.press("I lost a device").await;
    amina.heading("I lost a device").await;
    amina.read("This one").await;
    amina.within_taps(1, amina.press("Sign out Chrome on")).await;
    amina.read("is signed out.").await;
    tablet.read("You are signed out here").await;
    log_in(tablet, PASSWORD).await;
    tablet.heading("Your records").await;
}

/// From the page of everybody who ever asked; what was granted goes with it. That he opens it between her two taps does not
/// take the question away.
async fn block(amina: &Window, bello: &Window, code: &str) {
    amina.press("Access").await;
    amina.press("Everyone who ever asked you").await;
    amina.heading("Everyone who ever asked").await;
    amina.press("Block Dr Grace Bello").await;
    amina.read("Also take back what Dr Grace Bello can still open").await;
    go_to_enter_key(bello).await;
    enter_key(bello, code).await;
    bello.heading("Amina Yusuf's records").await;
    amina.read("Dr Grace Bello opened").await;
    amina.press("Block Dr Grace Bello now").await;
    amina.read("Dr Grace Bello is blocked.").await;
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.read("You took it back at").await;
    amina.press("Settings").await;
    amina.press("Unblock Dr Grace Bello").await;
    amina.read("You have blocked nobody.").await;
}

async fn be_unlisted(amina: &Window) {
    amina.press("Let only people I choose find me").await;
    amina.read("Strangers cannot find you").await;
    assert_eq!(amina.groups().await.len(), 4, "an invitation to give away");
}

/// To whom she has nothing to do with any more, the handle belongs to nobody.
async fn find_nobody(bello: &Window) {
    bello.press("Find a patient").await;
    bello.write("handle", "amina").await;
    bello.send().await;
    bello.read("Nobody has this handle.").await;
}

async fn close_account(amina: &Window) {
    amina.unfold("Close this account").await;
    amina.write("close_password", "not the password at all").await;
    amina.press("Close this account for ever").await;
    amina.read("This is not your password").await;
    amina.write("close_password", PASSWORD).await;
    amina.press("Close this account for ever").await;
    amina.heading("Your account is closed").await;
    amina.press("SeSEMR").await;
    amina.heading("Your health records, shared only when you say so").await;
}
