//! Codes are scanned rather than typed: the kit at sign-in, a patient's handle and fingerprint, the random key. Whoever has no
//! camera, or does not allow it, reads why and types.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use fast_qr::{ECL, qr::QRBuilder};
use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, add_records, ask, grant, read_random_key, register, sample_file,
};
use thirtyfour::By;

const WIDTH: usize = 640;
const HEIGHT: usize = 480;
/// Pixels of a module's side.
const MODULE: usize = 7;
/// A camera that takes a while to wake; what it sees is noted.
const SLOW_CAMERA: &str = "
    const media = navigator.mediaDevices;
    const open = media.getUserMedia.bind(media);
    window.seen = [];
    media.getUserMedia = async (wishes) => {
        await new Promise((wake) => setTimeout(wake, 2000));
        const stream = await open(wishes);
        window.seen.push(...stream.getTracks());
        return stream;
    };
";

#[tokio::test]
async fn kits_people_fingerprints_and_keys_are_scanned_at_a_desk() {
    scan_codes(DESK).await;
}

#[tokio::test]
async fn kits_people_fingerprints_and_keys_are_scanned_on_a_phone() {
    scan_codes(PHONE).await;
}

async fn scan_codes(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    let kit = register(&amina, "Amina Yusuf", "amina", None).await;
    add_records(&amina, &sample_file(), "records").await;
    let fingerprint = read_fingerprint(&amina).await;

    // On a new device the kit is held before the camera.
    let film = film(folder.path(), "kit", &[&kit.join("-")]);
    let phone = driver.open_with_camera(backend.url(), size, &film).await;
    go_to_kit(&phone).await;
    phone.press("Scan the kit").await;
    phone.read("The code was read.").await;
    phone.check("a kit that was scanned").await;
    phone.write("handle", "amina").await;
    phone.write("password", PASSWORD).await;
    phone.send().await;
    phone.heading("Your records").await;
    phone.close().await;

    // The doctor scans who the patient is, and later that it is their key.
    let link = format!("{}/ask/amina", backend.url().trim_end_matches('/'));
    let film = self::film(folder.path(), "person", &[&link, &format!("sesemr-fingerprint:{fingerprint}")]);
    let bello = driver.open_with_camera(backend.url(), size, &film).await;
    let doctors_kit = register(&bello, "Dr Grace Bello", "bello", Some("Lagos General")).await;
    bello.press("Find a patient").await;
    bello.heading("Find a patient").await;
    bello.press("Scan their code").await;
    bello.read("Amina Yusuf").await;
    bello.unfold("Not compared yet").await;
    bello.press("Scan their fingerprint").await;
    bello.read("Fingerprints compared on").await;
    bello.check("fingerprints that were scanned").await;
    ask(&bello, "amina").await;
    grant(&amina).await;
    let code = read_random_key(&amina).await.replace(' ', "-");
    bello.close().await;

    // The patient shows the key on the telephone's screen.
    let film = self::film(folder.path(), "key", &["https://example.org/menu", &code]);
    let desk = driver.open_with_camera(backend.url(), size, &film).await;
    go_to_kit(&desk).await;
    desk.press("Scan the kit").await;
    desk.read("That code is not an emergency kit.").await;
    desk.check("another code than the one that is wanted").await;
    desk.press("Stop the camera").await;
    desk.read("Scan the kit").await;
    desk.write("handle", "bello").await;
    desk.write("kit", &doctors_kit.join(" ")).await;
    desk.write("password", PASSWORD).await;
    desk.send().await;
    desk.heading("My requests").await;
    desk.press("Open Amina Yusuf's records").await;
    desk.heading("Enter the random key").await;
    desk.press("Scan the key").await;
    desk.read("The code was read.").await;
    desk.send().await;
    desk.heading("Amina Yusuf's records").await;
    desk.close().await;
    amina.close().await;
}

