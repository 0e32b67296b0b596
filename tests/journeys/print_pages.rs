//! What is printed, by a person who reads in the dark: black on white, with whose record it is, without the ways to other pages.

use std::fmt::Write as _;

use serde_json::json;
use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, add_records, ask_for, confirm_kit, enter_key, go_to_enter_key,
    read_random_key, register, sample_file,
};

const MEDICINE: &str = "Doxycycline 100 mg capsules";
/// Ground and ink of paper.
const BLACK_ON_WHITE: [&str; 2] = ["rgb(255, 255, 255)", "rgb(33, 45, 55)"];
const PAINTED: &str =
    "const { backgroundColor, color } = getComputedStyle(document.body); return [backgroundColor, color];";
const SEEN: &str =
    "return [...document.querySelectorAll(arguments[0])].filter((found) => found.checkVisibility()).length;";

#[tokio::test]
async fn what_is_printed_is_white_and_says_whose_it_is_at_a_desk() {
    print_pages(DESK).await;
}

#[tokio::test]
async fn what_is_printed_is_white_and_says_whose_it_is_on_a_phone() {
    print_pages(PHONE).await;
}

async fn print_pages(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let (amina, bello) = (driver.open(backend.url(), size).await, driver.open(backend.url(), size).await);
    print_kit(&amina).await;
    add_records(&amina, &sample_file(), "records").await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    open(&amina, &bello).await;
    print(&bello, "Amina Yusuf's records").await;
    print_prescription(&amina, &bello).await;
    print_study(&bello).await;
    amina.close().await;
    bello.close().await;
}

/// The kit, on the way to an account.
async fn print_kit(amina: &Window) {
    amina.press("Make an account").await;
    amina.write("display_name", "Amina Yusuf").await;
    amina.press("Continue").await;
    amina.write("handle", "amina").await;
    amina.press("Continue").await;
    amina.write("password", PASSWORD).await;
    amina.send().await;
    amina.arrive("What do you use SeSEMR for?").await;
    amina.choose("Patient").await;
    amina.send().await;
    amina.arrive("Your emergency kit").await;
    print(amina, "Amina Yusuf, @amina").await;
    confirm_kit(amina).await;
    amina.arrive("Your records").await;
}

async fn open(amina: &Window, bello: &Window) {
    ask_for(bello, "amina", &["Allergies", "Medicines"]).await;
    amina.press("See the request").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.arrive("Random key").await;
    let code = read_random_key(amina).await;
    go_to_enter_key(bello).await;
    enter_key(bello, &code).await;
    bello.arrive("Amina Yusuf's records").await;
    bello.read("Penicillin").await;
}

/// As its author sees it, and as its patient prints it.
async fn print_prescription(amina: &Window, bello: &Window) {
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
    print(bello, "Amina Yusuf's records are open").await;

    amina.press("Records").await;
    amina.arrive("Your records").await;
    amina.press("Medicines and allergies").await;
    amina.arrive("Medicines and allergies").await;
    print(amina, "Amina Yusuf").await;
    amina.press(MEDICINE).await;
    amina.arrive(MEDICINE).await;
    amina.press("Print this prescription").await;
    amina.arrive("Prescription to print").await;
    amina.read("Take 1 capsule").await;
    print(amina, "Amina Yusuf, @amina").await;
}

/// The report of a study, while a record is open that has nothing to do with it.
async fn print_study(bello: &Window) {
    let folder = tempfile::tempdir().unwrap();
    let mut table = "age,weight\n".to_owned();
    for row in 0..30_u32 {
        writeln!(table, "{},{}", 20 + row, 50 + row * 7 % 40).unwrap();
    }
    let path = folder.path().join("cohort.csv");
    std::fs::write(&path, table).unwrap();
    bello.press("Research").await;
    bello.arrive("Research").await;
    bello.choose_file(&path).await;
    bello.read("30 rows, 2 columns").await;
    bello.press("Aggregate the table").await;
    bello.read("Print the report").await;
    assert_eq!(seen(bello, ".only-print").await, 0, "what is for paper is on the screen");
    print(bello, "Dr Grace Bello").await;
    bello.show_on_paper("dark").await;
    assert!(seen(bello, ".only-print").await > 0, "the report says what it is about");
    assert_eq!(seen(bello, ".portal").await, 0, "a table has nothing to do with the record that is open");
    bello.show_on_screen("light").await;
}

/// Whoever reads in the dark, because they chose it or because their device prefers it, prints as everybody does.
async fn print(window: &Window, whose: &str) {
    for scheme in ["dark", "auto"] {
        let choose = format!("document.documentElement.dataset.colorScheme = '{scheme}';");
        window.driver().execute(choose.as_str(), Vec::new()).await.unwrap();
        window.show_on_screen("dark").await;
        assert_ne!(painted(window).await, BLACK_ON_WHITE, "the screen is dark");
        window.show_on_paper("dark").await;
        assert_eq!(painted(window).await, BLACK_ON_WHITE, "paper is white for {whose}");
    }
    let text = window.texts("body").await.concat();
    assert!(text.contains(whose), "{whose}, in\n{text}");
    assert_eq!(seen(window, ".nav, .lock, .banner, .no-print, .portal .ds-button").await, 0, "{whose}");
    window.show_on_screen("light").await;
}

async fn painted(window: &Window) -> Vec<String> {
    window.driver().execute(PAINTED, Vec::new()).await.unwrap().convert().unwrap()
}

/// How many of these are seen.
async fn seen(window: &Window, selector: &str) -> u32 {
    window.driver().execute(SEEN, vec![json!(selector)]).await.unwrap().convert().unwrap()
}
