//! How fast rows are micro-aggregated, beside the textbook's way of doing it, natively and in a browser. Every figure is
//! a line for script/bench: `figure<TAB>what<TAB>where<TAB>value<TAB>unit<TAB>goal`.

#![expect(
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a bench stops where an assumption fails, and counts few rows"
)]

#[cfg(target_arch = "wasm32")]
#[path = "microagg/browser.rs"]
mod browser;
#[path = "envelope/figure.rs"]
#[expect(dead_code, reason = "the other bench counts megabytes too")]
mod figure;
#[path = "microagg/measure.rs"]
mod measure;
#[cfg(not(target_arch = "wasm32"))]
#[path = "microagg/native.rs"]
mod native;
#[cfg(not(target_arch = "wasm32"))]
#[path = "microagg/peers.rs"]
mod peers;
#[path = "microagg/tables.rs"]
mod tables;
#[path = "microagg/textbook.rs"]
mod textbook;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::run();
}
