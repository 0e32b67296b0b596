//! From the finished page, in headless Chromium. The 100 MB go in turn with a bare client's, on the same Postgres.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use sesemr_common::crypto::{OpeningCode, sha256};
use sesemr_tests::browser::{DESK, Driver, PASSWORD, Window, enter_key, go_to_enter_key, register};
use sesemr_tests::{Backend, eventually};

use crate::bare_client::write_rows;
use crate::figure::{figure, megabytes_a_second};
use crate::memory::{Renderers, keep_collecting_garbage};
use crate::stopwatch::{
    longest_task, median, note_when, print_milliseconds, time, time_between, time_in_page, watch_main_thread,
};
use crate::{LARGE, LARGEST};

const PLACE: &str = "Chromium";
const ROUNDS: u32 = 3;

pub(crate) async fn run(backend: &Backend) {
    let driver = Driver::start();
    let folder = tempfile::tempdir().unwrap();
    let (amina, bello) = (driver.open(backend.url(), DESK).await, driver.open(backend.url(), DESK).await);
    for window in [&amina, &bello] {
        window.driver().set_script_timeout(Duration::from_mins(5)).await.unwrap();
    }
    register(&amina, "Amina Yusuf", "amina", None).await;
    register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    store(&amina, &laboratory(folder.path())).await;
    lend(&amina, &bello).await;
    roll(backend, &amina, &bello).await;
    burn_and_close(backend, &amina, &bello).await;
    store_large(backend, &amina, folder.path()).await;
    amina.close().await;
    bello.close().await;
}

/// 100 laboratory values, a line each.
fn laboratory(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("laboratory.ndjson");
    let mut file = std::fs::File::create(&path).unwrap();
    for number in 0..100 {
        let value = serde_json::json!({
            "resourceType": "Observation", "id": format!("value-{number}"), "status": "final",
            "category": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"
            }] }],
            "code": { "text": "Ferritin" },
            "valueString": format!("{number}")
        });
        writeln!(file, "{value}").unwrap();
    }
    path
}

/// Adds a file: how long from the press until it is stored.
async fn store(amina: &Window, file: &Path) -> Duration {
    amina.press("Records").await;
    amina.press("Add files").await;
    amina.choose_file(file).await;
    amina.read("What goes where").await;
    time_in_page(amina, "Encrypt and store", "stored, encrypted").await
}

async fn lend(amina: &Window, bello: &Window) {
    note_when(amina, "asks for access to your records").await;
    ask(bello).await;
    print_told("a request", bello, amina).await;
    amina.press("See the request").await;
    amina.read("Give Dr Grace Bello access to laboratory results").await;
    note_when(amina, "Give this key to").await;
    note_when(bello, "Enter the key").await;
    let granted = time_in_page(amina, "Give Dr Grace Bello access", "Give this key to").await;
    print_milliseconds("grant and random key, 100 records, to the page", PLACE, granted, "");
    print_told("a grant", amina, bello).await;
    let code = amina.groups().await.join(" ");
    go_to_enter_key(bello).await;
    bello.write("code", &code).await;
    note_when(bello, "Show everything by date").await;
    note_when(amina, "opened your records").await;
    let opened = time_in_page(bello, "Open Amina Yusuf's records", "Show everything by date").await;
    print_milliseconds("attempt, right, to the page", PLACE, opened, "");
    print_told("an opening", bello, amina).await;
}

/// Asks for laboratory results, and notes when its own page says that they were asked for.
async fn ask(bello: &Window) {
    bello.press("Find a patient").await;
    bello.write("handle", "amina").await;
    bello.send().await;
    bello.press("Ask Amina Yusuf for access").await;
    bello.choose("Laboratory results").await;
    note_when(bello, "Waiting for an answer").await;
    bello.send().await;
}

/// How long after the page of who acted the other's says so.
async fn print_told(what: &str, actor: &Window, other: &Window) {
    let told = time_between(actor, other).await;
    print_milliseconds(&format!("{what} seen on the other side"), PLACE, told, "1000");
}

