//! How fast records are sealed and opened, beside the ciphers alone, and what Argon2id costs by itself.
//!
//! Natively with Criterion. In a browser, where `WebCrypto` does the AES of bodies, only what WebAssembly does itself is
//! measured here: RC4 and Argon2id; the whole envelope is measured where `WebCrypto` is, in the frontend. Each figure is also
//! printed as a line for script/bench: `figure<TAB>what<TAB>where<TAB>value<TAB>unit<TAB>goal`.

#[cfg(target_arch = "wasm32")]
#[path = "envelope/browser.rs"]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
#[path = "envelope/native.rs"]
mod native;
#[path = "envelope/work.rs"]
mod work;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::run();
}
