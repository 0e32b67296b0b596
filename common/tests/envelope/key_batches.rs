//! Key batches: both legs are needed, and nothing can be moved into, out of or between them.

use sesemr_common::codec::{Decode as _, DecodeError, Encode as _};
use sesemr_common::crypto::{FileKey, KemCiphertext, Signature, SigningKey};
use sesemr_common::envelope::{
    Authority, BatchKemSecret, EnvelopeError, KeyBatch, KeyBatchFields, KeySlot, PortionSecret, WrappedBatch,
    export_kem_secret, open_key_batch, open_reencrypted_key_batch, wrap_file_keys,
};
use sesemr_common::id::{AccountId, BatchId, Hash, KeyId};
use sesemr_common::portion::Portion;
use sesemr_common::pre::{PreSecretKey, encapsulate, make_re_encryption_key, reencapsulate};

struct Batch {
    secret: PortionSecret,
    writer: SigningKey,
    file_keys: Vec<(Hash, FileKey)>,
    wrapped: WrappedBatch,
}

fn fields(batch: u8) -> KeyBatchFields {
    KeyBatchFields {
        batch: BatchId::from_bytes([batch; 16]),
        patient: AccountId::from_bytes([2; 16]),
        portion: Portion::Laboratory,
        epoch: 1,
        card: Hash([3; 32]),
        writer: AccountId::from_bytes([2; 16]),
        writer_key: KeyId([4; 32]),
        authority: Authority::Own,
    }
}

fn file_keys(count: u8) -> Vec<(Hash, FileKey)> {
    (0..count).rev().map(|number| (Hash([number; 32]), FileKey::make())).collect()
}

fn batch_of(count: u8) -> Batch {
    let (secret, writer, file_keys) = (PortionSecret::make(), SigningKey::make(), file_keys(count));
    let (a, z) = (secret.pre.public_key(), secret.kem.public_key());
    let wrapped = wrap_file_keys(fields(1), &a, &z, &file_keys, &writer).unwrap();
    Batch { secret, writer, file_keys, wrapped }
}

/// Every slot's file key, or the first refusal.
fn open(batch: &KeyBatch, secret: &PortionSecret, slots: &[(Hash, KeySlot)]) -> Result<Vec<FileKey>, EnvelopeError> {
    let key = open_key_batch(batch, secret)?;
    slots.iter().map(|(binding, slot)| key.unwrap_file_key(binding, slot)).collect()
}

const REFUSED: Result<Vec<FileKey>, EnvelopeError> = Err(EnvelopeError::AlteredOrDamaged);

#[test]
fn the_patient_unwraps_every_file_key_and_the_slots_are_in_order() {
    let Batch { secret, writer, file_keys, wrapped } = batch_of(5);
    assert_eq!(wrapped.batch.verify(&writer.verifying_key()), Ok(()));
    assert_eq!(wrapped.batch.check_slots(&wrapped.slots), Ok(()));
    assert!(wrapped.slots.is_sorted_by_key(|(binding, _)| *binding));
    let expected: Vec<FileKey> = file_keys.into_iter().rev().map(|(_, file_key)| file_key).collect();
    assert_eq!(open(&wrapped.batch, &secret, &wrapped.slots).unwrap(), expected);
}

#[test]
fn an_opening_unwraps_the_same_file_keys() {
    let Batch { secret, file_keys, wrapped, .. } = batch_of(2);
    let (a, b, context) = (secret.pre.public_key(), PreSecretKey::make(), wrapped.batch.fields.pre_context());
    let (rk, commitment) = make_re_encryption_key(&context, &secret.pre, &b.public_key());
    let fragment = reencapsulate(&context, &a, &rk, &wrapped.batch.capsule).unwrap();
    let kem_secret = export_kem_secret(&wrapped.batch, &secret.kem).unwrap();
    assert_eq!(kem_secret, wrapped.kem_secret);
    let open = |b, kem| open_reencrypted_key_batch(&wrapped.batch, &a, b, &commitment, &fragment, kem);
    let (binding, slot) = &wrapped.slots[0];
    assert_eq!(open(&b, &kem_secret).unwrap().unwrap_file_key(binding, slot).unwrap(), file_keys[1].1);

    // Each leg alone gives nothing: the wrong K_kem a key that unwraps nothing, the wrong b not even that.
    let wrong = BatchKemSecret::from_bytes([0; 32]);
    let refused = EnvelopeError::AlteredOrDamaged;
    assert_eq!(open(&b, &wrong).unwrap().unwrap_file_key(binding, slot).unwrap_err(), refused);
    assert_eq!(open(&PreSecretKey::make(), &kem_secret).unwrap_err(), refused);
}

#[test]
fn another_portions_secret_opens_nothing_on_either_leg() {
    let Batch { secret, wrapped, .. } = batch_of(1);
    let other = PortionSecret::make();
    let wrong_a = PortionSecret { pre: other.pre, kem: secret.kem.clone() };
    let wrong_z = PortionSecret { pre: secret.pre, kem: other.kem };
    assert_eq!(open(&wrapped.batch, &wrong_a, &wrapped.slots), REFUSED);
    assert_eq!(open(&wrapped.batch, &wrong_z, &wrapped.slots), REFUSED);
}

