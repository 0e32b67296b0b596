//! A page that is loaded anew in the middle of something: after the password it is there again, and so is what was typed. Locking
//! leads home instead.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, enter_key, go_to_enter_key, log_in, patient_and_doctor,
    patient_with_records, read_random_key,
};

const MEDICINE: &str = "Amoxicillin 500 mg capsules";
const WORD: &str = "Before the operation on Monday";
const AS_LEFT: &str = "This is as you left it on this device.";

#[tokio::test]
async fn a_request_and_a_prescription_that_are_being_written_survive_a_reload_at_a_desk() {
    keep_draft(DESK).await;
}

#[tokio::test]
async fn a_request_and_a_prescription_that_are_being_written_survive_a_reload_on_a_phone() {
    keep_draft(PHONE).await;
}

async fn keep_draft(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    write_half_a_request(&bello).await;
    bello.reload().await;
    bello.heading("Welcome back, Dr Grace Bello").await;
    log_in(&bello, PASSWORD).await;
    bello.heading("Ask for access").await;
    bello.read(AS_LEFT).await;
    see_typed(&bello, "message", WORD).await;
    bello.send().await;
    bello.read("Waiting for an answer").await;

    amina.press("See the request").await;
    amina.read(WORD).await;
    write_half_an_answer(&amina).await;
    amina.pick("openings", "2 openings").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.heading("Random key").await;
    open(&amina, &bello).await;
    write_half_a_prescription(&bello).await;
    // Another page of the same opening, and back.
    bello.go_back().await;
    bello.heading("Amina Yusuf's records").await;
    go_to_prescribe(&bello).await;
    see_typed(&bello, "medicine", MEDICINE).await;

    // The opening ends with the page: what was typed waits for the next.
    bello.reload().await;
    bello.heading("Welcome back, Dr Grace Bello").await;
    log_in(&bello, PASSWORD).await;
    bello.heading("My requests").await;
    bello.read("This was opened, and this browser no longer holds its keys.").await;
    bello.press("Close Amina Yusuf's records").await;
    amina.read("Your records were closed at").await;
    amina.press("Access").await;
    amina.heading("Access").await;
    amina.press("Random key for Dr Grace Bello").await;
    amina.heading("Random key").await;
    open(&amina, &bello).await;
    go_to_prescribe(&bello).await;
    bello.read(AS_LEFT).await;
    see_typed(&bello, "medicine", MEDICINE).await;
    see_typed(&bello, "instructions", "With food").await;

    for (field, text) in [("dose_amount", "1"), ("dose_unit", "capsule"), ("times", "3")] {
        bello.write(field, text).await;
    }
    bello.send().await;
    bello.read("Signed and sent to Amina Yusuf").await;
    bello.press("Back to the records").await;
    bello.heading("Amina Yusuf's records").await;
    go_to_prescribe(&bello).await;
    see_typed(&bello, "medicine", "").await;
    assert!(!bello.shows(AS_LEFT).await, "nothing is left of what was sent");
    begin_anew(&bello).await;
    amina.close().await;
    bello.close().await;
}

/// What was left is said to be so, until it is begun anew; then nothing of it comes back.
async fn begin_anew(bello: &Window) {
    bello.write("medicine", MEDICINE).await;
    bello.go_back().await;
    bello.heading("Amina Yusuf's records").await;
    go_to_prescribe(bello).await;
    see_typed(bello, "medicine", MEDICINE).await;
    bello.press("Begin anew").await;
    see_typed(bello, "medicine", "").await;
    bello.wait_until_gone(AS_LEFT).await;
    bello.go_back().await;
    bello.heading("Amina Yusuf's records").await;
    go_to_prescribe(bello).await;
    see_typed(bello, "medicine", "").await;
    assert!(!bello.shows(AS_LEFT).await);
}

