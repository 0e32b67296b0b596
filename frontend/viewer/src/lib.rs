//! Looks into foreign formats, in a worker of its own that never holds a key.
//!
//! ```text
//!  page ── message ──▶ worker ─┬─ pdf       a page of a PDF as a picture, or as text
//!                              ├─ traces    what a photo tells of place, time and device; the photo without it
//!                              └─ code      the QR code in a picture of the camera's
//! ```
//!
//! Whoever made such a file may be hostile, and whoever reads it may fail on it. So the worker is ended with what it
//! looked into, knows no record and no key, and the page has a sentence for every way in which it can fail. This crate
//! does not know `sesemr-common`: it cannot even name a key.
//!
//! Without the feature `formats` it is the messages alone, which is what the page needs of it.

#[cfg(feature = "formats")]
pub mod code;
pub mod message;
#[cfg(feature = "formats")]
pub mod pdf;
#[cfg(feature = "formats")]
pub mod traces;
pub mod wire;
#[cfg(feature = "formats")]
pub mod worker;
