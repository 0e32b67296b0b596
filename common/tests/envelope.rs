//! Sealed records and key batches in hostile hands: whatever is altered, moved, cut or added is refused, always with
//! the same words.

#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where an assumption fails"
)]

#[path = "envelope/bodies.rs"]
mod bodies;
#[path = "envelope/equal_tags.rs"]
mod equal_tags;
#[path = "envelope/headers.rs"]
mod headers;
#[path = "envelope/key_batches.rs"]
mod key_batches;
#[path = "support/noise.rs"]
mod noise;
#[path = "support/now.rs"]
mod now;
#[path = "envelope/properties.rs"]
mod properties;
#[path = "support/sample.rs"]
mod sample;
#[path = "support/subject.rs"]
mod subject;
