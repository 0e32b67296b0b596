//! Media types: what a record's bytes are. How they are found out is in `sniff_media_type`.

use serde::{Deserialize, Serialize};

/// A media type in lower case without parameters, for example `application/pdf` (RFC 6838).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaType(String);

/// The text is not a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a media type like application/pdf")]
pub struct MediaTypeError;

impl MediaType {
    /// One FHIR R4 resource, or a document bundle, in JSON.
    pub const FHIR_JSON: &str = "application/fhir+json";
    /// The body of a record of `readings_summary`.
    pub const SERIES_SUMMARY: &str = "application/vnd.sesemr.series-summary+json";
    /// Bytes of no known kind.
    pub const BYTES: &str = "application/octet-stream";
    /// A PDF document.
    pub const PDF: &str = "application/pdf";
    /// A DICOM file, part 10.
    pub const DICOM: &str = "application/dicom";
    /// JSON that is not FHIR.
    pub const JSON: &str = "application/json";
    /// A drawing that may carry scripts: shown as text, never run.
    pub const SVG: &str = "image/svg+xml";
    /// Text without markup.
    pub const TEXT: &str = "text/plain";

    /// For the constants above and what the sniffing table holds.
    pub(super) fn known(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// For example `application/pdf`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl core::str::FromStr for MediaType {
    type Err = MediaTypeError;

    fn from_str(text: &str) -> Result<Self, MediaTypeError> {
        let bare = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_token = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
        };
        match bare.split_once('/') {
            Some((kind, subtype)) if bare.len() <= 127 && is_token(kind) && is_token(subtype) => Ok(Self(bare)),
            _ => Err(MediaTypeError),
        }
    }
}

impl TryFrom<String> for MediaType {
    type Error = MediaTypeError;

    fn try_from(text: String) -> Result<Self, MediaTypeError> {
        text.parse()
    }
}

impl From<MediaType> for String {
    fn from(media_type: MediaType) -> Self {
        media_type.0
    }
}

impl core::fmt::Display for MediaType {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}
