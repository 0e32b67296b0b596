//! Readings that are being typed: neither another page, nor a preview, nor a reload loses them before they are stored.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, register};

const AS_LEFT: &str = "This is as you left it on this device.";

#[tokio::test]
async fn readings_that_are_being_typed_survive_a_reload_at_a_desk() {
    type_readings(DESK).await;
}

#[tokio::test]
async fn readings_that_are_being_typed_survive_a_reload_on_a_phone() {
    type_readings(PHONE).await;
}

async fn type_readings(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    go_to_readings(&amina).await;
    for beats in ["61", "64"] {
        amina.pick("kind", "Heart rate (beats/min)").await;
        amina.write("first", beats).await;
        amina.send().await;
    }
    assert_eq!(typed(&amina).await, 2);

    amina.press("Log").await;
    amina.heading("Who did what").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    go_to_readings(&amina).await;
    assert_eq!(typed(&amina).await, 2, "after another page");

    look_without_adding(&amina).await;

    amina.write("first", "72").await;
    see_fields(&amina, "Weight (kg)", "72").await;
    amina.check("a reading that is being typed").await;
    come_back(&amina).await;
    assert_eq!(typed(&amina).await, 3, "after a reload");
    amina.read(AS_LEFT).await;
    see_fields(&amina, "Weight (kg)", "72").await;
    amina.check("a reading that was left").await;
    amina.press("Begin anew").await;
    see_fields(&amina, "Blood pressure (mmHg)", "").await;
    amina.wait_until_gone(AS_LEFT).await;

    amina.pick("kind", "Height (cm)").await;
    amina.write("first", "17").await;
    see_fields(&amina, "Height (cm)", "17").await;
    amina.check("a reading of which half is typed").await;
    come_back(&amina).await;
    amina.read(AS_LEFT).await;
    see_fields(&amina, "Height (cm)", "17").await;
    amina.write("first", "172").await;
    amina.send().await;
    see_fields(&amina, "Height (cm)", "").await;
    amina.wait_until_gone(AS_LEFT).await;
    amina.check("readings that were gone on with").await;
    come_back(&amina).await;
    assert_eq!(typed(&amina).await, 4, "what was left and gone on with is on the list");
    see_fields(&amina, "Blood pressure (mmHg)", "").await;
    assert!(!amina.shows(AS_LEFT).await, "nothing is left of what was added");

    amina.press("See where they go").await;
    amina.press("Encrypt and store 4 records").await;
    amina.read("4 records are stored, encrypted.").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
    go_to_readings(&amina).await;
    assert_eq!(typed(&amina).await, 0, "what is stored is typed no more");
    amina.close().await;
}

/// What stands in the fields when she looks goes with the others; half a number does not, and nothing goes without it.
async fn look_without_adding(amina: &Window) {
    amina.pick("kind", "Weight (kg)").await;
    amina.write("first", "7o").await;
    amina.press("See where they go").await;
    amina.read("Type a number, for example 120 or 36.8.").await;
    assert_eq!(typed(amina).await, 2, "a slip is not added");
    amina.write("first", "70").await;
    amina.press("See where they go").await;
    amina.read("What goes where").await;
    amina.read("Encrypt and store 3 records").await;
    amina.press("Back to the readings").await;
    amina.read("Add this reading").await;
    assert_eq!(typed(amina).await, 3, "after the preview");
    see_fields(amina, "Weight (kg)", "").await;
}

/// Loads the page anew, and signs in again.
async fn come_back(amina: &Window) {
    amina.reload().await;
    log_in(amina, PASSWORD).await;
    amina.heading("Type readings").await;
    amina.read("Add this reading").await;
}

/// What stands in the fields.
async fn see_fields(amina: &Window, kind: &str, first: &str) {
    let stands = format!(
        "const kind = document.getElementById('kind');
        return kind?.selectedOptions[0].text === '{kind}' && document.getElementById('first').value === '{first}';"
    );
    amina.wait_until(&stands).await;
}

async fn go_to_readings(window: &Window) {
    window.press("Type readings").await;
    window.heading("Type readings").await;
    window.read("Add this reading").await;
}

/// How many readings the list holds.
async fn typed(window: &Window) -> usize {
    window.counts("#readings > li").await
}
