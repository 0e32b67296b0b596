//! Photos: what they tell, and what is left once that is taken out.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

use std::{io::Cursor, path::Path};

use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
use img_parts::{
    Bytes, DynImage, ImageEXIF as _,
    jpeg::{Jpeg, JpegSegment, markers},
    png::{Png, PngChunk},
    riff::{RiffChunk, RiffContent},
    webp::WebP,
};
use sesemr_viewer::{
    message::{Place, Traces, ViewError},
    traces::{read_traces, remove_traces},
};

const PHOTOS: [&str; 4] = ["photo.jpg", "progressive.jpg", "photo.png", "photo.webp"];
/// A quarter turn clockwise.
const TURNED: u16 = 6;

fn photo(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap()
}

fn rational(parts: &[(u32, u32)]) -> Value {
    Value::Rational(parts.iter().map(|(num, denom)| Rational { num: *num, denom: *denom }).collect())
}

fn ascii(text: &str) -> Value {
    Value::Ascii(vec![text.as_bytes().to_vec()])
}

/// Notes as a telephone leaves them, in Berlin, held upright.
fn notes() -> Vec<u8> {
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let fields = [
        field(Tag::Make, ascii("Example")),
        field(Tag::Model, ascii("Phone 8\u{202E}")),
        field(Tag::Orientation, Value::Short(vec![TURNED])),
        field(Tag::DateTimeOriginal, ascii("2026:03:01 14:02:11")),
        field(Tag::GPSLatitudeRef, ascii("N")),
        field(Tag::GPSLatitude, rational(&[(52, 1), (31, 1), (12, 1)])),
        field(Tag::GPSLongitudeRef, ascii("W")),
        field(Tag::GPSLongitude, rational(&[(13, 1), (24, 1), (18, 1)])),
        field(Tag::BodySerialNumber, ascii("SECRET-MARKER")),
    ];
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, true).unwrap();
    bytes.into_inner()
}

/// The photo with such notes.
fn noted(name: &str) -> Vec<u8> {
    let mut image = DynImage::from_bytes(Bytes::from(photo(name))).unwrap().unwrap();
    image.set_exif(Some(Bytes::from(notes())));
    image.encoder().bytes().to_vec()
}

fn tells(photo: &[u8]) -> Traces {
    read_traces(photo.to_vec()).unwrap().unwrap()
}

fn holds(photo: &[u8], marker: &[u8]) -> bool {
    photo.windows(marker.len()).any(|window| window == marker)
}

fn orientation(photo: &[u8]) -> Option<u32> {
    let notes = DynImage::from_bytes(Bytes::copy_from_slice(photo)).unwrap().unwrap().exif()?;
    exif::Reader::new().read_raw(notes.to_vec()).unwrap().get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)
}

#[test]
fn a_photo_tells_where_when_and_with_what_it_was_taken() {
    for name in PHOTOS {
        let told = tells(&noted(name));
        let Place { north, east } = told.place.unwrap();
        assert!((north - 52.52).abs() < 1e-9 && (east + 13.405).abs() < 1e-9, "{name}: {north} {east}");
        assert_eq!(told.time.as_deref(), Some("2026-03-01T14:02:11"), "{name}");
        assert_eq!(told.device.as_deref(), Some("Example Phone 8"), "{name}: and nothing that turns the text around");
        assert!(told.more, "{name}: a serial number is more");
    }
}

#[test]
fn a_photo_without_notes_tells_nothing() {
    for name in PHOTOS {
        assert!(tells(&photo(name)).is_empty(), "{name}");
    }
}

#[test]
fn what_is_taken_out_is_gone_and_the_picture_stays_turned() {
    for name in PHOTOS {
        let clean = remove_traces(noted(name)).unwrap();
        assert!(tells(&clean).is_empty(), "{name}");
        assert_eq!(orientation(&clean), Some(u32::from(TURNED)), "{name}");
        assert!(!holds(&clean, b"SECRET-MARKER") && !holds(&clean, b"2026") && !holds(&clean, b"Example"), "{name}");
    }
}

#[test]
fn a_photo_that_tells_nothing_stays_what_it_was() {
    for name in PHOTOS {
        assert_eq!(remove_traces(photo(name)).unwrap(), photo(name), "{name}");
    }
}

