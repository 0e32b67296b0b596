//! Key batches: one wrapped once opens for ever, with the portion's secrets and through an opening.

use sesemr_common::codec::Encode as _;
use sesemr_common::crypto::{ProtocolObject as _, SigningKey};
use sesemr_common::envelope::{
    BatchKemSecret, KeyBatch, KeySlot, PortionSecret, export_kem_secret, open_key_batch, open_reencrypted_key_batch,
};
use sesemr_common::id::Hash;
use sesemr_common::pre::{Fragment, PreSecretKey, ReEncryptionKey, ReKeyCommitment, check_re_encryption_key};

use crate::file::{Vector, parse};

const FILE: &str = include_str!("key_batch.json");

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_batch_wrapped_once_opens_for_ever_by_both_ways() {
    let file = parse(FILE);
    let vector = Vector(&file).part("batch");
    let batch: KeyBatch = vector.object("encoding");
    assert_eq!(batch.encode(), vector.bytes("encoding"));
    assert_eq!(batch.object_hash().0, vector.array("hash"));
    assert!(batch.verify(&SigningKey::from_bytes(vector.array("writer_seed")).verifying_key()).is_ok());

    let secret = PortionSecret {
        pre: PreSecretKey::from_bytes(vector.array("a")).unwrap(),
        kem: sesemr_common::crypto::hpke::KemSecretKey::from_bytes(vector.array("z")),
    };
    let kem_secret = BatchKemSecret::from_bytes(vector.array("K_kem"));
    assert_eq!(export_kem_secret(&batch, &secret.kem).unwrap(), kem_secret);

    let one_time_secret = PreSecretKey::from_bytes(vector.array("b")).unwrap();
    let commitment: ReKeyCommitment = vector.object("commitment");
    let rk = ReEncryptionKey::from_bytes(vector.array("rk")).unwrap();
    assert_eq!(check_re_encryption_key(&rk, &commitment), Ok(()));
    let fragment: Fragment = vector.object("fragment");
    let public = secret.pre.public_key();

    let home = open_key_batch(&batch, &secret).unwrap();
    let lent =
        open_reencrypted_key_batch(&batch, &public, &one_time_secret, &commitment, &fragment, &kem_secret).unwrap();
    let mut slots = Vec::new();
    for record in vector.list("slots") {
        let (binding, slot): (Hash, KeySlot) = (record.object("binding"), record.object("slot"));
        assert_eq!(slot.object_hash().0, record.array("hash"));
        for key in [&home, &lent] {
            assert_eq!(key.unwrap_file_key(&binding, &slot).unwrap().as_bytes(), &record.array("file_key"));
        }
        slots.push((binding, slot));
    }
    assert_eq!(batch.check_slots(&slots), Ok(()));
}
