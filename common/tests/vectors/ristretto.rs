//! ristretto255 (RFC 9496) as re-encryption reads it.

use sesemr_common::codec::Decode as _;
use sesemr_common::pre::{PrePublicKey, PreSecretKey};

use crate::file::{Vector, parse, unhex};

fn encodings(vector: &Vector<'_>, name: &str) -> Vec<Vec<u8>> {
    vector.0[name].as_array().unwrap().iter().map(|hex| unhex(hex.as_str().unwrap())).collect()
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn multiples_of_the_generator_are_those_of_rfc_9496() {
    let file = parse(include_str!("ristretto_rfc9496.json"));
    let multiples = encodings(&Vector(&file), "multiples");
    // The first is the identity, which is no key here.
    assert!(PrePublicKey::decode(&multiples[0]).is_err());
    for (number, expected) in multiples.iter().enumerate().skip(1) {
        let mut scalar = [0; 32];
        scalar[0] = u8::try_from(number).unwrap();
        let key = PreSecretKey::from_bytes(scalar).unwrap().public_key();
        assert_eq!(key.as_bytes().as_slice(), expected);
        assert_eq!(PrePublicKey::decode(expected).unwrap(), key);
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn encodings_that_rfc_9496_refuses_are_refused() {
    let file = parse(include_str!("ristretto_rfc9496.json"));
    let refused = encodings(&Vector(&file), "refused");
    assert_eq!(refused.len(), 29);
    for encoding in refused {
        assert!(PrePublicKey::decode(&encoding).is_err(), "{encoding:02x?}");
    }
}