#[test]
fn a_zeroed_leg_opens_nothing() {
    let Batch { secret, wrapped, .. } = batch_of(1);
    let no_kem = KeyBatch { kem_ciphertext: KemCiphertext::ZERO, ..wrapped.batch.clone() };
    assert_eq!(open(&no_kem, &secret, &wrapped.slots), REFUSED);
    let mut bytes = wrapped.batch.encode();
    // The capsule stands before the X-Wing ciphertext, 96 bytes from 153.
    bytes[153..249].fill(0);
    assert_eq!(KeyBatch::decode(&bytes).unwrap_err(), DecodeError::OutOfRange("point"));
}

#[test]
fn a_field_altered_anywhere_changes_the_keys_and_breaks_the_signature() {
    let Batch { secret, writer, wrapped, .. } = batch_of(1);
    let other_capsule = encapsulate(&wrapped.batch.fields.pre_context(), &secret.pre.public_key()).0;
    let alterations: [&dyn Fn(&mut KeyBatch); 9] = [
        &|batch| batch.fields.batch = BatchId::from_bytes([9; 16]),
        &|batch| batch.fields.patient = AccountId::from_bytes([9; 16]),
        &|batch| batch.fields.portion = Portion::History,
        &|batch| batch.fields.epoch += 1,
        &|batch| batch.fields.card = Hash([9; 32]),
        &|batch| batch.fields.writer = AccountId::from_bytes([9; 16]),
        &|batch| batch.fields.writer_key = KeyId([9; 32]),
        &|batch| batch.fields.authority = Authority::Opening(Hash([9; 32])),
        &|batch| batch.capsule = other_capsule,
    ];
    for alter in alterations {
        let mut batch = wrapped.batch.clone();
        alter(&mut batch);
        assert!(batch.verify(&writer.verifying_key()).is_err());
        assert_eq!(open(&batch, &secret, &wrapped.slots), REFUSED);
    }
}

#[test]
fn slots_cannot_be_swapped_added_left_out_reordered_or_moved_to_another_batch() {
    let Batch { secret, writer, wrapped, .. } = batch_of(3);
    let (batch, slots) = (&wrapped.batch, &wrapped.slots);
    let bindings = |order: [usize; 3]| -> Vec<_> {
        slots.iter().zip(order).map(|((_, slot), from)| (slots[from].0, slot.clone())).collect()
    };
    assert!(batch.check_slots(&bindings([1, 0, 2])).is_err(), "swapped");
    assert!(batch.check_slots(&slots[..2]).is_err(), "left out");
    assert!(batch.check_slots(&[slots[1].clone(), slots[0].clone(), slots[2].clone()]).is_err(), "reordered");
    let mut added = slots.clone();
    added.push((Hash([0xFF; 32]), slots[0].1.clone()));
    assert!(batch.check_slots(&added).is_err(), "a record slipped into a signed batch");

    let key = open_key_batch(batch, &secret).unwrap();
    let refused = EnvelopeError::AlteredOrDamaged;
    assert_eq!(key.unwrap_file_key(&slots[1].0, &slots[0].1).unwrap_err(), refused, "another record's slot");
    let other = {
        let (a, z) = (secret.pre.public_key(), secret.kem.public_key());
        wrap_file_keys(fields(2), &a, &z, &file_keys(3), &writer).unwrap()
    };
    assert_eq!(key.unwrap_file_key(&other.slots[0].0, &other.slots[0].1).unwrap_err(), refused, "another batch's slot");
    let renamed = KeySlot { batch: batch.fields.batch, ..other.slots[0].1.clone() };
    assert_eq!(key.unwrap_file_key(&other.slots[0].0, &renamed).unwrap_err(), refused, "under this batch's name");
}

#[test]
fn a_stripped_signature_and_an_impossible_slot_count_are_refused() {
    let Batch { writer, wrapped, .. } = batch_of(1);
    let stripped = KeyBatch { signature: Signature::ZERO, ..wrapped.batch.clone() };
    assert!(stripped.verify(&writer.verifying_key()).is_err());
    for slot_count in [0, 65_537, u32::MAX] {
        let lying = KeyBatch { slot_count, ..wrapped.batch.clone() };
        assert_eq!(KeyBatch::decode(&lying.encode()).unwrap_err(), DecodeError::OutOfRange("slot count"));
    }
}

#[test]
fn an_empty_batch_and_a_record_named_twice_are_refused() {
    let Batch { secret, writer, file_keys, .. } = batch_of(1);
    let wrap = |file_keys: &[(Hash, FileKey)]| {
        wrap_file_keys(fields(1), &secret.pre.public_key(), &secret.kem.public_key(), file_keys, &writer).map(drop)
    };
    assert_eq!(wrap(&[]), Err(EnvelopeError::InvalidBatch));
    let twice = [file_keys[0].clone(), (file_keys[0].0, FileKey::make())];
    assert_eq!(wrap(&twice), Err(EnvelopeError::InvalidBatch));
}

#[test]
fn two_batches_of_the_same_records_share_nothing() {
    let Batch { secret, writer, file_keys, wrapped } = batch_of(1);
    let (a, z) = (secret.pre.public_key(), secret.kem.public_key());
    let again = wrap_file_keys(fields(1), &a, &z, &file_keys, &writer).unwrap();
    assert_ne!(again.batch.capsule, wrapped.batch.capsule);
    assert_ne!(again.batch.kem_ciphertext, wrapped.batch.kem_ciphertext);
    assert_ne!(again.slots[0].1.wrapped, wrapped.slots[0].1.wrapped);
    assert_ne!(again.kem_secret, wrapped.kem_secret);
}
