//! Lies about sealed records: headers, slots, batches, versions.

use std::rc::Rc;

use sesemr_common::api::{ListRecordsEndpoint, ReadBatchesEndpoint, StoredRecord};
use sesemr_common::codec::{Decode as _, Encode as _};
use sesemr_common::crypto::derive::{derive, derive_salted};
use sesemr_common::crypto::{FileKey, aead, object_hash};
use sesemr_common::envelope::{
    Authority, KeyBatch, KeySlot, RecordHeader, WrappedFileKey, export_kem_secret, open_key_batch,
};
use sesemr_common::flow::{FlowError, NewRecord, OwnRecord};
use sesemr_common::id::{BatchId, Encoded, Hash, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::pre::decapsulate;
use sesemr_common::record::MedicalRecord;
use sesemr_tests::{LyingHost, Person, decision, note, whole};

use super::prescriptions::plant;
use super::{alter_header, doctor, keep, patient_with, read_header};

/// Two records in one batch, and one in another.
pub(super) fn records() -> Vec<MedicalRecord> {
    vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema"), note(Portion::Allergies, "Nuts")]
}

/// What opens, and how many are shown as damaged.
pub(super) async fn shown(alice: &Person<LyingHost>) -> (Vec<String>, usize) {
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
pub(super) async fn find(alice: &Person<LyingHost>, title: &str) -> Rc<OwnRecord> {
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

/// A batch of the truth.
async fn find_batch(alice: &Person<LyingHost>, batch: BatchId) -> KeyBatch {
    let batches = keep::<ReadBatchesEndpoint>(alice.host());
    alice.forget_listing();
    alice.list_records().await.unwrap();
    let kept = batches.borrow()[0].batches.clone();
    kept.into_iter().find(|kept| kept.0.fields.batch == batch).unwrap().0
}

/// A record's file key, as its owner opens it.
pub(super) async fn file_key(alice: &Person<LyingHost>, record: &OwnRecord) -> FileKey {
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
