//! What the page and a viewer say to each other, in the shape in which page and vault do.
//!
//! ```text
//!  page                                      viewer
//!                              ◀──────────   FromViewer::Ready               once, first
//!  ToViewer::Ask { id, verb }  + parts  ──▶  worker::answer
//!                              ◀── + parts   FromViewer::Answer { id, .. }   exactly one, unless it fails
//! ```
//!
//! [`crate::wire`] packs and unpacks; what travels beside a message is said at its verb. There is no way to cancel:
//! whoever waits no longer ends the worker.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// The most pixels of a page's picture: A4 at 250 dots per inch and a little more.
pub const MOST_PIXELS: u32 = 8_000_000;
/// The most pixels of a side of a page's picture.
pub const MOST_SIDE: u32 = 8_192;
/// The most pixels of a side of a camera's picture.
pub const MOST_FRAME_SIDE: u32 = 2_048;
/// The most bytes of a photo that is looked into.
pub const MOST_PHOTO_BYTES: u32 = 64 * 1024 * 1024;

/// Which question an answer belongs to. Counted by the page from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AskId(pub u32);

/// From the page to the viewer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToViewer {
    /// Do this.
    Ask {
        /// Which question.
        id: AskId,
        /// What to do.
        verb: Verb,
    },
}

/// From the viewer to the page.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromViewer {
    /// The viewer has started and listens.
    Ready,
    /// The end of a question.
    Answer {
        /// Which question.
        id: AskId,
        /// The JSON of the verb's [`Ask::Answer`], or what went wrong.
        result: Result<Box<RawValue>, ViewError>,
    },
}

/// What went wrong. The page has a sentence for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ViewError {
    /// Not what it says it is, damaged, or of a kind that cannot be drawn.
    #[error("the file is damaged or of an unknown kind")]
    Broken,
    /// A PDF with a password of its own.
    #[error("the file has a password of its own")]
    Locked,
    /// Larger than what is looked into.
    #[error("the file is too large")]
    TooLarge,
    /// The file has no such page.
    #[error("the file has no such page")]
    NoSuchPage,
    /// It took longer than anybody waits: the viewer was ended.
    #[error("it took too long")]
    TookTooLong,
    /// The viewer failed, or was ended.
    #[error("the viewer stopped")]
    Stopped,
    /// The viewer could not be fetched.
    #[error("the viewer could not be fetched")]
    Away,
}

/// A verb, and what it is answered with.
pub trait Ask: Into<Verb> {
    /// The view that answers it.
    type Answer: Serialize + DeserializeOwned + 'static;
}

/// The list of verbs: each is a variant of [`Verb`], so that the viewer's `match` is complete or does not compile.
macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident -> $answer:ty,)+) => {
        /// Everything the page can ask for.
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Verb {
            $($(#[$doc])* $name($name),)+
        }

        $(
            impl Ask for $name {
                type Answer = $answer;
            }

            impl From<$name> for Verb {
                fn from(verb: $name) -> Self {
                    Self::$name(verb)
                }
            }
        )+
    };
}

verbs! {
    /// Open a PDF.
    OpenPdf -> PdfView,
    /// A page of the open PDF as a picture.
    DrawPage -> PageView,
    /// A page of the open PDF as text.
    ReadPage -> String,
    /// What a photo tells.
    ReadTraces -> Option<Traces>,
    /// The same photo without what it tells.
    RemoveTraces -> (),
    /// The QR code in a picture of the camera's.
    ReadCode -> Option<ScannedCode>,
}

/// Open the PDF whose `Blob` travels beside it. It stays open until another is.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenPdf {}

/// Draw a page of the open PDF. Its pixels travel beside the answer: a `Uint8ClampedArray` of RGBA, row by row.
#[derive(Debug, Serialize, Deserialize)]
pub struct DrawPage {
    /// Which, from 0.
    pub page: u32,
    /// How wide the picture should be, in pixels. It is smaller where [`MOST_PIXELS`] or [`MOST_SIDE`] say so.
    pub width: u32,
}

/// Read a page of the open PDF.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadPage {
    /// Which, from 0.
    pub page: u32,
}

/// Look into the photo whose `Blob` travels beside it. The answer is nothing where it is no photo of a known kind.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadTraces {}

/// Take place, time, device and notes out of the photo whose `Blob` travels beside it. The photo without them travels
/// beside the answer, as a `Uint8Array`; its pixels and the way it is turned are the same.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveTraces {}

/// Find a QR code in the pixels that travel beside it: a `Uint8ClampedArray` of RGBA, row by row.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadCode {
    /// Pixels of a row; at most [`MOST_FRAME_SIDE`].
    pub width: u32,
    /// Rows; at most [`MOST_FRAME_SIDE`].
    pub height: u32,
}

/// An open PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfView {
    /// How many pages it has; at least 1.
    pub pages: u32,
}

/// A page that was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageView {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether it is coarser than was asked for.
    pub is_reduced: bool,
}

/// What a photo tells besides its picture. The words are the photo's own: letters, digits and common signs, no others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Traces {
    /// Where it was taken.
    pub place: Option<Place>,
    /// When it was taken by the camera's clock, as `YYYY-MM-DDTHH:MM:SS` without a time zone.
    pub time: Option<String>,
    /// With what: maker and model.
    pub device: Option<String>,
    /// Whether it holds further notes: names, serial numbers, captions, settings, a second picture.
    pub more: bool,
}

/// A place on earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// North of the equator; south is negative.
    pub north: f64,
    /// East of Greenwich; west is negative.
    pub east: f64,
}

impl Traces {
    /// Whether it tells nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a QR code says. It may be a kit or a key, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScannedCode(pub String);

impl core::fmt::Debug for ScannedCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ScannedCode([REDACTED])")
    }
}
