//! What a record says, from its bytes: decided by its media type, and by nothing in the bytes that could run.

use js_sys::{Array, Uint8Array};
use sesemr_common::record::{MediaType, ReferenceNames, SeriesSummary, view_record};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};
use zeroize::Zeroizing;

use super::reporter::Reporter;
use crate::{
    message::{AppError, ErrorCode},
    model::{
        record::{RecordBody, TextView},
        series::SeriesView,
    },
};

/// Texts beyond this are offered as a file.
const MOST_TEXT: u64 = 1024 * 1024;
/// Images beyond this are offered as a file: four bytes for each pixel is what drawing them takes.
const MOST_PIXELS: u64 = 100_000_000;
/// How much of an image is looked at to learn its size, in bytes: notes and profiles may stand before it.
const IMAGE_HEAD: usize = 1024 * 1024;

/// How a record of this type is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a FHIR resource.
    Resource,
    /// As a summary of readings.
    Series,
    /// As text: sources of pages and drawings too.
    Text,
    /// As an image.
    Image,
    /// As a PDF.
    Pdf,
    /// As a file to save.
    File,
}

impl Shown {
    /// By the media type that was sniffed from the bytes before sealing.
    pub(super) fn of(media_type: &str, bytes: u64) -> Self {
        match media_type {
            MediaType::FHIR_JSON => Self::Resource,
            MediaType::SERIES_SUMMARY => Self::Series,
            "image/png" | "image/jpeg" | "image/webp" | "image/gif" => Self::Image,
            "application/pdf" => Self::Pdf,
            MediaType::TEXT | MediaType::SVG | MediaType::JSON | "text/html" | "text/xml" if bytes <= MOST_TEXT => {
                Self::Text
            }
            _ => Self::File,
        }
    }

    /// Whether it is shown at all, and not only saved.
    pub(super) fn is_drawn(self) -> bool {
        self != Self::File
    }

    /// Whether its content is a small text that tables show.
    pub(super) fn is_read_in_tables(self) -> bool {
        matches!(self, Self::Resource | Self::Series | Self::Text)
    }
}

/// The body of a record whose content is in memory.
pub(super) fn view_text_body(shown: Shown, content: &[u8], names: &ReferenceNames) -> RecordBody {
    match shown {
        Shown::Resource => RecordBody::Resource(Box::new(view_record(content, names))),
        Shown::Series => SeriesSummary::decode(content)
            .map_or(RecordBody::Altered, |summary| RecordBody::Series(SeriesView::of_summary(&summary))),
        Shown::Text => RecordBody::Text(TextView::of(content)),
        Shown::Image | Shown::Pdf | Shown::File => RecordBody::NotLoaded,
    }
}

/// Collects a file's pieces outside this worker's memory.
#[derive(Default)]
pub(super) struct BlobParts {
    parts: Array,
    /// How the file begins.
    head: Zeroizing<Vec<u8>>,
}

impl BlobParts {
    /// Adds a piece. Made a blob of its own at once, so that the browser and not this worker holds it.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), AppError> {
        let part = make_blob(&Array::of1(&Uint8Array::from(piece)), "")?;
        self.parts.push(&part);
        let wanted = IMAGE_HEAD.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend(piece.iter().take(wanted));
        Ok(())
    }

    /// The file, of this type.
    pub(super) fn into_blob(self, media_type: &str) -> Result<Blob, AppError> {
        make_blob(&self.parts, media_type)
    }

    /// The file, pinned to a type that it was sniffed to be; anything that is not drawn is bytes.
    pub(super) fn attach(&self, shown: Shown, media_type: &str, reporter: &Reporter) -> Result<RecordBody, AppError> {
        let pinned = if matches!(shown, Shown::Image | Shown::Pdf) { media_type } else { "application/octet-stream" };
        let attachment = reporter.attach(make_blob(&self.parts, pinned)?);
        Ok(match shown {
            Shown::Image => match image_pixels(&self.head) {
                Some(pixels) if pixels <= MOST_PIXELS => RecordBody::Image(attachment),
                pixels => RecordBody::HugeImage { image: attachment, pixels },
            },
            Shown::Pdf => RecordBody::Pdf(attachment),
            _ => RecordBody::File(attachment),
        })
    }
}

/// How many pixels an image has, by how its file begins.
fn image_pixels(head: &[u8]) -> Option<u64> {
    let size = imagesize::blob_size(head).ok()?;
    let (width, height) = (u64::try_from(size.width).ok()?, u64::try_from(size.height).ok()?);
    width.checked_mul(height)
}

/// A blob of these parts.
pub(super) fn make_blob(parts: &Array, media_type: &str) -> Result<Blob, AppError> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_blob_sequence_and_options(parts, &options).map_err(|_: JsValue| ErrorCode::NoStorage.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_says_in_its_first_bytes_how_many_pixels_it_has() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR".to_vec();
        png.extend([0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50]);
        png.extend([8, 6, 0, 0, 0]);
        assert_eq!(image_pixels(&png), Some(2_500_000_000));
        assert_eq!(image_pixels(b"GIF89a\x10\0\x08\0\xF7\0\0\0"), Some(128));
        assert_eq!(image_pixels(b"no image at all"), None);
    }
}
