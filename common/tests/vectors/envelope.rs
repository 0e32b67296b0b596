//! Sealed records: sealing again gives the same bytes, and opening gives the content back. Here with the native cipher;
//! the frontend does the same with WebCrypto.

use sesemr_common::envelope::NativeBodyCipher;

use crate::envelope_vectors::{check_opening, check_sealing};
use crate::now::now;

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_record_sealed_once_opens_for_ever() {
    now(check_opening(&NativeBodyCipher));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn sealing_the_same_again_gives_the_same_bytes() {
    now(check_sealing(&NativeBodyCipher));
}
