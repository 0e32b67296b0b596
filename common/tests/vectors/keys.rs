//! Key derivation, hashes, and codes for people, computed a second time with Python's standard library.

use sesemr_common::crypto::derive::{PseudoRandomKey, derive};
use sesemr_common::crypto::{Fingerprint, Kit, OpeningCode, object_hash};
use sesemr_common::envelope::{body_hash, chunk_hash};
use sesemr_common::id::{AccountId, KeyId};

use crate::file::{Vector, parse, unhex};

const FILE: &str = include_str!("keys.json");

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_kit_gives_its_groups_and_keys() {
    let file = parse(FILE);
    let vector = Vector(&file).part("kit");
    let kit = Kit::from_bytes(vector.array("bytes"));
    assert_eq!(*kit.to_groups(), vector.text("groups"));
    assert_eq!(Kit::from_groups(vector.text("groups")).unwrap(), kit);
    let device_key = kit.derive_device_key();
    assert_eq!(device_key.as_bytes(), &vector.array("device_key"));
    assert_eq!(device_key.mac_account(vector.object::<AccountId>("account")).as_bytes(), &vector.array("device_mac"));
    assert_eq!(*derive(kit.as_bytes(), "recovery", &[]), vector.array::<32>("recovery_password"));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_code_and_a_fingerprint_read_as_they_always_did() {
    let file = parse(FILE);
    let code = Vector(&file).part("code");
    assert_eq!(*OpeningCode::from_bytes(code.array("bytes")).to_groups(), code.text("groups"));
    assert_eq!(OpeningCode::from_groups(code.text("groups")).unwrap().as_bytes(), &code.array("bytes"));
    let fingerprint = Vector(&file).part("fingerprint");
    let key_id: KeyId = fingerprint.object("key_id");
    assert_eq!(Fingerprint::from(&key_id).to_string(), fingerprint.text("digits"));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn derived_keys_and_hashes_are_what_they_always_were() {
    let file = parse(FILE);
    let vector = Vector(&file).part("derive");
    let key = PseudoRandomKey::extract(&vector.bytes("salt"), &[&vector.bytes("ikm")]);
    for label in ["aead", "commit", "summary"] {
        assert_eq!(*key.expand(label, &[]), vector.array::<32>(label));
    }
    assert_eq!(*key.expand("rc4", &[&7u32.to_be_bytes()]), vector.array::<32>("rc4_7"));

    let object = Vector(&file).part("object_hash");
    assert_eq!(object_hash(object.text("type_name"), &object.bytes("encoding")).0, object.array("hash"));
    let body = Vector(&file).part("body_hash");
    let chunks = body.0["chunks"].as_array().unwrap().iter();
    let hashes: Vec<_> = chunks.map(|chunk| chunk_hash(&unhex(chunk.as_str().unwrap()))).collect();
    assert_eq!(body_hash(&hashes).0, body.array("hash"));
}
