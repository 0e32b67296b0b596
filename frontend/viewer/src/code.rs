//! The QR code in a picture of the camera's.

use rqrr::PreparedImage;

use crate::message::{MOST_FRAME_SIDE, ScannedCode, ViewError};

/// Bytes of a pixel: red, green, blue and opacity.
const PIXEL: usize = 4;

/// Finds a QR code (ISO/IEC 18004) in RGBA pixels, row by row: the first one that can be read.
///
/// # Errors
/// [`ViewError::Broken`] where the pixels are not `width` times `height`, [`ViewError::TooLarge`] beyond
/// [`MOST_FRAME_SIDE`].
pub fn read_code(pixels: &[u8], width: u32, height: u32) -> Result<Option<ScannedCode>, ViewError> {
    if width > MOST_FRAME_SIDE || height > MOST_FRAME_SIDE {
        return Err(ViewError::TooLarge);
    }
    let (width, height) = (width as usize, height as usize);
    if width == 0 || height == 0 || pixels.len() != width * height * PIXEL {
        return Err(ViewError::Broken);
    }
    let brightness = |x: usize, y: usize| {
        let start = (y * width + x) * PIXEL;
        pixels.get(start..start + PIXEL).map_or(u8::MAX, brightness)
    };
    let mut image = PreparedImage::prepare_from_greyscale(width, height, brightness);
    let text = image.detect_grids().iter().find_map(|grid| grid.decode().ok());
    Ok(text.map(|(_, text)| ScannedCode(text)))
}

/// How bright a pixel is (ITU-R BT.601, in parts of 256).
fn brightness(pixel: &[u8]) -> u8 {
    let weighted = pixel.iter().zip([77_u16, 150, 29]).map(|(colour, weight)| u16::from(*colour) * weight);
    u8::try_from(weighted.sum::<u16>() / 256).unwrap_or(u8::MAX)
}
