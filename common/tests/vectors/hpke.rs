//! X-Wing and HPKE: the draft's vectors, and what a second implementation exported from them. What is sealed with them,
//! messages, boxes and wraps for recovery, is tested beside the code that seals it, with the same file.

use sesemr_common::crypto::KemCiphertext;
use sesemr_common::crypto::hpke::{KemSecretKey, decapsulate_export};

use crate::file::{Vector, parse};

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_seed_gives_the_public_key_of_the_xwing_draft() {
    let file = parse(include_str!("xwing_draft.json"));
    for vector in Vector(&file).list("vectors") {
        let key = KemSecretKey::from_bytes(vector.array("sk"));
        assert_eq!(key.public_key().0, vector.array("pk"));
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_batchs_kem_leg_exports_what_a_second_implementation_does() {
    let file = parse(include_str!("hpke.json"));
    for vector in Vector(&file).list("batch_kems") {
        let key = KemSecretKey::from_bytes(vector.array("z"));
        let ciphertext = KemCiphertext(vector.array("kem_ciphertext"));
        let export = |info: &[u8]| decapsulate_export(&key, &ciphertext, info, b"sesemr/1/kem").unwrap();
        assert_eq!(*export(&vector.bytes("info")), vector.array::<32>("exported"));
        assert_ne!(*export(b"another info"), vector.array::<32>("exported"));
    }
}
