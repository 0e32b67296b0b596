//! RC4 (RFC 6229), the crate's and with the drop.

use rc4::{KeyInit as _, Rc4, StreamCipher as _};
use sesemr_common::crypto::hazmat::{Rc4Drop, Rc4Key};

use crate::file::{Vector, parse, unhex};

const FILE: &str = include_str!("rc4_rfc6229.json");
const DROPPED: usize = 3072;

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn rc4_gives_the_key_streams_of_rfc_6229() {
    let file = parse(FILE);
    for vector in Vector(&file).list("vectors") {
        for (offset, expected) in vector.0["stream"].as_object().unwrap() {
            let mut stream = vec![0; offset.parse::<usize>().unwrap() + 16];
            Rc4::new_from_slice(&vector.bytes("key")).unwrap().apply_keystream(&mut stream);
            assert_eq!(stream[stream.len() - 16..], unhex(expected.as_str().unwrap()), "{}", vector.text("name"));
        }
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_inner_layer_starts_behind_the_dropped_bytes() {
    let file = parse(FILE);
    let mut seen = 0;
    for vector in Vector(&file).list("vectors") {
        let Ok(key) = vector.bytes("key").try_into() else { continue };
        for (offset, expected) in vector.0["stream"].as_object().unwrap() {
            let Some(behind) = offset.parse::<usize>().unwrap().checked_sub(DROPPED) else { continue };
            let mut stream = vec![0; behind + 16];
            Rc4Drop::new(&Rc4Key::from_bytes(key)).apply(&mut stream);
            assert_eq!(stream[behind..], unhex(expected.as_str().unwrap()));
            seen += 1;
        }
    }
    assert_eq!(seen, 6, "two keys of 32 bytes, three offsets each");
}
