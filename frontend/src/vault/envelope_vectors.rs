//! The frozen envelopes of `sesemr_common`, through WebCrypto: the same bytes as natively, both ways.

#![expect(clippy::unwrap_used, clippy::string_slice, clippy::panic, reason = "a test stops where an assumption fails")]

#[path = "../../../common/tests/support/envelope_vectors.rs"]
mod check;
#[path = "../../../common/tests/vectors/file.rs"]
mod file;
#[path = "../../../common/tests/support/noise.rs"]
mod noise;

use check::{check_opening, check_sealing};
use wasm_bindgen_test::wasm_bindgen_test;

use super::web_crypto::WebBodyCipher;

#[wasm_bindgen_test]
async fn a_record_sealed_once_opens_with_webcrypto() {
    check_opening(&WebBodyCipher).await;
}

#[wasm_bindgen_test]
async fn sealing_the_same_again_with_webcrypto_gives_the_same_bytes() {
    check_sealing(&WebBodyCipher).await;
}
