//! By keyboard alone: nothing of the way in, to a record and out again needs a pointer, nor what is typed, asked and written there.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, Window, add_records, ask, read_random_key, register, sample_file};
use thirtyfour::Key;

#[tokio::test]
async fn a_patient_signs_in_reads_a_record_and_locks_with_keys_alone() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), DESK).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    add_records(&amina, &sample_file(), "records").await;

    amina.reload().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    amina.tab_to("Password").await;
    amina.type_keys(PASSWORD).await;
    amina.strike(Key::Enter).await;
    amina.heading("Your records").await;
    amina.tab_to("Laboratory results").await;
    amina.strike(Key::Enter).await;
    amina.read("Creatinine").await;
    amina.tab_to("Creatinine").await;
    amina.strike(Key::Enter).await;
    amina.heading("Creatinine").await;
    amina.read("µmol/L").await;
    amina.tab_to("Lock").await;
    amina.strike(Key::Space).await;
    amina.heading("Welcome back, Amina Yusuf").await;
    amina.close().await;
}

#[tokio::test]
async fn a_patient_gives_access_and_a_doctor_opens_and_closes_with_keys_alone() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), DESK).await, driver.open(backend.url(), DESK).await);
    register(&amina, "Amina Yusuf", "amina", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    add_records(&amina, &sample_file(), "records").await;
    ask(&bello, "amina").await;

    go(&amina, "See the request").await;
    amina.heading("Give access or refuse").await;
    go(&amina, "Give Dr Grace Bello access").await;
    amina.heading("Random key").await;
    let code = read_random_key(&amina).await;

    go(&bello, "Enter the key").await;
    bello.heading("Enter the random key").await;
    bello.read("Three groups of five characters").await;
    bello.tab_to("Random key").await;
    bello.type_keys(&code).await;
    bello.strike(Key::Enter).await;
    bello.heading("Amina Yusuf's records").await;
    go(&bello, "Close Amina Yusuf's records").await;
    bello.heading("Closed").await;
    amina.close().await;
    bello.close().await;
}

#[tokio::test]
async fn a_patient_registers_and_types_and_a_doctor_asks_and_prescribes_with_keys_alone() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), DESK).await, driver.open(backend.url(), DESK).await);
    register_by_keys(&amina, "Amina Yusuf", "amina", None).await;
    amina.arrive("Your records").await;
    type_reading(&amina).await;
    register_by_keys(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    bello.arrive("My requests").await;
    ask_for_readings(&bello).await;

    go(&amina, "See the request").await;
    amina.arrive("Give access or refuse").await;
    go(&amina, "Give Dr Grace Bello access").await;
    amina.arrive("Random key").await;
    let code = read_random_key(&amina).await;
    go(&bello, "Enter the key").await;
    bello.arrive("Enter the random key").await;
    fill(&bello, "Random key", &code).await;
    bello.strike(Key::Enter).await;
    bello.arrive("Amina Yusuf's records").await;
    write_prescription(&bello).await;
    amina.read("Dr Grace Bello wrote a prescription for you").await;
    amina.close().await;
    bello.close().await;
}

/// A doctor where there is an organisation, a patient otherwise.
async fn register_by_keys(window: &Window, name: &str, handle: &str, organisation: Option<&str>) {
    go(window, "Make an account").await;
    for (heading, field, text) in [
        ("What is your name?", "Your name", name),
        ("Choose a handle", "Handle", handle),
        ("Choose a password", "Password", PASSWORD),
    ] {
        window.arrive(heading).await;
        fill(window, field, text).await;
        window.strike(Key::Enter).await;
    }
    window.arrive("What do you use SeSEMR for?").await;
    window.tab_to("Patient").await;
    if let Some(organisation) = organisation {
        // The next of the ways.
        window.strike(Key::Down).await;
        window.read("Where you work").await;
        fill(window, "Where you work", organisation).await;
    }
    go(window, "Continue").await;
    window.arrive("Your emergency kit").await;
    let kit = window.groups().await;
    go(window, "I have it on paper").await;
    window.arrive("Check your kit").await;
    for label in window.texts("main label").await {
        let place: usize = label.trim_start_matches("Group ").trim().parse().unwrap();
        fill(window, &label, kit.get(place - 1).unwrap()).await;
    }
    window.strike(Key::Enter).await;
}

async fn type_reading(amina: &Window) {
    go(amina, "Type readings").await;
    amina.arrive("Type readings").await;
    amina.read("Add this reading").await;
    // A list goes to what begins like what is typed.
    fill(amina, "What did you measure?", "Heart").await;
    fill(amina, "Heart rate", "61").await;
    amina.strike(Key::Enter).await;
    amina.wait_until("return document.querySelectorAll('#readings > li').length === 1").await;
    go(amina, "See where they go").await;
    amina.read("What goes where").await;
    go(amina, "Encrypt and store").await;
    amina.read("stored, encrypted").await;
    go(amina, "To your records").await;
    amina.arrive("Your records").await;
}

async fn ask_for_readings(bello: &Window) {
    go(bello, "Find a patient").await;
    bello.arrive("Find a patient").await;
    fill(bello, "Handle of the patient", "amina").await;
    bello.strike(Key::Enter).await;
    go(bello, "Ask Amina Yusuf for access").await;
    bello.arrive("Ask for access").await;
    bello.read("I would like to write prescriptions").await;
    for wanted in ["Readings", "I would like to write prescriptions"] {
        bello.tab_to(wanted).await;
        bello.strike(Key::Space).await;
    }
    go(bello, "Ask Amina Yusuf for readings").await;
    bello.read("Waiting for an answer").await;
}

async fn write_prescription(bello: &Window) {
    go(bello, "Write a prescription").await;
    bello.arrive("Write a prescription").await;
    bello.read("Sign and send to Amina Yusuf").await;
    for (field, text) in
        [("Medicine", "Amoxicillin 500 mg capsule"), ("Dose", "1"), ("Unit of the dose", "capsule"), ("Times", "3")]
    {
        fill(bello, field, text).await;
    }
    bello.read("Take 1 capsule").await;
    go(bello, "Sign and send to Amina Yusuf").await;
    bello.read("Signed and sent to Amina Yusuf").await;
}

/// By the Tab key to a field, and into it.
async fn fill(window: &Window, name: &str, text: &str) {
    window.tab_to(name).await;
    window.type_keys(text).await;
}

/// By the Tab key to a button or link, once it is there, and on.
async fn go(window: &Window, name: &str) {
    window.read(name).await;
    window.tab_to(name).await;
    window.strike(Key::Enter).await;
}
