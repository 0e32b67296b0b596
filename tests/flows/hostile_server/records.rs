//! Lies about sealed records: headers, slots, batches, versions, chunks.

use std::cell::RefCell;
use std::rc::Rc;

use sesemr_common::api::frame::Frame;
use sesemr_common::api::{
    ListRecordsEndpoint, OpeningState, ReadBatchesEndpoint, ReadChunkHashesEndpoint, ReadChunksEndpoint, StoredRecord,
};
use sesemr_common::codec::{Decode as _, Encode as _};
use sesemr_common::crypto::derive::{derive, derive_salted};
use sesemr_common::crypto::{FileKey, aead, object_hash};
use sesemr_common::envelope::{
    Authority, KeyBatch, KeyBatchFields, KeySlot, NativeBodyCipher, RecordHeader, RecordSubject, WrappedFileKey,
    chunk_hash, export_kem_secret, open_key_batch, seal_record, wrap_file_keys,
};
use sesemr_common::flow::{FlowError, NewRecord, OwnRecord, RandomKey};
use sesemr_common::id::{BatchId, Encoded, Hash, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::pre::decapsulate;
use sesemr_common::record::MedicalRecord;
use sesemr_tests::{LyingHost, Person, decision, eventually, noise, note, prescription, whole};

use super::{alter_header, doctor, keep, patient_with, read_header};

/// Two records in one batch, and one in another.
fn records() -> Vec<MedicalRecord> {
    vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema"), note(Portion::Allergies, "Nuts")]
}

/// What opens, and how many are shown as damaged.
async fn shown(alice: &Person<LyingHost>) -> (Vec<String>, usize) {
    alice.forget_listing();
    let listing = alice.list_records().await.unwrap();
    let mut titles: Vec<_> = listing.records.iter().map(|record| record.summary.title.as_str().to_owned()).collect();
    titles.sort();
    (titles, listing.damaged.len())
}

/// The records of the history portion, to be lied about.
fn history(items: &mut [StoredRecord]) -> Vec<&mut StoredRecord> {
    items.iter_mut().filter(|item| read_header(&item.header).fields.portion == Portion::History).collect()
}

/// A record of the truth.
async fn find(alice: &Person<LyingHost>, title: &str) -> Rc<OwnRecord> {
    let listing = alice.list_records().await.unwrap();
    Rc::clone(listing.records.iter().find(|record| record.summary.title.as_str() == title).unwrap())
}

#[tokio::test]
async fn two_records_that_are_swapped_open_as_neither_and_the_rest_of_the_page_works() {
    let alice = patient_with(records()).await;
    assert_eq!(shown(&alice).await.0, ["Asthma", "Eczema", "Nuts"]);
    alice.host().lie::<ListRecordsEndpoint>(|page| {
        let [first, second] = &mut history(&mut page.items)[..] else { return };
        std::mem::swap(&mut first.header, &mut second.header);
    });
    assert_eq!(shown(&alice).await, (vec!["Nuts".to_owned()], 2));
}

#[tokio::test]
async fn slots_that_are_swapped_or_altered_or_of_another_batch_open_nothing() {
    let alice = patient_with(records()).await;
    alice.host().lie::<ListRecordsEndpoint>(|page| {
        let [first, second] = &mut history(&mut page.items)[..] else { return };
        std::mem::swap(&mut first.slot, &mut second.slot);
    });
    assert_eq!(shown(&alice).await, (vec!["Nuts".to_owned()], 2));
    alice.host().lie::<ListRecordsEndpoint>(|page| history(&mut page.items)[0].slot.0.wrapped.0[47] ^= 1);
    assert_eq!(shown(&alice).await.1, 1);
    alice.host().lie::<ListRecordsEndpoint>(|page| {
        let of_nuts = page.items.iter().find(|item| read_header(&item.header).fields.portion == Portion::Allergies);
        let other = of_nuts.map(|item| item.slot.0.batch).unwrap();
        history(&mut page.items)[0].slot.0.batch = other;
    });
    assert_eq!(shown(&alice).await.1, 1);
}

#[tokio::test]
async fn a_header_altered_in_any_field_opens_nothing() {
    type Alter = fn(&mut RecordHeader);
    let alice = patient_with(records()).await;
    let alterations: [(&str, Alter); 10] = [
        ("record", |header| header.fields.record = RecordId::from_bytes([7; 16])),
        ("version", |header| (header.fields.version, header.fields.previous) = (2, Hash([7; 32]))),
        ("portion", |header| header.fields.portion = Portion::Personal),
        ("author", |header| header.fields.author.0 = header.fields.record.0),
        ("author key", |header| header.fields.author_key.0[0] ^= 1),
        ("authority", |header| header.fields.authority = Authority::Opening(Hash([7; 32]))),
        ("nonce prefix", |header| header.fields.nonce_prefix.0[0] ^= 1),
        ("commitment", |header| header.commitment.0[0] ^= 1),
        ("summary", |header| header.sealed_summary.0[0] ^= 1),
        ("body hash", |header| header.body_hash.0[0] ^= 1),
    ];
    for (field, alter) in alterations {
        alice.host().lie::<ListRecordsEndpoint>(move |page| {
            for item in history(&mut page.items) {
                alter_header(&mut item.header, alter);
            }
        });
        assert_eq!(shown(&alice).await, (vec!["Nuts".to_owned()], 2), "{field}");
    }
}

#[tokio::test]
async fn another_patients_record_in_ones_own_list_is_damaged_and_not_shown() {
    let alice = patient_with(records()).await;
    let eve = patient_with(vec![note(Portion::History, "Eve's own")]).await;
    let (hers, her_batches) = (keep::<ListRecordsEndpoint>(eve.host()), keep::<ReadBatchesEndpoint>(eve.host()));
    eve.list_records().await.unwrap();
    let (record, batch) = (hers.borrow()[0].items[0].clone(), her_batches.borrow()[0].batches[0].clone());
    plant(&alice, record, batch).await;
    let (titles, damaged) = shown(&alice).await;
    assert_eq!((titles.len(), damaged), (3, 1));
    assert!(!titles.contains(&"Eve's own".to_owned()));
}

#[tokio::test]
async fn batches_whose_parts_are_swapped_open_nothing() {
    type Alter = fn(&mut KeyBatch, &mut KeyBatch);
    let alice = patient_with(records()).await;
    let alterations: [(&str, Alter); 5] = [
        ("whole", |first, second| {
            std::mem::swap(first, second);
            std::mem::swap(&mut first.fields.batch, &mut second.fields.batch);
        }),
        ("capsule", |first, second| std::mem::swap(&mut first.capsule, &mut second.capsule)),
        ("X-Wing ciphertext", |first, second| std::mem::swap(&mut first.kem_ciphertext, &mut second.kem_ciphertext)),
        ("card", |first, second| std::mem::swap(&mut first.fields.card, &mut second.fields.card)),
        ("slots hash", |first, second| std::mem::swap(&mut first.slots_hash, &mut second.slots_hash)),
    ];
    for (part, alter) in alterations {
        alice.host().lie::<ReadBatchesEndpoint>(move |answer| {
            let [Encoded(first), Encoded(second)] = &mut answer.batches[..] else { panic!("two batches") };
            alter(first, second);
        });
        assert_eq!(shown(&alice).await, (vec![], 3), "{part}");
    }
    alice.host().tell_the_truth();
    assert_eq!(shown(&alice).await.1, 0);
}

#[tokio::test]
async fn an_old_version_shown_as_the_current_one_is_damaged() {
    let alice = patient_with(vec![note(Portion::History, "Asthma")]).await;
    let old = keep::<ListRecordsEndpoint>(alice.host());
    let old_batches = keep::<ReadBatchesEndpoint>(alice.host());
    let before = find(&alice, "Asthma").await;
    let mut version = NewRecord::from(note(Portion::History, "Asthma, mild"));
    version.replaces = Some(before);
    alice.publish_new(vec![version]).await;
    let (old, old_batches) = (old.borrow()[0].clone(), old_batches.borrow()[0].clone());

    alice.host().tell_the_truth();
    assert_eq!(shown(&alice).await, (vec!["Asthma, mild".to_owned()], 0));
    alice.host().answer::<ListRecordsEndpoint>(&old, usize::MAX);
    alice.host().answer::<ReadBatchesEndpoint>(&old_batches, usize::MAX);
    assert_eq!(shown(&alice).await, (vec![], 1));
}

#[tokio::test]
async fn a_record_that_is_hidden_is_missed() {
    let alice = patient_with(records()).await;
    let hidden = find(&alice, "Asthma").await.id();
    alice.host().lie::<ListRecordsEndpoint>(move |page| {
        page.items.retain(|item| read_header(&item.header).fields.record != hidden);
    });
    alice.forget_listing();
    let listing = alice.list_records().await.unwrap();
    assert_eq!(listing.missing.iter().map(|missing| missing.record).collect::<Vec<_>>(), [hidden]);
}

#[tokio::test]
async fn an_index_that_was_cut_short_or_forked_is_not_believed() {
    let alice = patient_with(records()).await;
    alice.list_records().await.unwrap();
    alice.publish(vec![note(Portion::Insurance, "Policy 77")]).await;
    alice.host().lie::<sesemr_common::api::ReadRecordIndexEndpoint>(|page| {
        page.entries.pop();
    });
    alice.forget_listing();
    assert_eq!(alice.list_records().await.err(), Some(FlowError::Untrustworthy("the record index")));
    alice.host().lie::<sesemr_common::api::ReadRecordIndexEndpoint>(|page| {
        page.entries[0].0.header.0[0] ^= 1;
    });
    assert_eq!(alice.list_records().await.err(), Some(FlowError::Untrustworthy("the record index")));
}

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

/// A batch of the truth.
async fn find_batch(alice: &Person<LyingHost>, batch: BatchId) -> KeyBatch {
    let batches = keep::<ReadBatchesEndpoint>(alice.host());
    alice.forget_listing();
    alice.list_records().await.unwrap();
    let kept = batches.borrow()[0].batches.clone();
    kept.into_iter().find(|kept| kept.0.fields.batch == batch).unwrap().0
}

/// A record's file key, as its owner opens it.
async fn file_key(alice: &Person<LyingHost>, record: &OwnRecord) -> FileKey {
    let batch = find_batch(alice, record.slot.batch).await;
    let vault = alice.vault();
    let secret = &vault.portion_key_of_card(&batch.fields.card).unwrap().secret;
    open_key_batch(&batch, secret).unwrap().unwrap_file_key(&record.header.binding(), &record.slot).unwrap()
}

/// Wraps a file key into a batch that was signed without it, as somebody can to whom both were lent once.
fn slip_in(alice: &Person<LyingHost>, batch: &KeyBatch, binding: &Hash, file_key: &FileKey) -> KeySlot {
    let vault = alice.vault();
    let secret = &vault.portion_key_of_card(&batch.fields.card).unwrap().secret;
    let pre = decapsulate(&batch.fields.pre_context(), &secret.pre, &batch.capsule).unwrap();
    let kem = export_kem_secret(batch, &secret.kem).unwrap();
    let encoding = batch.encode();
    // All before slot count, slots hash, extension and signature.
    let salt = object_hash("key-batch-kek", &encoding[..encoding.len() - 102]);
    let kek = derive_salted::<32>(salt.as_bytes(), &[*pre.as_bytes(), *kem.as_bytes()].concat(), "kek", &[]);
    let key = derive::<32>(&*kek, "wrap", &[binding.as_bytes()]);
    let aad = [batch.fields.batch.as_bytes().as_slice(), binding.as_bytes()].concat();
    let wrapped = aead::seal(&key, &aead::NONCE_ZERO, &aad, file_key.as_bytes());
    KeySlot { batch: batch.fields.batch, wrapped: WrappedFileKey(wrapped.try_into().unwrap()) }
}

#[tokio::test]
async fn a_record_slipped_into_an_old_batch_lends_nothing_else_of_it() {
    let alice = patient_with(vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema")]).await;
    let dr_bob = doctor("dr-bob").await;
    let before = find(&alice, "Asthma").await;
    let old = before.slot.batch;
    let mut version = NewRecord::from(note(Portion::History, "Asthma, mild"));
    version.replaces = Some(before);
    alice.publish_new(vec![version]).await;

    // The old batch holds the key of the version before, which nobody is to get. With the new version in its place its
    // slots are as many as were signed.
    let record = find(&alice, "Asthma, mild").await;
    let (id, batch, key) = (record.id(), find_batch(&alice, old).await, file_key(&alice, &record).await);
    let slot = slip_in(&alice, &batch, &record.header.binding(), &key);
    alice.host().tell_the_truth();
    alice.host().lie::<ListRecordsEndpoint>(move |page| {
        for item in &mut page.items {
            if read_header(&item.header).fields.record == id {
                item.slot = Encoded(slot.clone());
            }
        }
    });
    assert_eq!(shown(&alice).await, (vec!["Asthma, mild".to_owned(), "Eczema".to_owned()], 0), "it opens");
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let named = alice.find_opening(key.opening).await.act.body.batches;
    assert!(!named.is_empty() && named.iter().all(|named| named.batch != old), "its key is not lent");
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.list_opened_records(&portal).await.unwrap().records.len(), 2);
}

#[tokio::test]
async fn an_envelope_of_an_unknown_version_or_suite_is_damaged_and_the_rest_of_the_page_works() {
    let alice = patient_with(records()).await;
    for place in [4, 5] {
        // "SESR", then the version, then the suite.
        alice.host().lie::<ListRecordsEndpoint>(move |page| {
            for item in history(&mut page.items) {
                item.header.0[place] = 9;
                assert!(RecordHeader::decode(&item.header.0).unwrap_err().to_string().contains('9'), "it is named");
            }
        });
        alice.forget_listing();
        let listing = alice.list_records().await.unwrap();
        let titles: Vec<_> = listing.records.iter().map(|record| record.summary.title.as_str()).collect();
        assert_eq!(titles, ["Nuts"]);
        assert_eq!(listing.damaged.len() + listing.missing.len(), 2, "which, is said");
    }
}

/// A prescription of the author's, sealed for the patient in the server's hands.
async fn seal_for(
    alice: &Person<LyingHost>,
    author: &Person<LyingHost>,
    authority: Authority,
) -> (StoredRecord, Encoded<KeyBatch>) {
    let card = alice.vault().current_portion_key(Portion::Medications).unwrap().card.clone();
    let signing_key = author.vault().identity.signing_key.clone();
    let (head, content) = prescription("Morphine 100 mg").into_record().into_parts();
    let subject = RecordSubject {
        patient: alice.account(),
        record: RecordId::from_bytes([7; 16]),
        version: 1,
        portion: Portion::Medications,
        author: author.account(),
        author_key: author.key_id(),
        authority,
        previous: Hash::ZERO,
    };
    let file_key = FileKey::make();
    let sealed =
        seal_record(subject, head.summary(), content, &file_key, &signing_key, &NativeBodyCipher).await.unwrap();
    let fields = KeyBatchFields {
        batch: BatchId::from_bytes([7; 16]),
        patient: alice.account(),
        portion: Portion::Medications,
        epoch: card.fields.epoch,
        card: card.hash(),
        writer: author.account(),
        writer_key: author.key_id(),
        authority,
    };
    let keys = [(sealed.header.binding(), file_key)];
    let wrapped = wrap_file_keys(fields, &card.fields.pre_key, &card.fields.kem_key, &keys, &signing_key).unwrap();
    let slot = Encoded(wrapped.slots[0].1.clone());
    (StoredRecord { header: sealed.header.encode().into(), slot, pending: true }, Encoded(wrapped.batch))
}

/// Puts a record and its batch among the patient's own.
async fn plant(alice: &Person<LyingHost>, record: StoredRecord, batch: Encoded<KeyBatch>) {
    alice.host().tell_the_truth();
    let honest = keep::<ReadBatchesEndpoint>(alice.host());
    alice.forget_listing();
    alice.list_records().await.unwrap();
    let mut batches = honest.borrow()[0].clone();
    batches.batches.push(batch);
    alice.host().answer::<ReadBatchesEndpoint>(&batches, usize::MAX);
    alice.host().lie::<ListRecordsEndpoint>(move |page| page.items.push(record.clone()));
    alice.forget_listing();
}

/// Waits until the patient's server has heard of the opening.
async fn heard_of(alice: &Person<LyingHost>, key: &RandomKey) -> Hash {
    let opened = async || {
        let opening = alice.find_opening(key.opening).await;
        (opening.state == OpeningState::Opened).then(|| opening.act.hash())
    };
    eventually(opened).await
}

#[tokio::test]
async fn a_planted_prescription_is_taken_over_under_no_pretext() {
    let alice = patient_with(records()).await;
    let (dr_bob, dr_eve) = (doctor("dr-bob").await, doctor("dr-eve").await);
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    dr_bob.opens(&key).await.unwrap();
    let his = Authority::Opening(heard_of(&alice, &key).await);
    let pretexts = [
        ("a doctor who was never let in, without any authority", &dr_eve, Authority::Own),
        ("a doctor who was never let in, with another's authority", &dr_eve, his),
        ("the doctor who was let in, with an authority of nobody's", &dr_bob, Authority::Opening(Hash([7; 32]))),
    ];
    for (pretext, author, authority) in pretexts {
        let (stored, batch) = seal_for(&alice, author, authority).await;
        plant(&alice, stored.clone(), batch).await;
        let adopted = alice.adopt_prescriptions().await.unwrap();
        assert_eq!(adopted, [], "{pretext}");
        alice.forget_listing();
        let listing = alice.list_records().await.unwrap();
        let planted = listing.records.iter().find(|record| record.id() == read_header(&stored.header).fields.record);
        assert!(planted.is_none_or(|record| record.pending), "{pretext}: it is at the most pending");
    }

    // In the doctor's name, with a key of the server's own: it does not even open.
    let (mut stored, mut batch) = seal_for(&alice, &dr_eve, his).await;
    let honest = stored.header.clone();
    alter_header(&mut stored.header, |header| {
        header.fields.author = dr_bob.account();
        header.fields.author_key = dr_bob.key_id();
    });
    batch.0.fields.writer = dr_bob.account();
    batch.0.fields.writer_key = dr_bob.key_id();
    assert_ne!(stored.header, honest);
    plant(&alice, stored, batch).await;
    assert_eq!(shown(&alice).await.1, 1);
}

#[tokio::test]
async fn an_opening_that_has_nothing_to_say_about_writing_permits_no_prescription() {
    let alice = patient_with(records()).await;
    let dr_bob = doctor("dr-bob").await;
    let mut reading = decision(alice.now(), whole(&[Portion::Medications, Portion::History]));
    reading.write_back = false;
    let key = alice.lends(&dr_bob, reading).await;
    dr_bob.opens(&key).await.unwrap();
    let authority = Authority::Opening(heard_of(&alice, &key).await);
    let (stored, batch) = seal_for(&alice, &dr_bob, authority).await;
    plant(&alice, stored, batch).await;
    assert_eq!(alice.adopt_prescriptions().await.unwrap(), []);
    assert!(shown(&alice).await.0.contains(&"Morphine 100 mg".to_owned()), "it is his, and pending for ever");
}
