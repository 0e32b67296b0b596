//! QR codes in pictures of a camera.
#![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

use fast_qr::{ECL, qr::QRBuilder};
use sesemr_viewer::{
    code::read_code,
    message::{MOST_FRAME_SIDE, ScannedCode, ViewError},
};

const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;
/// Pixels of a module's side.
const MODULE: usize = 6;

/// A picture of a QR code on a grey table: `turned` swaps rows and columns, `noise` shakes every pixel's brightness.
fn picture(text: &str, noise: u8) -> Vec<u8> {
    let matrix = QRBuilder::new(text).ecl(ECL::M).build().unwrap();
    let size = (matrix.size + 8) * MODULE;
    let (left, top) = ((WIDTH as usize - size) / 2, (HEIGHT as usize - size) / 2);
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT * 4) as usize);
    let mut shake = 1_u32;
    for y in 0..HEIGHT as usize {
        for x in 0..WIDTH as usize {
            let inside = x >= left && y >= top && x < left + size && y < top + size;
            let module = |at: usize, from: usize| (at.wrapping_sub(from) / MODULE).wrapping_sub(4);
            let (column, row) = (module(x, left), module(y, top));
            let dark = inside && column < matrix.size && row < matrix.size && matrix[row].get(column).unwrap().value();
            shake = shake.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let shaken = u8::try_from(shake >> 24).unwrap() % noise.max(1);
            let brightness = match (inside, dark) {
                (true, true) => 30 + shaken,
                (true, false) => 225 - shaken,
                (false, _) => 120 + shaken,
            };
            pixels.extend([brightness, brightness, brightness, 255]);
        }
    }
    pixels
}

#[test]
fn a_code_before_the_camera_is_read_in_good_light_and_in_bad() {
    let kit = "4V8QJ-ZT2N0-1W6KM-X9YB3-7CDE5-FGH8P-RS2TA-QW0VZ";
    for noise in [0, 20, 60] {
        let read = read_code(&picture(kit, noise), WIDTH, HEIGHT).unwrap();
        assert_eq!(read, Some(ScannedCode(kit.to_owned())), "noise {noise}");
    }
}

#[test]
fn a_picture_without_a_code_says_so() {
    let grey = vec![128; (WIDTH * HEIGHT * 4) as usize];
    assert_eq!(read_code(&grey, WIDTH, HEIGHT), Ok(None));
}

#[test]
fn pixels_that_are_not_what_they_say_are_refused() {
    assert_eq!(read_code(&[0; 16], 4, 4), Err(ViewError::Broken));
    assert_eq!(read_code(&[], 0, 0), Err(ViewError::Broken));
    assert_eq!(read_code(&[], MOST_FRAME_SIDE + 1, 1), Err(ViewError::TooLarge));
}

#[test]
fn what_was_read_is_not_printed() {
    assert_eq!(format!("{:?}", ScannedCode("a kit".to_owned())), "ScannedCode([REDACTED])");
}
