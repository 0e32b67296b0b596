//! How fast records are sealed and opened, beside the ciphers alone, and what Argon2id costs by itself.
//!
//! Natively with Criterion over the `aes-gcm` crate, in a browser over WebCrypto. Each figure is also printed as a line for
//! script/bench: `figure<TAB>what<TAB>where<TAB>value<TAB>unit<TAB>goal`.

#![expect(clippy::unwrap_used, reason = "a bench stops where an assumption fails")]

#[path = "envelope/argon2id.rs"]
mod argon2id;
#[path = "envelope/bodies.rs"]
mod bodies;
#[cfg(target_arch = "wasm32")]
#[path = "envelope/browser.rs"]
mod browser;
#[path = "envelope/figure.rs"]
mod figure;
#[cfg(not(target_arch = "wasm32"))]
#[path = "envelope/native.rs"]
mod native;
#[path = "envelope/signing_in.rs"]
mod signing_in;
#[cfg(target_arch = "wasm32")]
#[path = "../../frontend/src/vault/web_crypto.rs"]
#[expect(dead_code, reason = "the application's file, which also keeps the device key")]
mod web_crypto;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::run();
}
