//! What people do in front of the application, one step a function: the words that stories are told in.

use std::path::{Path, PathBuf};

use super::{Driver, Window};

/// Everybody's password in these stories; what keeps others out is the kit.
pub const PASSWORD: &str = "four brown horses run";

/// Makes an account: a doctor's where there is an organisation, a patient's otherwise. Answers the groups of the kit. What these
/// pages must keep is looked at where registering is the story.
pub async fn register(window: &Window, name: &str, handle: &str, organisation: Option<&str>) -> Vec<String> {
    window.press("Make an account").await;
    window.arrive("What is your name?").await;
    window.write("display_name", name).await;
    window.press("Continue").await;
    window.arrive("Choose a handle").await;
    window.write("handle", handle).await;
    window.press("Continue").await;
    window.arrive("Choose a password").await;
    window.write("password", PASSWORD).await;
    window.send().await;
    window.arrive("What do you use SeSEMR for?").await;
    match organisation {
        None => window.choose("Patient").await,
        Some(organisation) => {
            window.choose("Doctor").await;
            window.write("organisation", organisation).await;
        }
    }
    window.send().await;
    window.arrive("Your emergency kit").await;
    let kit = confirm_kit(window).await;
    window.heading(if organisation.is_some() { "My requests" } else { "Your records" }).await;
    kit
}

/// Opens a window for Amina Yusuf, who has an account and the records of the project's own sample.
pub async fn patient_with_records(driver: &Driver, url: &str, size: (u32, u32)) -> Window {
    let amina = driver.open(url, size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    add_records(&amina, &sample_file(), "records").await;
    amina
}

/// Opens a window for her and one for Dr Grace Bello, who has an account too.
pub async fn patient_and_doctor(driver: &Driver, url: &str, size: (u32, u32)) -> (Window, Window) {
    let amina = patient_with_records(driver, url, size).await;
    let bello = driver.open(url, size).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    (amina, bello)
}

/// Signs in on a device that knows the handle.
pub async fn log_in(window: &Window, password: &str) {
    window.write("password", password).await;
    window.send().await;
}

/// Signs in on a device that knows nobody, by a kit on paper.
pub async fn log_in_with_kit(window: &Window, handle: &str, kit: &[String], password: &str) {
    window.press("Sign in").await;
    window.press("I have my emergency kit").await;
    window.write("handle", handle).await;
    window.write("kit", &kit.join(" ")).await;
    log_in(window, password).await;
}

/// Notes the kit that is shown and types two groups of it back.
pub async fn confirm_kit(window: &Window) -> Vec<String> {
    let kit = window.groups().await;
    assert_eq!(kit.len(), 8);
    window.press("I have it on paper").await;
    window.arrive("Check your kit").await;
    window.type_groups_back(&kit).await;
    window.send().await;
    kit
}

/// The project's own sample.
pub fn sample_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/amina_yusuf.json").canonicalize().unwrap()
}

/// Adds a file; `count` is what the page says of it.
pub async fn add_records(patient: &Window, file: &Path, count: &str) {
    patient.press("Add files").await;
    patient.heading("Add files").await;
    patient.choose_file(file).await;
    patient.read("Your readings, before and after").await;
    patient.read(count).await;
    patient.press("Encrypt and store").await;
    patient.read("stored, encrypted").await;
    patient.press("To your records").await;
    patient.heading("Your records").await;
}

/// Asks Amina Yusuf for laboratory results, the summary of readings, and to write prescriptions.
pub async fn ask(doctor: &Window, patient: &str) {
    ask_for(doctor, patient, &["Laboratory results", "Summary of readings"]).await;
}

/// Asks Amina Yusuf for these portions, and to write prescriptions.
pub async fn ask_for(doctor: &Window, patient: &str, portions: &[&str]) {
    doctor.press("Find a patient").await;
    doctor.write("handle", patient).await;
    doctor.send().await;
    doctor.press("Ask Amina Yusuf for access").await;
    doctor.heading("Ask for access").await;
    for portion in portions {
        doctor.choose(portion).await;
    }
    doctor.choose("I would like to write prescriptions").await;
    doctor.send().await;
    doctor.read("Waiting for an answer").await;
}

/// Grants the request whose banner is shown. The page goes on to the random key.
pub async fn grant(patient: &Window) {
    patient.press("See the request").await;
    patient.arrive("Give access or refuse").await;
    patient.read("Dr Grace Bello asks for laboratory results and summary of readings").await;
    patient.press("Give Dr Grace Bello access").await;
    patient.heading("Random key").await;
}

/// The random key that the page shows.
pub async fn read_random_key(patient: &Window) -> String {
    patient.read("Give this key to Dr Grace Bello.").await;
    patient.groups().await.join(" ")
}

/// Goes to where a random key is entered, by the banner.
pub async fn go_to_enter_key(doctor: &Window) {
    doctor.press("Enter the key").await;
    doctor.heading("Enter the random key").await;
}

/// Enters a random key.
pub async fn enter_key(doctor: &Window, code: &str) {
    doctor.write("code", code).await;
    doctor.send().await;
}

/// Lets Dr Grace Bello ask Amina Yusuf, and open what she lends.
pub async fn lend(patient: &Window, doctor: &Window) {
    ask(doctor, "amina").await;
    grant(patient).await;
    let code = read_random_key(patient).await;
    go_to_enter_key(doctor).await;
    enter_key(doctor, &code).await;
    doctor.heading("Amina Yusuf's records").await;
}
