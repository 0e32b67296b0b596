//! What a photo tells besides its picture, and the photo without it: JPEG, PNG and WebP.
//!
//! Removing keeps what is known to be the picture and drops everything else, whatever it is called: what nobody thought
//! of goes too. The way the picture is turned is written back.

mod exif_notes;
mod jpeg;
mod png;
mod webp;

use img_parts::{Bytes, DynImage};

use crate::message::{Traces, ViewError};

/// What a photo tells; nothing where it is no photo of a kind that is known.
///
/// # Errors
/// [`ViewError::Broken`] where it begins like one and is damaged.
pub fn read_traces(photo: Vec<u8>) -> Result<Option<Traces>, ViewError> {
    let bytes = Bytes::from(photo);
    Ok(parse(&bytes)?.map(|image| match &image {
        DynImage::Jpeg(image) => jpeg::read(image, &bytes),
        DynImage::Png(image) => png::read(image),
        DynImage::WebP(image) => webp::read(image),
    }))
}

/// The same picture, turned the same way, without what it tells.
///
/// # Errors
/// [`ViewError::Broken`] where it is no photo of a known kind, is damaged, or would still tell something.
pub fn remove_traces(photo: Vec<u8>) -> Result<Vec<u8>, ViewError> {
    let bytes = Bytes::from(photo);
    let image = parse(&bytes)?.ok_or(ViewError::Broken)?;
    let size = image.dimensions();
    let clean = match image {
        DynImage::Jpeg(image) => jpeg::clean(image, &bytes),
        DynImage::Png(image) => png::clean(image),
        DynImage::WebP(image) => webp::clean(image),
    };
    let again = parse(&Bytes::copy_from_slice(&clean))?.ok_or(ViewError::Broken)?;
    let tells = read_traces(clean.clone())?.ok_or(ViewError::Broken)?;
    if tells.is_empty() && again.dimensions() == size { Ok(clean) } else { Err(ViewError::Broken) }
}

fn parse(photo: &Bytes) -> Result<Option<DynImage>, ViewError> {
    DynImage::from_bytes(photo.clone()).map_err(|_| ViewError::Broken)
}
