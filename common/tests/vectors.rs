//! Frozen vectors: bytes that no later version may read or write differently. Each file beside this one begins with
//! what is expected. They run natively and in headless Chromium.
//!
//! Nothing here is ever made anew to make a test pass; a format that changes gets a new version and a new file.

#![cfg(feature = "client")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test stops where an assumption fails"
)]

#[path = "support/envelope_vectors.rs"]
mod envelope_vectors;
#[path = "support/noise.rs"]
mod noise;
#[path = "support/now.rs"]
mod now;

#[path = "vectors/account_id.rs"]
mod account_id;
#[path = "vectors/acts.rs"]
mod acts;
#[path = "vectors/archive.rs"]
mod archive;
#[path = "vectors/envelope.rs"]
mod envelope;
#[path = "vectors/file.rs"]
mod file;
#[path = "vectors/hpke.rs"]
mod hpke;
#[path = "vectors/key_batch.rs"]
mod key_batch;
#[path = "vectors/keys.rs"]
mod keys;
#[path = "vectors/microagg.rs"]
mod microagg;
#[path = "vectors/opaque.rs"]
mod opaque;
#[path = "vectors/opaque_rfc9807.rs"]
mod opaque_rfc9807;
#[path = "vectors/pre.rs"]
mod pre;
#[path = "vectors/rc4.rs"]
mod rc4;
#[path = "vectors/ristretto.rs"]
mod ristretto;
#[path = "vectors/vault.rs"]
mod vault;
#[path = "vectors/wire.rs"]
mod wire;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
