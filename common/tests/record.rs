//! Records in plaintext, from a file to what the screen shows.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]
#![expect(clippy::print_stdout, reason = "a test without its sample says so")]

#[path = "record/arbitrary.rs"]
mod arbitrary;
#[path = "record/cohort.rs"]
mod cohort;
#[path = "record/counts.rs"]
mod counts;
#[path = "record/files.rs"]
mod files;
#[path = "record/hostile.rs"]
mod hostile;
#[path = "record/import.rs"]
mod import;
#[path = "record/prescription.rs"]
mod prescription;
#[path = "record/series.rs"]
mod series;
#[path = "record/support.rs"]
mod support;
#[path = "record/typed_reading.rs"]
mod typed_reading;
#[path = "record/view/mod.rs"]
mod view;
#[path = "record/visits.rs"]
mod visits;
