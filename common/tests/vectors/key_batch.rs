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

/// Made the file, once.
#[cfg(not(target_arch = "wasm32"))]
#[test]
#[ignore = "prints a new vector; the file is frozen"]
#[expect(clippy::print_stdout, reason = "that is what it is for")]
fn print_a_new_key_batch_vector() {
    use serde_json::json;
    use sesemr_common::crypto::FileKey;
    use sesemr_common::envelope::{Authority, KeyBatchFields, wrap_file_keys};
    use sesemr_common::id::{AccountId, BatchId, KeyId};
    use sesemr_common::portion::Portion;
    use sesemr_common::pre::{make_re_encryption_key, reencapsulate};

    use crate::file::hex;

    let fields = KeyBatchFields {
        batch: BatchId::from_bytes([1; 16]),
        patient: AccountId::from_bytes([2; 16]),
        portion: Portion::Medications,
        epoch: 7,
        card: Hash([3; 32]),
        writer: AccountId::from_bytes([4; 16]),
        writer_key: KeyId([5; 32]),
        authority: Authority::Opening(Hash([6; 32])),
    };
    let secret = PortionSecret::make();
    let public = secret.pre.public_key();
    let file_keys = [(Hash([9; 32]), FileKey::make()), (Hash([8; 32]), FileKey::make())];
    let writer = SigningKey::from_bytes([0x77; 32]);
    let wrapped = wrap_file_keys(fields, &public, &secret.kem.public_key(), &file_keys, &writer).unwrap();
    let context = wrapped.batch.fields.pre_context();
    let b = PreSecretKey::make();
    let (rk, commitment) = make_re_encryption_key(&context, &secret.pre, &b.public_key());
    let fragment = reencapsulate(&context, &public, &rk, &wrapped.batch.capsule).unwrap();
    let file_key = |binding: &Hash| file_keys.iter().find(|(own, _)| own == binding).unwrap().1.as_bytes();
    let slots = wrapped.slots.iter().map(|(binding, slot)| {
        json!({
            "binding": hex(binding.as_bytes()), "slot": hex(&slot.encode()),
            "hash": hex(slot.object_hash().as_bytes()), "file_key": hex(file_key(binding)),
        })
    });
    let made = json!({
        "encoding": hex(&wrapped.batch.encode()), "hash": hex(wrapped.batch.object_hash().as_bytes()),
        "writer_seed": "77".repeat(32), "a": hex(&*secret.pre.to_bytes()), "z": hex(secret.kem.as_bytes()),
        "K_kem": hex(wrapped.kem_secret.as_bytes()), "b": hex(&*b.to_bytes()), "rk": hex(&*rk.expose_bytes()),
        "commitment": hex(&commitment.encode()), "fragment": hex(&fragment.encode()), "slots": slots.collect::<Vec<_>>(),
    });
    println!("{}", serde_json::to_string_pretty(&made).unwrap());
}