#[tokio::test]
async fn whoever_has_no_camera_or_does_not_allow_it_reads_why_and_types() {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let windows = [
        (driver.open(backend.url(), PHONE).await, "There is no camera here. Go on by typing."),
        (driver.open_without_leave(backend.url(), PHONE).await, "The camera was refused."),
    ];
    for (window, why) in windows {
        go_to_kit(&window).await;
        window.press("Scan the kit").await;
        window.read(why).await;
        window.check(why).await;
        window.write("kit", "typed all the same").await;
        window.close().await;
    }
}

#[tokio::test]
async fn a_camera_is_off_once_it_is_stopped_or_its_page_is_left_at_a_desk() {
    turn_off(DESK).await;
}

#[tokio::test]
async fn a_camera_is_off_once_it_is_stopped_or_its_page_is_left_on_a_phone() {
    turn_off(PHONE).await;
}

async fn turn_off(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::start().await;
    let driver = Driver::start();
    let film = film(folder.path(), "menu", &["https://example.org/menu"]);
    let window = driver.open_with_camera(backend.url(), size, &film).await;
    window.driver().execute(SLOW_CAMERA, Vec::new()).await.unwrap();
    go_to_kit(&window).await;
    window.press("Scan the kit").await;
    // She leaves before it is awake.
    window.go_back().await;
    window.read("I forgot my password").await;
    wait_until_off(&window, 1).await;

    window.press("I have my emergency kit").await;
    window.heading("Sign in on a new device").await;
    window.press("Scan the kit").await;
    window.read("That code is not an emergency kit.").await;
    window.press("Stop the camera").await;
    wait_until_off(&window, 2).await;
    window.press("Scan the kit").await;
    window.read("That code is not an emergency kit.").await;
    window.go_back().await;
    wait_until_off(&window, 3).await;
    window.close().await;
}

/// So many pictures were begun, and none goes on.
async fn wait_until_off(window: &Window, pictures: usize) {
    let off = "window.seen.every((track) => track.readyState === 'ended')";
    window.wait_until(&format!("return window.seen.length === {pictures} && {off}")).await;
}

async fn go_to_kit(window: &Window) {
    window.press("Sign in").await;
    window.press("I have my emergency kit").await;
    window.heading("Sign in on a new device").await;
}

/// The digits that a person's settings show.
async fn read_fingerprint(window: &Window) -> String {
    window.press("Settings").await;
    window.heading("Settings").await;
    window.unfold("Show it as a QR code").await;
    window.read("Your fingerprint").await;
    let shown = window.driver().find(By::Css("dd.digits")).await.unwrap().text().await.unwrap();
    window.press("Records").await;
    window.heading("Your records").await;
    shown.chars().filter(char::is_ascii_digit).collect()
}

/// A film of these codes, one after the other and again, as Chromium's camera takes it: YUV4MPEG2, five pictures a second.
pub(crate) fn film(folder: &Path, name: &str, codes: &[&str]) -> PathBuf {
    let path = folder.join(name).with_extension("y4m");
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, "YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg").unwrap();
    for code in codes {
        let mut picture = brightness(code);
        // Both planes of colour, a quarter of the size each, without any.
        picture.resize(WIDTH * HEIGHT * 3 / 2, 128);
        for _ in 0..5 {
            file.write_all(b"FRAME\n").unwrap();
            file.write_all(&picture).unwrap();
        }
    }
    path
}

/// A QR code in the middle of a grey table, row by row.
fn brightness(code: &str) -> Vec<u8> {
    let matrix = QRBuilder::new(code).ecl(ECL::M).build().unwrap();
    let size = (matrix.size + 8) * MODULE;
    let (left, top) = ((WIDTH - size) / 2, (HEIGHT - size) / 2);
    let at = |x: usize, y: usize| {
        if x < left || y < top || x >= left + size || y >= top + size {
            return 120;
        }
        let (column, row) = (((x - left) / MODULE).wrapping_sub(4), ((y - top) / MODULE).wrapping_sub(4));
        let is_dark = column < matrix.size && row < matrix.size && matrix[row].get(column).unwrap().value();
        if is_dark { 30 } else { 225 }
    };
    (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).map(|(x, y)| at(x, y)).collect()
}