async fn write_half_a_request(bello: &Window) {
    bello.press("Find a patient").await;
    bello.write("handle", "amina").await;
    bello.send().await;
    bello.press("Ask Amina Yusuf for access").await;
    bello.heading("Ask for access").await;
    bello.write("message", WORD).await;
    bello.choose("Medicines").await;
    bello.choose("I would like to write prescriptions").await;
    bello.check("a request that is being written").await;
}

/// What is chosen and typed of an answer is there after a reload, until it is begun anew.
async fn write_half_an_answer(amina: &Window) {
    amina.pick("openings", "3 openings").await;
    amina.unfold("Refuse instead").await;
    amina.write("reason", "Not before Monday").await;
    amina.check("an answer that is being written").await;
    amina.reload().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(amina, PASSWORD).await;
    amina.heading("Give access or refuse").await;
    amina.read(AS_LEFT).await;
    see_typed(amina, "openings", "3").await;
    see_typed(amina, "reason", "Not before Monday").await;
    amina.check("an answer that was left").await;
    amina.press("Begin anew").await;
    see_typed(amina, "openings", "1").await;
    see_typed(amina, "reason", "").await;
    amina.wait_until_gone(AS_LEFT).await;
}

/// With the key that the patient's page shows.
async fn open(amina: &Window, bello: &Window) {
    let code = read_random_key(amina).await;
    go_to_enter_key(bello).await;
    enter_key(bello, &code).await;
    bello.heading("Amina Yusuf's records").await;
}

async fn go_to_prescribe(bello: &Window) {
    bello.press("Write a prescription").await;
    bello.heading("Write a prescription").await;
}

async fn write_half_a_prescription(bello: &Window) {
    go_to_prescribe(bello).await;
    bello.write("medicine", MEDICINE).await;
    bello.write("instructions", "With food").await;
    bello.check("a prescription that is being written").await;
}

async fn see_typed(window: &Window, field: &str, text: &str) {
    window.wait_until(&format!("return document.getElementById('{field}')?.value === '{text}'")).await;
}

#[tokio::test]
async fn a_reload_leads_back_to_its_page_and_locking_leads_home_at_a_desk() {
    come_back(DESK).await;
}

#[tokio::test]
async fn a_reload_leads_back_to_its_page_and_locking_leads_home_on_a_phone() {
    come_back(PHONE).await;
}

async fn come_back(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = patient_with_records(&driver, backend.url(), size).await;
    amina.unfold("Laboratory results").await;
    amina.press("Creatinine").await;
    amina.heading("Creatinine").await;
    amina.unfold("Replace with a corrected file").await;
    amina.write("reason", "Of another person").await;
    amina.check("a correction that is being written").await;
    write_half_a_mark(&amina).await;
    amina.reload().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Creatinine").await;
    amina.read("µmol/L").await;
    amina.unfold("Replace with a corrected file").await;
    amina.read(AS_LEFT).await;
    see_typed(&amina, "reason", "Of another person").await;
    put_the_mark_that_was_left(&amina).await;

    // Neither from the first page nor from behind the back button does anything lead back.
    amina.press("Lock").await;
    amina.heading("Welcome back, Amina Yusuf").await;
    amina.go_back().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.close().await;
}

async fn write_half_a_mark(amina: &Window) {
    amina.unfold("Mark as wrong or not mine").await;
    amina.choose("It is not about me").await;
    amina.write("note", "Of my sister").await;
    amina.check("a mark that is being written").await;
}

/// What was chosen and typed is there; once it is said, and taken back, nothing of it is.
async fn put_the_mark_that_was_left(amina: &Window) {
    amina.unfold("Mark as wrong or not mine").await;
    see_typed(amina, "note", "Of my sister").await;
    amina.wait_until("return document.querySelectorAll(\"input[name='mark']\")[1]?.checked === true").await;
    amina.press("Mark it").await;
    amina.read("You marked this as not about you.").await;
    amina.read("Of my sister").await;
    amina.press("Take the mark off").await;
    see_typed(amina, "note", "").await;
    amina.wait_until("return document.getElementById('mark')?.checked === true").await;
}
