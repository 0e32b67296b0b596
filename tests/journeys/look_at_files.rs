//! Files that others made: a photo that tells where it was taken, a PDF of several pages, a PDF that is damaged; and the same
//! without a connection.

use core::fmt::Write as _;
use std::path::{Path, PathBuf};

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, register};
use sesemr_viewer::traces::{read_traces, remove_traces};

/// Whether the page of the PDF is drawn and there is ink on its paper.
const IS_DRAWN: &str = "const canvas = document.querySelector('canvas.pdf-page');
    if (!canvas || canvas.hidden || canvas.width < 100) return false;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value) => value < 128);";
/// Whether the picture stands upright although its pixels lie on their side: the way it is turned was kept.
const IS_UPRIGHT: &str = "const image = document.querySelector('img.record-image');
    return Boolean(image?.complete && image.naturalHeight > image.naturalWidth);";

#[tokio::test]
async fn photos_and_pdfs_are_looked_at_without_trusting_them_at_a_desk() {
    look_at_files(DESK).await;
}

#[tokio::test]
async fn photos_and_pdfs_are_looked_at_without_trusting_them_on_a_phone() {
    look_at_files(PHONE).await;
}

async fn look_at_files(size: (u32, u32)) {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), size).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    take_traces_out(&amina, folder.path()).await;

    add_file(&amina, &write(folder.path(), "letter.pdf", &pdf(3))).await;
    open(&amina, "letter.pdf").await;
    turn_pages(&amina).await;
    add_file(&amina, &write(folder.path(), "damaged.pdf", b"%PDF-1.7\nand then nothing that makes sense")).await;
    open(&amina, "damaged.pdf").await;
    amina.read("This PDF is damaged").await;
    amina.read("Save a copy").await;
    amina.check("a damaged PDF").await;

    amina.press("Settings").await;
    amina.heading("Settings").await;
    amina.write("offline_password", PASSWORD).await;
    amina.press("Keep my records on this device").await;
    amina.read("This device keeps").await;
    amina.wait_until_installed().await;
    amina.wait_until("return caches.match('/viewer_loader.js').then(Boolean);").await;
    drop(backend);
    amina.reload().await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Settings").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    open(&amina, "letter.pdf").await;
    amina.read("Page 1 of 3").await;
    amina.wait_until(IS_DRAWN).await;
    amina.close().await;
}

/// The photo says what it tells; what is stored is the photo without that, to the byte.
async fn take_traces_out(amina: &Window, folder: &Path) {
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/photo_from_berlin.jpg").canonicalize().unwrap();
    let told = read_traces(std::fs::read(&original).unwrap()).unwrap().unwrap();
    assert!(told.place.is_some() && told.more);
    amina.press("Add files").await;
    amina.heading("Add files").await;
    amina.choose_file(&original).await;
    amina.read("This photo tells more than its picture shows").await;
    amina.read("52.5200° north, 13.4050° east").await;
    amina.read("1 March 2026, 14:02").await;
    amina.read("Example Phone 8").await;
    amina.check("what a photo tells").await;
    amina.choose("Take this out of the photo").await;
    store(amina).await;
    open(amina, "photo_from_berlin.jpg").await;
    amina.wait_until(IS_UPRIGHT).await;

    let clean = remove_traces(std::fs::read(&original).unwrap()).unwrap();
    amina.press("Back to the list").await;
    amina.press("Add files").await;
    amina.choose_file(&write(folder, "again.jpg", &clean)).await;
    amina.read("1 record is already here").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
}

async fn turn_pages(amina: &Window) {
    amina.read("Page 1 of 3").await;
    amina.wait_until(IS_DRAWN).await;
    amina.check("a page of a PDF").await;
    amina.press("Next page").await;
    amina.read("Page 2 of 3").await;
    amina.wait_until(IS_DRAWN).await;
    amina.press("Next page").await;
    amina.read("This is the last page.").await;
    amina.press("Larger").await;
    amina.read("150 %").await;
    amina.check("a page larger than its frame").await;
    amina.unfold("The text of this page").await;
    amina.read("Creatinine 88 on sheet 3").await;
    amina.press("Back to the list").await;
    amina.heading("Your records").await;
}

async fn add_file(amina: &Window, file: &Path) {
    if amina.shows("Back to the list").await {
        amina.press("Back to the list").await;
        amina.heading("Your records").await;
    }
    amina.press("Add files").await;
    amina.heading("Add files").await;
    amina.choose_file(file).await;
    store(amina).await;
}

async fn store(amina: &Window) {
    amina.press("Encrypt and store 1 record").await;
    amina.read("1 record is stored, encrypted.").await;
    amina.press("To your records").await;
    amina.heading("Your records").await;
}

/// Opens a record from the list.
async fn open(amina: &Window, title: &str) {
    amina.unfold("Images and documents").await;
    amina.press(title).await;
    amina.heading(title).await;
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A letter of so many pages, each with a line of text.
fn pdf(pages: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {pages} >>", kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for page in 0..pages {
        let content = format!("BT /F1 24 Tf 72 720 Td (Creatinine 88 on sheet {}) Tj ET", page + 1);
        let resources = "<< /Font << /F1 3 0 R >> >>";
        let (size, body) = ("[0 0 595 842]", 5 + 2 * page);
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox {size} /Resources {resources} /Contents {body} 0 R >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (number, object) in (1..).zip(&objects) {
        _ = writeln!(table, "{:010} 00000 n ", file.len());
        _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    _ = write!(
        file,
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}
