//! The notes that cameras leave (Exif 2.32, inside JPEG, PNG and WebP alike).

use std::io::Cursor;

use exif::{Error, Exif, Field, In, Rational, Reader, Tag, Value, experimental::Writer};
use img_parts::Bytes;

use crate::message::{Place, Traces};

/// The longest name of a device.
const MOST_LETTERS: usize = 80;
/// The picture as it is stored.
const UPRIGHT: u32 = 1;

/// What says nothing about anybody: how the pixels are to be shown.
const HARMLESS: [Tag; 16] = [
    Tag::Orientation,
    Tag::ImageWidth,
    Tag::ImageLength,
    Tag::BitsPerSample,
    Tag::Compression,
    Tag::SamplesPerPixel,
    Tag::XResolution,
    Tag::YResolution,
    Tag::ResolutionUnit,
    Tag::YCbCrPositioning,
    Tag::ExifVersion,
    Tag::FlashpixVersion,
    Tag::ComponentsConfiguration,
    Tag::ColorSpace,
    Tag::PixelXDimension,
    Tag::PixelYDimension,
];

/// What the notes tell. Notes that cannot be read are notes all the same.
pub(super) fn read(notes: &Bytes) -> Traces {
    let Some((exif, is_whole)) = parse(notes) else { return Traces { more: true, ..Traces::default() } };
    let told = [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime];
    let known = |field: &Field| {
        let harmless = HARMLESS.contains(&field.tag) && field.ifd_num == In::PRIMARY;
        harmless || told.contains(&field.tag) || [Tag::Make, Tag::Model].contains(&field.tag) || is_place(field.tag)
    };
    Traces {
        place: place(&exif),
        time: told.into_iter().find_map(|tag| time(&exif, tag)),
        device: device(&exif),
        more: !is_whole || exif.fields().any(|field| !known(field)),
    }
}

/// How the picture is to be turned, where that is not as it is stored.
pub(super) fn orientation(notes: &Bytes) -> Option<u32> {
    let (exif, _) = parse(notes)?;
    let turned = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    (2..=8).contains(&turned).then_some(turned)
}

/// Notes that say nothing but how the picture is to be turned; none where it is upright.
pub(super) fn only_orientation(notes: Option<&Bytes>) -> Option<Bytes> {
    let turned = u16::try_from(notes.and_then(orientation).unwrap_or(UPRIGHT)).ok()?;
    if u32::from(turned) == UPRIGHT {
        return None;
    }
    let field = Field { tag: Tag::Orientation, ifd_num: In::PRIMARY, value: Value::Short(vec![turned]) };
    let mut writer = Writer::new();
    writer.push_field(&field);
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).ok()?;
    Some(Bytes::from(bytes.into_inner()))
}

/// Cameras make mistakes: what can be read is, and whether that was all.
fn parse(notes: &Bytes) -> Option<(Exif, bool)> {
    let read = Reader::new().continue_on_error(true).read_raw(notes.to_vec());
    match read {
        Err(Error::PartialResult(partial)) => Some((partial.into_inner().0, false)),
        other => other.ok().map(|exif| (exif, true)),
    }
}

fn is_place(tag: Tag) -> bool {
    [Tag::GPSVersionID, Tag::GPSLatitude, Tag::GPSLatitudeRef, Tag::GPSLongitude, Tag::GPSLongitudeRef].contains(&tag)
}

fn place(exif: &Exif) -> Option<Place> {
    let north = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S', 90.0)?;
    let east = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W', 180.0)?;
    Some(Place { north, east })
}

/// Degrees, minutes and seconds as degrees; `negative` is the letter of the half that counts down.
fn degrees(exif: &Exif, tag: Tag, half: Tag, negative: u8, most: f64) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let parts = parts.iter().zip([1.0, 60.0, 3600.0]).map(|(part, of)| fraction(*part).map(|part| part / of));
    let angle = parts.sum::<Option<f64>>()?;
    let is_negative = text(exif, half).is_some_and(|letter| letter.as_bytes().first() == Some(&negative));
    (angle <= most).then_some(if is_negative { -angle } else { angle })
}

fn fraction(rational: Rational) -> Option<f64> {
    (rational.denom != 0).then(|| rational.to_f64())
}

/// `YYYY:MM:DD HH:MM:SS` as ISO 8601 writes it; nothing where it is no time.
fn time(exif: &Exif, tag: Tag) -> Option<String> {
    let written = text(exif, tag)?;
    let (date, clock) = written.split_once(' ')?;
    let is_number = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let are_numbers = |text: &str, lengths: [usize; 3]| {
        let parts: Vec<&str> = text.split(':').collect();
        parts.len() == lengths.len() && parts.iter().zip(lengths).all(|(part, length)| is_number(part, length))
    };
    let is_time = are_numbers(date, [4, 2, 2]) && are_numbers(clock, [2, 2, 2]) && !date.starts_with("0000");
    is_time.then(|| format!("{}T{clock}", date.replace(':', "-")))
}

fn device(exif: &Exif) -> Option<String> {
    let (make, model) = (text(exif, Tag::Make), text(exif, Tag::Model));
    match (make, model) {
        // Many models begin with their maker.
        (Some(make), Some(model)) if !model.starts_with(&make) => Some(format!("{make} {model}")),
        (make, model) => model.or(make),
    }
}

/// A text, without anything that could pose as something else.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let letters = lines.first()?.iter().filter(|byte| byte.is_ascii_graphic() || **byte == b' ');
    let text: String = letters.take(MOST_LETTERS).map(|byte| char::from(*byte)).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
