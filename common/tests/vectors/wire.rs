//! What is hashed or sent and is no object of its own: the contents of changed credentials, frames of chunks.

use sesemr_common::api::frame::Frame;
use sesemr_common::api::{ReplacementContents, SealedVault};
use sesemr_common::codec::Encoder;
use sesemr_common::crypto::opaque::RegistrationUpload;
use sesemr_common::id::{Bytes, KitTag};

use crate::file::{Vector, parse};

const FILE: &str = include_str!("wire.json");

fn u32_of(vector: &Vector<'_>, name: &str) -> u32 {
    u32::try_from(vector.number(name)).unwrap()
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn changed_credentials_are_named_by_this_hash() {
    let file = parse(FILE);
    for vector in Vector(&file).list("replacement_contents") {
        let has = |name: &str| !vector.0[name].is_null();
        let contents = ReplacementContents {
            log_in_upload: RegistrationUpload(vector.array("log_in_upload")),
            recovery_upload: has("recovery_upload").then(|| RegistrationUpload(vector.array("recovery_upload"))),
            kit_tag: has("kit_tag").then(|| KitTag(vector.array("kit_tag"))),
            vault_version: vector.number("vault_version"),
            vault: SealedVault {
                sealed: Bytes(vector.bytes("sealed")),
                log_in_wrap: Bytes(vector.bytes("log_in_wrap")),
                recovery_wrap: Bytes(vector.bytes("recovery_wrap")),
            },
        };
        assert_eq!(contents.hash().0, vector.array("hash"));
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn frames_stand_one_after_another_and_only_whole_ones_are_read() {
    let file = parse(FILE);
    let vectors = Vector(&file).list("frames");
    let frames: Vec<Frame> = vectors
        .iter()
        .map(|vector| Frame {
            record: vector.object("record"),
            version: u32_of(vector, "version"),
            index: u32_of(vector, "index"),
            bytes: vector.bytes("bytes"),
        })
        .collect();
    let mut encoder = Encoder::default();
    for frame in &frames {
        frame.write(&mut encoder);
    }
    let encoding = encoder.finish();
    assert_eq!(encoding, vectors.iter().flat_map(|vector| vector.bytes("encoding")).collect::<Vec<_>>());
    assert_eq!(Frame::read_all(&encoding).unwrap(), frames);
    assert!(Frame::read_all(&encoding[..encoding.len() - 1]).is_err());
}
