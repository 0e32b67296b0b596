//! Every page of those who are signed in, in both languages, with everything on it unfolded: none is left out of what every page
//! must keep.

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PHONE, Window, ask_for, enter_key, go_to_enter_key, patient_and_doctor, read_random_key,
};

const MEDICINE: &str = "Doxycycline 100 mg capsules";
const OF_PATIENTS: [&str; 18] = [
    "/records",
    "/records/add",
    "/records/add/readings",
    "/records/medicines",
    "/records/damaged",
    "/records/visits",
    "/records/portion/laboratory",
    "/records/portion/readings",
    "/records/portion/readings_summary",
    "/records/portion/allergies",
    "/requests",
    "/access",
    "/people",
    "/log",
    "/research",
    "/lost-device",
    "/account-closed",
    "/nowhere",
];
const OF_CLINICIANS: [&str; 6] = ["/my-requests", "/find", "/ask/amina", "/research", "/lost-device", "/nowhere"];

#[tokio::test]
async fn every_page_of_a_patient_and_a_doctor_is_in_order_at_a_desk() {
    visit_pages(DESK).await;
}

#[tokio::test]
async fn every_page_of_a_patient_and_a_doctor_is_in_order_on_a_phone() {
    visit_pages(PHONE).await;
}

async fn visit_pages(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = patient_and_doctor(&driver, backend.url(), size).await;
    let mut hers: Vec<String> = OF_PATIENTS.map(str::to_owned).into();
    hers.extend(corrected_record(&amina).await);
    hers.extend(grant(&amina, &bello).await);
    let mut theirs: Vec<String> = OF_CLINICIANS.map(str::to_owned).into();
    theirs.extend(opening(&bello).await);
    hers.extend(prescription(&amina).await);
    // One more request, which waits.
    ask_for(&bello, "amina", &["Vaccinations"]).await;
    amina.press("Requests").await;
    amina.arrive("Requests").await;
    amina.read("vaccinations").await;
    hers.extend(amina.links("/requests/").await);

    visit(&amina, &hers).await;
    visit(&bello, &theirs).await;
    amina.close().await;
    bello.close().await;
}

/// All of them in English, then in German; the settings last.
async fn visit(window: &Window, pages: &[String]) {
    for page in pages {
        window.visit(page).await;
    }
    window.visit("/settings").await;
    window.pick("language", "Deutsch").await;
    window.arrive("Einstellungen").await;
    for page in pages {
        window.visit(page).await;
    }
    window.visit("/settings").await;
}

/// A record with an earlier version, and that version.
async fn corrected_record(amina: &Window) -> [String; 2] {
    amina.press("Type readings").await;
    amina.arrive("Type readings").await;
    amina.pick("kind", "Height (cm)").await;
    amina.write("first", "61.5").await;
    amina.send().await;
    amina.press("See where they go").await;
    amina.read("What goes where").await;
    amina.press("Encrypt and store").await;
    amina.read("stored, encrypted").await;
    amina.press("To your records").await;
    amina.arrive("Your records").await;
    amina.write("search", "Height").await;
    amina.read("1 record found").await;
    amina.press("Height").await;
    amina.arrive("Height").await;
    amina.unfold("Replace with a corrected reading").await;
    amina.wait_until("return document.getElementById('first')?.value === '61.5'").await;
    amina.write("first", "161.5").await;
    amina.write("reason", "I left out the one").await;
    amina.press("Store the corrected version").await;
    amina.read("Corrected by the patient: “I left out the one”").await;
    let record = amina.path().await;
    let earlier = format!("{record}/versions/1");
    [record, earlier]
}

/// Lets Dr Bello ask, and open: where its key is handed over, and where it is stopped.
async fn grant(amina: &Window, bello: &Window) -> [String; 2] {
    ask_for(bello, "amina", &["Allergies", "Medicines", "Laboratory results"]).await;
    amina.press("See the request").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.arrive("Random key").await;
    let code = read_random_key(amina).await;
    go_to_enter_key(bello).await;
    enter_key(bello, &code).await;
    bello.arrive("Amina Yusuf's records").await;
    let key = amina.path().await;
    let stop = key.replace("/key", "/stop");
    [key, stop]
}

/// The pages of what is open, with a prescription that is written there.
async fn opening(bello: &Window) -> [String; 6] {
    let opening = bello.path().await;
    bello.press("Write a prescription").await;
    bello.arrive("Write a prescription").await;
    for (field, text) in [("medicine", MEDICINE), ("dose_amount", "1"), ("dose_unit", "capsule"), ("times", "2")] {
        bello.write(field, text).await;
    }
    bello.send().await;
    bello.read("Signed and sent to Amina Yusuf").await;
    bello.press("Back to the records").await;
    bello.arrive("Amina Yusuf's records").await;
    bello.press(MEDICINE).await;
    bello.arrive(MEDICINE).await;
    let prescription = bello.path().await;
    [
        opening.replace("/opening/", "/open/"),
        opening.clone(),
        format!("{opening}/prescribe"),
        prescription.clone(),
        format!("{prescription}/correct"),
        format!("{opening}/closed"),
    ]
}

/// It among her records, and to print.
async fn prescription(amina: &Window) -> [String; 2] {
    amina.press("Records").await;
    amina.arrive("Your records").await;
    amina.press("Medicines and allergies").await;
    amina.arrive("Medicines and allergies").await;
    amina.press(MEDICINE).await;
    amina.arrive(MEDICINE).await;
    let prescription = amina.path().await;
    let print = format!("{prescription}/print");
    [prescription, print]
}
