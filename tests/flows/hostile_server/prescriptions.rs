//! Prescriptions that a server plants among a patient's own.

use sesemr_common::api::{ListRecordsEndpoint, OpeningState, ReadBatchesEndpoint, StoredRecord};
use sesemr_common::codec::Encode as _;
use sesemr_common::crypto::FileKey;
use sesemr_common::envelope::{
    Authority, KeyBatch, KeyBatchFields, NativeBodyCipher, RecordSubject, seal_record, wrap_file_keys,
};
use sesemr_common::flow::RandomKey;
use sesemr_common::id::{BatchId, Encoded, Hash, RecordId};
use sesemr_common::portion::Portion;
use sesemr_tests::{LyingHost, Person, decision, eventually, prescription, whole};

use super::records::{records, shown};
use super::{alter_header, doctor, keep, patient_with, read_header};

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
pub(super) async fn plant(alice: &Person<LyingHost>, record: StoredRecord, batch: Encoded<KeyBatch>) {
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
