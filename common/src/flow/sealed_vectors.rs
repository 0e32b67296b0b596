//! Frozen vectors of what flows seal with HPKE: boxes and short messages, from a second implementation.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

use super::FlowError;
use super::opening_box::open_box;
use super::sealed_message::{MessageInfo, open_message};
use crate::crypto::hpke::KemSecretKey;
use crate::crypto::opaque::ExportKey;
use crate::crypto::{KemCiphertext, object_hash};
use crate::hpke_vectors::{array, bytes, read};
use crate::id::{Bytes, Hash, OpeningId};
use crate::sharing::SealedMessage;

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_box_opens_under_its_opening_info_and_code_alone() {
    let boxes = read()["boxes"].take();
    for vector in boxes.as_array().unwrap() {
        let (opening, info) = (OpeningId::from_bytes(array(&vector["opening"])), Hash(array(&vector["info"])));
        let key = KemSecretKey::from_bytes(array(&vector["clinician"]));
        let export_key = ExportKey::from_bytes(array(&vector["export_key"]));
        let sealed = bytes(&vector["box"]);
        let open = |opening, info: &Hash, export_key| open_box(&sealed, opening, info, &key, export_key);

        let content = open(opening, &info, &export_key).unwrap();
        assert_eq!(*content.encode(), bytes(&vector["content"]));
        assert_eq!(object_hash("box", &sealed).0, array(&vector["hash"]));
        let altered = Some(FlowError::Untrustworthy("the box of an opening"));
        assert_eq!(open(OpeningId::from_bytes([0xEE; 16]), &info, &export_key).err(), altered);
        assert_eq!(open(opening, &Hash([0xEE; 32]), &export_key).err(), altered);
        assert_eq!(open(opening, &info, &ExportKey::from_bytes([0xEE; 64])).err(), altered);
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_message_opens_under_its_kind_and_subject_alone() {
    let messages = read()["messages"].take();
    for vector in messages.as_array().unwrap() {
        let kinds = ["request-key", "refuse-key-request", "random-key"];
        let kind = kinds.into_iter().find(|kind| vector["kind"] == **kind).unwrap();
        let key = KemSecretKey::from_bytes(array(&vector["recipient"]));
        let message = SealedMessage {
            kem_ciphertext: KemCiphertext(array(&vector["kem_ciphertext"])),
            ciphertext: Bytes(bytes(&vector["ciphertext"])),
        };
        let subject = array(&vector["subject"]);
        let open = |kind, subject| open_message(&key, &MessageInfo { kind, subject }, &message);
        assert_eq!(vector["text"], open(kind, &subject).unwrap().as_str());
        assert_eq!(open("another-kind", &subject).err(), Some(FlowError::AlteredOrDamaged));
        assert_eq!(open(kind, &[0xEE; 16]).err(), Some(FlowError::AlteredOrDamaged));
    }
}