/// A key that burns, and an opening that is closed by who opened it; the other side is there and sees both.
async fn burn_and_close(backend: &Backend, amina: &Window, bello: &Window) {
    ask(bello).await;
    amina.press("See the request").await;
    amina.press("Give Dr Grace Bello access").await;
    amina.read("Give this key to").await;
    let code = amina.groups().await.join(" ");
    go_to_enter_key(bello).await;
    let right = OpeningCode::from_groups(&code).unwrap();
    let wrong = [(); 2].map(|()| OpeningCode::make()).into_iter().find(|made| *made != right).unwrap();
    note_when(bello, "That key is used up").await;
    note_when(amina, "typed a wrong key").await;
    enter_key(bello, &wrong.to_groups()).await;
    print_told("a burnt key", bello, amina).await;

    amina.press("Give a new key").await;
    amina.wait_until_gone(code.split(' ').next().unwrap()).await;
    amina.read("Give this key to").await;
    let code = amina.groups().await.join(" ");
    go_to_enter_key(bello).await;
    enter_key(bello, &code).await;
    bello.heading("Amina Yusuf's records").await;
    note_when(bello, "You can no longer open").await;
    note_when(amina, "closed your records").await;
    bello.press("Close").await;
    print_told("a closing", bello, amina).await;
    // What it makes due is done before anything else is measured.
    eventually(async || (backend.database().count("sas.portion_card WHERE epoch = 3").await > 0).then_some(())).await;
}

/// What the end of an opening makes due is done at the next sign-in, in the background: from there to the new card.
async fn roll(backend: &Backend, amina: &Window, bello: &Window) {
    amina.press("Lock").await;
    bello.press("Close").await;
    bello.heading("Closed").await;
    amina.write("password", PASSWORD).await;
    let signed_in = time_in_page(amina, "Sign in", "Your records").await;
    print_milliseconds("signing in, to the page", PLACE, signed_in, "");
    let rolled =
        eventually(async || (backend.database().count("sas.portion_card WHERE epoch = 2").await > 0).then_some(()));
    print_milliseconds("roll of 100 records, after signing in", PLACE, time(rolled).await.1, "");
}

async fn store_large(backend: &Backend, amina: &Window, folder: &Path) {
    let (mut stored, mut bare) = (Vec::new(), Vec::new());
    watch_main_thread(amina).await;
    for round in 0..ROUNDS {
        stored.push(store(amina, &noise(folder, round, LARGE)).await);
        bare.push(write_rows(backend.database(), LARGE).await);
    }
    let [stored, bare] = [stored, bare].map(|times| megabytes_a_second(LARGE, median(times).as_secs_f64()));
    println!("{}", figure("100 MB by a bare client into Postgres", "native", bare, "MB/s", ""));
    println!("{}", figure("100 MB from the page into Postgres", PLACE, stored, "MB/s", &format!("{:.0}", bare / 2.0)));
    let longest = longest_task(amina).await;
    print_milliseconds("longest task of the main thread meanwhile", PLACE, longest, "100");
}

/// How much more the browser holds while the largest file is looked into and stored, in a window that has done nothing but
/// sign in.
pub(crate) async fn hold_little(backend: &Backend) {
    let driver = Driver::start();
    let folder = tempfile::tempdir().unwrap();
    let chidi = driver.open(backend.url(), DESK).await;
    chidi.driver().set_script_timeout(Duration::from_mins(5)).await.unwrap();
    register(&chidi, "Chidi Eze", "chidi", None).await;
    let file = noise(folder.path(), ROUNDS, LARGEST);
    keep_collecting_garbage(&chidi).await;
    let renderers = Renderers::watch();
    store(&chidi, &file).await;
    let megabytes = u32::try_from(renderers.most_beyond().div_ceil(1_000_000)).unwrap();
    println!("{}", figure("memory beyond the idle page, storing 200 MB", PLACE, megabytes.into(), "MB", "64"));
    chidi.close().await;
}

/// A file that does not shrink and that no other round has.
fn noise(folder: &Path, round: u32, length: usize) -> std::path::PathBuf {
    let path = folder.join(format!("scan-{round}.bin"));
    let block: Vec<u8> =
        (0..8192_u32).flat_map(|number| sha256(&[&round.to_be_bytes(), &number.to_be_bytes()]).0).collect();
    let bytes: Vec<u8> = block.iter().copied().cycle().take(length).collect();
    std::fs::write(&path, bytes).unwrap();
    path
}
