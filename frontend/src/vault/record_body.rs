//! What a record says, from its bytes: decided by its media type, and by nothing in the bytes that could run.

use js_sys::{Array, Uint8Array};
use sesemr_common::record::{MediaType, ReferenceNames, SeriesSummary, view_record};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

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
pub(super) struct BlobParts(Array);

impl BlobParts {
    /// Adds a piece. Made a blob of its own at once, so that the browser and not this worker holds it.
    pub(super) fn push(&self, piece: &[u8]) -> Result<(), AppError> {
        let part = make_blob(&Array::of1(&Uint8Array::from(piece)), "")?;
        self.0.push(&part);
        Ok(())
    }

    /// The file, pinned to a type that it was sniffed to be; anything that is not drawn is bytes.
    pub(super) fn attach(&self, shown: Shown, media_type: &str, reporter: &Reporter) -> Result<RecordBody, AppError> {
        let pinned = if matches!(shown, Shown::Image | Shown::Pdf) { media_type } else { "application/octet-stream" };
        let attachment = reporter.attach(make_blob(&self.0, pinned)?);
        Ok(match shown {
            Shown::Image => RecordBody::Image(attachment),
            Shown::Pdf => RecordBody::Pdf(attachment),
            _ => RecordBody::File(attachment),
        })
    }
}

/// A blob of these parts.
pub(super) fn make_blob(parts: &Array, media_type: &str) -> Result<Blob, AppError> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_blob_sequence_and_options(parts, &options).map_err(|_: JsValue| ErrorCode::NoStorage.into())
}
