//! A prescription that was wrong: corrected, then withdrawn, and void at once for its patient, in the list, on its page and
//! on paper.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, ask_for, enter_key, go_to_enter_key, patient_and_doctor, read_random_key,
};

const FIRST: &str = "Doxycycline 1000 mg capsules";
const SECOND: &str = "Doxycycline 100 mg capsules";

#[tokio::test]
async fn a_prescription_is_corrected_withdrawn_and_printed_at_a_desk() {
    prescribe(DESK).await;
}

#[tokio::test]
async fn a_prescription_is_corrected_withdrawn_and_printed_on_a_phone() {
    prescribe(PHONE).await;
}

async fn prescribe(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    ask_for(&bello, "amina", &["Allergies", "Medicines"]).await;
    amina.press("See the request").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.heading("Random key").await;
    let code = read_random_key(&amina).await;
    go_to_enter_key(&bello).await;
    enter_key(&bello, &code).await;

    write(&bello).await;
    correct(&bello).await;
    see_void(&amina).await;
    let digits = print(&amina).await;
    withdraw(&bello, &digits).await;
    // The sheet that is on the screen says so without reloading.
    amina.read("Dr Grace Bello withdrew this prescription on").await;
    amina.read("Why: “She is pregnant”").await;
    amina.heading("Prescription to print").await;
    amina.close().await;
    bello.close().await;
}

/// Allergies and medicines stand above the form; what was written stands among the medicines afterwards.
async fn write(bello: &Window) {
    bello.heading("Amina Yusuf's records").await;
    bello.read("Penicillin").await;
    bello.press("Write a prescription").await;
    bello.heading("Write a prescription").await;
    bello.read("Penicillin").await;
    bello.read("A prescription in a file from the patient").await;
    for (field, text) in [("medicine", FIRST), ("dose_amount", "1"), ("dose_unit", "capsule"), ("times", "2")] {
        bello.write(field, text).await;
    }
    bello.send().await;
    bello.read("Signed and sent to Amina Yusuf").await;
    bello.press("Back to the records").await;
    bello.heading("Amina Yusuf's records").await;
    bello.read("Prescribed here, signed by Dr Grace Bello").await;
}

/// What was typed is there; why is asked for.
async fn correct(bello: &Window) {
    bello.press(FIRST).await;
    bello.heading(FIRST).await;
    bello.press("Correct this prescription").await;
    bello.heading("Correct this prescription").await;
    bello.write("medicine", SECOND).await;
    bello.send().await;
    bello.read("Say why: it stays with the prescription.").await;
    bello.write("why", "The strength was wrong").await;
    bello.read("Take 1 capsule of Doxycycline 100 mg capsules by mouth twice a day").await;
    bello.send().await;
    bello.read("Signed and sent to Amina Yusuf").await;
    bello.press("Back to the records").await;
    bello.heading("Amina Yusuf's records").await;
    bello.unfold("over, stopped or void").await;
    bello.read("void: replaced").await;
}

/// In the list, on its page, and the way to the new one.
async fn see_void(amina: &Window) {
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.press("Medicines and allergies").await;
    amina.heading("Medicines and allergies").await;
    amina.read("Penicillin").await;
    amina.read("takes the place of an earlier one").await;
    amina.unfold("over, stopped or void").await;
    amina.read("void: replaced").await;
    amina.press(FIRST).await;
    amina.heading(FIRST).await;
    amina.read("Dr Grace Bello replaced this prescription on").await;
    amina.read("Why: “The strength was wrong”").await;
    amina.press("See the prescription that takes its place").await;
    amina.heading(SECOND).await;
}

/// The sheet, with the digits of record and key.
async fn print(amina: &Window) -> Vec<String> {
    amina.press("Print this prescription").await;
    amina.heading("Prescription to print").await;
    amina.read("Take 1 capsule of Doxycycline 100 mg capsules").await;
    amina.read("Amina Yusuf, @amina").await;
    let digits = amina.texts(".digits").await;
    assert_eq!(digits.len(), 2);
    for row in &digits {
        let groups: Vec<&str> = row.split(' ').collect();
        assert!(groups.len() == 6 && groups.iter().all(|group| group.len() == 5), "{row}");
        assert!(row.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit()), "{row}");
    }
    digits
}

/// The prescriber sees the same digits, and takes the prescription back; why is there again after another look at the list.
async fn withdraw(bello: &Window, digits: &[String]) {
    bello.press(SECOND).await;
    bello.heading(SECOND).await;
    bello.unfold("Signature and digits to compare").await;
    bello.read("The signature was checked here.").await;
    assert_eq!(bello.texts(".digits").await, digits);
    bello.unfold("Withdraw this prescription").await;
    bello.write("why", "She is pregnant").await;
    bello.go_back().await;
    bello.heading("Amina Yusuf's records").await;
    bello.press(SECOND).await;
    bello.heading(SECOND).await;
    bello.unfold("Withdraw this prescription").await;
    bello.read("This is as you left it on this device.").await;
    bello.wait_until("return document.getElementById('why')?.value === 'She is pregnant'").await;
    bello.press("Sign and withdraw Amina Yusuf's prescription").await;
    bello.read("Dr Grace Bello withdrew this prescription on").await;
    assert!(!bello.shows("Correct this prescription").await, "what is void is not corrected");
    bello.press("See the withdrawal").await;
    bello.read("This withdraws a prescription. Nothing takes its place.").await;
}
