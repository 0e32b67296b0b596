//! PDFs, of good people and of others.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

use core::fmt::Write as _;

use sesemr_viewer::{
    message::{MOST_PIXELS, MOST_SIDE, ViewError},
    pdf::{Document, Picture},
};

/// A PDF of these objects, numbered from 1; the first is its catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        _ = writeln!(file, "{place:010} 00000 n ");
    }
    _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// A PDF with a page for each of these contents; `size` is the media box.
fn pages(size: &str, contents: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), contents.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (page, content) in contents.iter().enumerate() {
        let resources = "<< /Font << /F1 3 0 R >> >>";
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{size}] /Resources {resources} /Contents {} 0 R >>",
            5 + 2 * page
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    pdf(&objects)
}

const LETTER: &str =
    "1 0 0 rg 20 20 60 60 re f 0 g BT /F1 18 Tf 20 150 Td (Haemoglobin 9.1) Tj 0 -30 Td (second line) Tj ET";

fn colour(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let start = ((y * picture.view.width + x) * 4) as usize;
    picture.pixels[start..start + 4].try_into().unwrap()
}

#[test]
fn a_page_is_drawn_as_wide_as_asked_with_what_stands_on_it() {
    let document = Document::open(pages("0 0 200 200", &[LETTER, "", ""])).unwrap();
    assert_eq!(document.pages(), 3);
    let picture = document.draw(0, 400).unwrap();
    assert_eq!((picture.view.width, picture.view.height, picture.view.is_reduced), (400, 400, false));
    assert_eq!(picture.pixels.len(), 400 * 400 * 4);
    // The square stands at the lower left: counted from above it is at 240 to 360.
    assert_eq!(colour(&picture, 100, 300), [255, 0, 0, 255]);
    assert_eq!(colour(&picture, 300, 300), [255; 4], "the paper is white");
    let ink = picture.pixels.chunks(4).filter(|pixel| **pixel == [0, 0, 0, 255]).count();
    assert!(ink > 100, "letters without a font of their own are drawn too: {ink}");
}

#[test]
fn a_page_is_read_line_by_line() {
    let document = Document::open(pages("0 0 200 200", &[LETTER, ""])).unwrap();
    assert_eq!(document.read(0).unwrap(), "Haemoglobin 9.1\nsecond line");
    assert_eq!(document.read(1).unwrap(), "");
}

#[test]
fn a_page_that_is_not_there_is_said_not_to_be() {
    let document = Document::open(pages("0 0 200 200", &[LETTER])).unwrap();
    assert_eq!(document.draw(1, 400).err(), Some(ViewError::NoSuchPage));
    assert_eq!(document.read(u32::MAX).err(), Some(ViewError::NoSuchPage));
}

#[test]
fn a_page_as_large_as_a_field_is_drawn_no_larger_than_a_page() {
    for size in ["0 0 14400 14400", "0 0 1000000 1000000", "0 0 100000 10", "-5000 -5000 5000 5000"] {
        let document = Document::open(pages(size, &[LETTER])).unwrap();
        let drawn = document.draw(0, 60_000);
        let Ok(picture) = drawn else { continue };
        let view = picture.view;
        assert!(view.is_reduced && view.width <= MOST_SIDE && view.height <= MOST_SIDE, "{size}: {view:?}");
        assert!(view.width * view.height <= MOST_PIXELS, "{size}: {view:?}");
    }
}

#[test]
fn what_is_nested_without_end_comes_to_an_end() {
    // A form that draws itself, twice; and brackets within brackets.
    let form = "/Fm0 Do /Fm0 Do";
    let resources = "<< /XObject << /Fm0 4 0 R >> >>";
    let drawn = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Resources {resources} /Contents 4 0 R >>"),
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources {resources} /Length {} >>\nstream\n{form}\nendstream",
            form.len()
        ),
    ]);
    let document = Document::open(drawn).unwrap();
    assert!(document.draw(0, 100).is_ok() && document.read(0).is_ok());

    let brackets = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let nested = Document::open(pages("0 0 100 100", &[&format!("{brackets} TJ")])).unwrap();
    assert!(nested.draw(0, 100).is_ok());

    // A tree of pages that is its own branch.
    let circle = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_owned(),
    ]);
    assert_eq!(Document::open(circle).err(), Some(ViewError::Broken));
}

#[test]
fn a_file_cut_off_anywhere_is_opened_or_refused_and_never_more() {
    let whole = pages("0 0 200 200", &[LETTER, LETTER]);
    let mut refused = 0;
    for length in (0..whole.len()).step_by(7) {
        match Document::open(whole[..length].to_vec()) {
            Ok(document) => drop(document.draw(0, 50)),
            Err(why) => {
                assert_eq!(why, ViewError::Broken, "up to {length}");
                refused += 1;
            }
        }
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn what_is_no_pdf_is_refused() {
    for bytes in [&b""[..], b"%PDF-1.7", b"<html><script>alert(1)</script>", &[0; 4096]] {
        assert_eq!(Document::open(bytes.to_vec()).err(), Some(ViewError::Broken));
    }
}