#[test]
fn the_same_photo_is_always_the_same_without_what_it_told() {
    for name in PHOTOS {
        assert_eq!(remove_traces(noted(name)), remove_traces(noted(name)), "{name}");
    }
}

#[test]
fn notes_of_programs_and_whatever_is_appended_go_too() {
    let mut jpeg = Jpeg::from_bytes(Bytes::from(photo("progressive.jpg"))).unwrap();
    let note = |marker, text: &'static [u8]| JpegSegment::new_with_contents(marker, Bytes::from_static(text));
    jpeg.segments_mut().insert(1, note(markers::APP1, b"http://ns.adobe.com/xap/1.0/\0SECRET-MARKER"));
    jpeg.segments_mut().insert(1, note(markers::APP13, b"Photoshop 3.0\0SECRET-MARKER"));
    jpeg.segments_mut().insert(1, note(markers::COM, b"SECRET-MARKER"));
    let mut appended = jpeg.encoder().bytes().to_vec();
    appended.extend(noted("photo.jpg"));
    assert!(tells(&appended).more && holds(&appended, b"SECRET-MARKER"));
    assert_eq!(remove_traces(appended).unwrap(), photo("progressive.jpg"));

    let mut png = Png::from_bytes(Bytes::from(photo("photo.png"))).unwrap();
    png.chunks_mut().insert(1, PngChunk::new(*b"tEXt", Bytes::from_static(b"Author\0SECRET-MARKER")));
    png.chunks_mut().insert(1, PngChunk::new(*b"tIME", Bytes::from_static(&[7, 234, 3, 1, 14, 2, 11])));
    let png = png.encoder().bytes().to_vec();
    assert!(tells(&png).more);
    assert_eq!(remove_traces(png).unwrap(), photo("photo.png"));

    let mut webp = WebP::from_bytes(Bytes::from(photo("photo.webp"))).unwrap();
    webp.chunks_mut().push(RiffChunk::new(*b"XMP ", RiffContent::Data(Bytes::from_static(b"SECRET-MARKER"))));
    let webp = webp.encoder().bytes().to_vec();
    assert!(tells(&webp).more);
    assert_eq!(remove_traces(webp).unwrap(), photo("photo.webp"));
}

#[test]
fn a_note_between_two_scans_goes_and_tables_that_look_like_one_stay() {
    let whole = photo("progressive.jpg");
    // Behind the first scan's data a progressive picture has further tables and scans.
    let mut scans = whole.windows(2).enumerate().filter(|(_, pair)| *pair == [0xFF, 0xDA]).map(|(place, _)| place);
    let second = scans.nth(1).unwrap();
    let table = [0xFF, 0xDD, 0, 6, 0xFF, 0xE1, 0xFF, 0xD9];
    let mut expected = whole.clone();
    expected.splice(second..second, table);
    let mut noted = expected.clone();
    noted.splice(second..second, *b"\xFF\xFE\0\x0FSECRET-MARKER");
    assert!(tells(&noted).more);
    assert_eq!(remove_traces(noted).unwrap(), expected);
}

#[test]
fn damaged_notes_are_notes_all_the_same() {
    let mut image = DynImage::from_bytes(Bytes::from(photo("photo.jpg"))).unwrap().unwrap();
    let mut cut = notes();
    cut.truncate(40);
    image.set_exif(Some(Bytes::from(cut)));
    let damaged = image.encoder().bytes().to_vec();
    assert!(!tells(&damaged).is_empty());
    assert!(tells(&remove_traces(damaged).unwrap()).is_empty());
}

#[test]
fn photos_cut_off_anywhere_are_looked_into_or_refused_and_never_more() {
    for name in PHOTOS {
        let whole = noted(name);
        for length in 0..whole.len() {
            // Whatever comes back, it comes back.
            drop(read_traces(whole[..length].to_vec()));
            if let Ok(clean) = remove_traces(whole[..length].to_vec()) {
                assert!(tells(&clean).is_empty() && !holds(&clean, b"SECRET-MARKER"), "{name} up to {length}");
            }
        }
    }
}

#[test]
fn what_is_no_photo_is_not_one() {
    assert_eq!(read_traces(b"%PDF-1.7".to_vec()), Ok(None));
    assert_eq!(remove_traces(b"%PDF-1.7".to_vec()), Err(ViewError::Broken));
    assert_eq!(read_traces(Vec::new()), Ok(None));
}
