//! Lies about what records hold: chunks that are swapped, cut, doubled or forged.

use std::cell::RefCell;
use std::rc::Rc;

use sesemr_common::api::frame::Frame;
use sesemr_common::api::{ReadChunkHashesEndpoint, ReadChunksEndpoint};
use sesemr_common::crypto::aead;
use sesemr_common::crypto::derive::derive_salted;
use sesemr_common::envelope::chunk_hash;
use sesemr_common::flow::{FlowError, OwnRecord};
use sesemr_common::portion::Portion;
use sesemr_tests::{LyingHost, Person, noise, note};

use super::patient_with;
use super::records::{file_key, find, records};

#[tokio::test]
async fn chunks_that_are_swapped_truncated_extended_or_doubled_reach_nobody() {
    type Alter = fn(&mut Vec<Frame>);
    let alice = patient_with(vec![noise("scan", 700_000)]).await;
    let record = find(&alice, "scan").await;
    let content = alice.read(&record).await.unwrap();
    let alterations: [(&str, Alter); 9] = [
        ("two swapped", |frames| {
            let first = std::mem::take(&mut frames[0].bytes);
            frames[0].bytes = std::mem::replace(&mut frames[1].bytes, first);
        }),
        ("two swapped with their places", |frames| frames.swap(0, 1)),
        ("the last one missing", |frames| drop(frames.pop())),
        ("the first one missing", |frames| drop(frames.remove(0))),
        ("all missing", Vec::clear),
        ("one doubled", |frames| frames.insert(1, frames[0].clone())),
        ("one in the place of another", |frames| frames[1].bytes = frames[0].bytes.clone()),
        ("one cut short", |frames| frames[0].bytes.truncate(1000)),
        ("the last one longer", |frames| frames.last_mut().unwrap().bytes.push(0)),
    ];
    for (name, alter) in alterations {
        alice.host().lie_in_frames::<ReadChunksEndpoint>(alter);
        assert_eq!(read_until(&alice, &record, &content).await, FlowError::AlteredOrDamaged, "{name}");
    }
    alice.host().lie_in_bytes::<ReadChunksEndpoint>(|bytes| bytes.truncate(bytes.len() - 1));
    assert_eq!(read_until(&alice, &record, &content).await, FlowError::AlteredOrDamaged, "half a frame");

    // Even where the server's list of hashes agrees with what it did.
    alice.host().lie_in_frames::<ReadChunksEndpoint>(alterations[0].1);
    alice.host().lie::<ReadChunkHashesEndpoint>(|answer| answer.records[0].hashes.swap(0, 1));
    assert_eq!(read_until(&alice, &record, &content).await, FlowError::AlteredOrDamaged, "hashes swapped too");
}

/// Reads a record that does not open; stops the test where anything but true content came out before it was noticed.
async fn read_until(alice: &Person<LyingHost>, record: &OwnRecord, content: &[u8]) -> FlowError {
    let mut received = Vec::new();
    let read = alice.read_record(record, async |piece: &[u8]| {
        received.extend_from_slice(piece);
        Ok(())
    });
    let error = read.await.unwrap_err();
    assert!(content.starts_with(&received) && received.len() < content.len());
    error
}

#[tokio::test]
async fn a_body_given_for_another_record_does_not_open() {
    let alice = patient_with(records()).await;
    let (asthma, eczema) = (find(&alice, "Asthma").await, find(&alice, "Eczema").await);
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keeping = Rc::clone(&kept);
    alice.host().lie_in_frames::<ReadChunksEndpoint>(move |frames| *keeping.borrow_mut() = frames.clone());
    alice.read(&eczema).await.unwrap();
    let other = kept.borrow()[0].bytes.clone();
    alice.host().lie_in_frames::<ReadChunksEndpoint>(move |frames| frames[0].bytes.clone_from(&other));
    assert_eq!(alice.read(&asthma).await, Err(FlowError::AlteredOrDamaged));
}

#[tokio::test]
async fn a_body_with_equal_tags_made_by_somebody_who_knows_the_key_is_not_what_was_signed() {
    let alice = patient_with(vec![note(Portion::History, "Asthma since childhood, worse in spring")]).await;
    let record = find(&alice, "Asthma since childhood, worse in spring").await;
    let (content, key) = (alice.read(&record).await.unwrap(), file_key(&alice, &record).await);
    let fields = record.header.fields.clone();
    let binding = record.header.binding();
    let body_key = derive_salted::<32>(binding.as_bytes(), key.as_bytes(), "aead", &[]);
    let forged = Rc::new(RefCell::new(Vec::new()));
    let forging = Rc::clone(&forged);
    alice.host().lie_in_frames::<ReadChunksEndpoint>(move |frames| {
        let mut nonce = [0; 12];
        nonce[..7].copy_from_slice(fields.nonce_prefix.as_bytes());
        nonce[11] = 1;
        let honest = frames[0].bytes.clone();
        forge_equal_tag(&body_key, &mut frames[0].bytes);
        // Same tag, other bytes, and AES-GCM is content.
        assert!(honest != frames[0].bytes && honest.ends_with(&frames[0].bytes[frames[0].bytes.len() - 16..]));
        assert!(aead::open(&body_key, &nonce, binding.as_bytes(), &frames[0].bytes).is_ok());
        assert_ne!(chunk_hash(&honest), chunk_hash(&frames[0].bytes));
        forging.borrow_mut().clone_from(&frames[0].bytes);
    });
    assert_eq!(read_until(&alice, &record, &content).await, FlowError::AlteredOrDamaged);
    assert!(!forged.borrow().is_empty(), "the lie was told");
}

/// Alters the first two blocks of a ciphertext so that GHASH, and with it the tag, stays as it is: D onto the first
/// block and D·H onto the second (NIST SP 800-38D, section 6.4).
fn forge_equal_tag(key: &[u8; 32], sealed: &mut [u8]) {
    let difference = 1_u128 << 64;
    let hash_key = hash_key_of(key);
    for (block, delta) in [(0, difference), (1, multiply(difference, hash_key))] {
        for (byte, delta) in sealed[block * 16..block * 16 + 16].iter_mut().zip(delta.to_be_bytes()) {
            *byte ^= delta;
        }
    }
}

/// GCM's hash key. Two seals of nothing under the same nonce with AADs that differ by the field's one have tags that
/// differ by its square, whose root is its 2^127th power.
fn hash_key_of(key: &[u8; 32]) -> u128 {
    let tag = |aad: u128| {
        let sealed = aead::seal(key, &aead::NONCE_ZERO, &aad.to_be_bytes(), &[]);
        u128::from_be_bytes(sealed.try_into().unwrap())
    };
    let square = tag(0) ^ tag(1 << 127);
    (0..127).fold(square, |power, _| multiply(power, power))
}

/// Multiplication in GF(2^128) as GCM writes it (NIST SP 800-38D, section 6.3).
fn multiply(x: u128, y: u128) -> u128 {
    let mut product = 0;
    let mut shifted = y;
    for bit in (0..128).rev() {
        if x >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted = shifted >> 1 ^ if shifted & 1 == 1 { 0xE1 << 120 } else { 0 };
    }
    product
}
