//! Deleting a record: gone from lists, openings and the quota, proven by act and receipt, and by nobody but its patient.

use std::cell::RefCell;
use std::rc::Rc;

use sesemr_common::api::{
    ChunkRange, DeleteRecordEndpoint, DeleteRecordRequest, DeleteRecordResponse, Endpoint, ErrorCode,
    ListRecordsEndpoint, ReadBatchesEndpoint, ReadChunksEndpoint, ReadChunksRequest, ReadRecordIndexEndpoint,
    ReleaseRecordsEndpoint,
};
use sesemr_common::crypto::ProtocolObject as _;
use sesemr_common::flow::{CallError, FlowError, Host, LogObject, NewRecord, OwnRecord};
use sesemr_common::id::{DeviceId, Encoded, Hash, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{ActHeader, Audience, DeleteRecord, IndexEntry, IndexKind, LogHead, LogKind, SignedAct};
use sesemr_tests::{Backend, LyingHost, Person, Watch, decision, eventually, noise, note, noted, prescription, whole};

async fn alice_with_two_records() -> (Person<LyingHost>, Vec<RecordId>) {
    let alice = Person::patient(LyingHost::new(Backend::shared().await.host()), "alice").await;
    let ids = alice.publish(vec![note(Portion::History, "Depression"), note(Portion::History, "Eczema")]).await;
    (alice, ids)
}

async fn find(person: &Person<impl Host>, record: RecordId) -> Rc<OwnRecord> {
    let listing = person.list_records().await.unwrap();
    Rc::clone(listing.records.iter().find(|own| own.id() == record).unwrap())
}

#[tokio::test]
async fn a_deleted_record_is_gone_with_every_version_and_the_others_still_open() {
    let (alice, ids) = alice_with_two_records().await;
    let before = find(&alice, ids[0]).await;
    let mut version = NewRecord::from(note(Portion::Personal, "Depression, in remission"));
    version.replaces = Some(Rc::clone(&before));
    alice.publish_new(vec![version]).await;

    let deletion = alice.delete_record(ids[0]).await.unwrap();
    assert_eq!((deletion.receipt.fields.versions, deletion.act.body.version), (2, 2));
    assert_eq!(alice.contents().await.into_iter().collect::<Vec<_>>(), [(ids[1], b"Eczema".to_vec())]);
    for version in 1..=2 {
        let ranges = vec![ChunkRange { record: ids[0], version, from: 0, count: 1 }];
        let token = alice.token().await.unwrap();
        let read = alice.host().fetch_bytes::<ReadChunksEndpoint>(&ReadChunksRequest { ranges }, Some(&token)).await;
        assert!(matches!(read, Err(CallError::Refused(error)) if error.code == ErrorCode::Deleted));
    }
}

#[tokio::test]
async fn the_access_log_keeps_the_act_and_the_receipt_as_proof() {
    let (alice, ids) = alice_with_two_records().await;
    let deletion = alice.delete_record(ids[0]).await.unwrap();
    let log = alice.read_access_log().await.unwrap();
    assert_eq!(log.problem, None);
    let proof = log.entries.iter().find(|checked| checked.entry.kind == LogKind::RecordDeleted).unwrap();
    assert_eq!(proof.verdict, Ok(()));
    assert_eq!(proof.object, LogObject::DeleteRecord(Box::new(deletion.act.clone()), deletion.receipt.clone()));
    // Asked for once more, on this device or another, the same proof is shown.
    assert_eq!(alice.delete_record(ids[0]).await.unwrap(), deletion);
}

#[tokio::test]
async fn the_bytes_of_a_deleted_record_can_be_used_again() {
    let backend = Backend::start_with(&["--quota", "3500000"]).await;
    let alice = Person::patient(backend.host(), "alice").await;
    let ids = alice.publish(vec![noise("scan 1", 2 << 20)]).await;
    let second = || noted(vec![noise("scan 2", 2 << 20)]);
    let full = alice.publish_records(second(), &Watch::default()).await;
    assert!(full.is_err_and(|error| error.is_refusal(ErrorCode::QuotaFull)));
    let deletion = alice.delete_record(ids[0]).await.unwrap();
    assert!(deletion.receipt.fields.bytes > 2 << 20);
    alice.publish_records(second(), &Watch::default()).await.unwrap();
}

#[tokio::test]
async fn an_opening_answers_that_the_patient_deleted_it_and_lends_the_rest() {
    let backend = Backend::shared().await;
    let (alice, ids) = alice_with_two_records().await;
    let dr_bob = Person::doctor(LyingHost::new(backend.host()), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.list_opened_records(&portal).await.unwrap().records.len(), 2);

    alice.delete_record(ids[0]).await.unwrap();
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    assert_eq!((lent.deleted.as_slice(), lent.damaged.len()), (&ids[..1], 0));
    assert_eq!(dr_bob.read_lent(&portal, &lent.records[0]).await.unwrap(), b"Eczema");

    // The server cannot put the words into the patient's mouth.
    dr_bob.host().lie::<ReleaseRecordsEndpoint>(|answer| {
        answer.deleted[0].0.header.counter += 1;
    });
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    assert_eq!((lent.deleted.len(), lent.damaged.len()), (0, 1));
    dr_bob.host().tell_the_truth();
    dr_bob.close_opening(&portal).await.unwrap();
}

#[tokio::test]
async fn a_prescription_that_was_deleted_is_still_listed_in_the_receipt_of_its_opening() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Medications, "Metformin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.write_prescription(&portal, prescription("Amoxicillin")).await.unwrap();
    let adopted = eventually(async || {
        alice.forget_listing();
        alice.adopt_prescriptions().await.unwrap().first().copied()
    })
    .await;
    alice.delete_record(adopted).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    assert_eq!(alice.read_access_log().await.unwrap().problem, None);
    assert_eq!(alice.contents().await.len(), 1);
}

#[tokio::test]
async fn a_deleted_record_gets_no_further_version_and_its_portion_still_rolls() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let ids = alice.publish(vec![note(Portion::History, "Depression"), note(Portion::History, "Eczema")]).await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let old = find(&phone, ids[0]).await;
    alice.delete_record(ids[0]).await.unwrap();

    let mut version = NewRecord::from(note(Portion::History, "Depression, mild"));
    version.replaces = Some(old);
    let refused = phone.publish_records(vec![version], &Watch::default()).await;
    assert!(refused.is_err_and(|error| error.is_refusal(ErrorCode::Deleted)));
    alice.roll_portion_key(Portion::History).await.unwrap();
    assert_eq!(alice.contents().await.into_values().collect::<Vec<_>>(), [b"Eczema"]);
}

#[tokio::test]
async fn another_account_cannot_delete_a_record() {
    let (alice, ids) = alice_with_two_records().await;
    let eve = Person::patient(LyingHost::new(Backend::shared().await.host()), "eve").await;
    let missing = eve.delete_record(ids[0]).await;
    assert_eq!(missing.err(), Some(FlowError::Invalid("There is no such record.")));

    // The act that alice would sign, signed by eve: as herself, and in alice's name.
    let record = find(&alice, ids[0]).await;
    let (before, fields) = (alice.vault().index_head.clone(), &record.header.fields);
    let current = IndexEntry {
        sequence: before.sequence,
        kind: IndexKind::Put,
        record: fields.record,
        version: fields.version,
        portion: fields.portion,
        header: record.header.object_hash(),
    };
    let (body, _) = DeleteRecord::after(&before, &current).unwrap();
    for (actor, code) in [(&eve, ErrorCode::NotPermitted), (&alice, ErrorCode::BadSignature)] {
        let header = ActHeader {
            actor: actor.account(),
            actor_key: actor.vault().key_id(),
            patient: alice.account(),
            device: DeviceId::from_bytes(actor.host().device().value(&format!("device/{}", actor.account()))),
            audience: Audience::Sas,
            counter: 1,
            log_head: LogHead::EMPTY,
            signed_at: eve.now(),
            restore_epoch: eve.vault().server.restore_epoch,
            on_behalf_of: Hash::ZERO,
        };
        let act = SignedAct::sign(header, body.clone(), &eve.vault().identity.signing_key);
        let token = actor.token().await.unwrap();
        let request = DeleteRecordRequest { act: Encoded(act) };
        let sent = actor.host().call::<DeleteRecordEndpoint>(&request, Some(&token)).await;
        assert!(matches!(sent, Err(CallError::Refused(error)) if error.code == code));
    }
    assert_eq!(alice.contents().await.len(), 2);
}

#[tokio::test]
async fn an_answer_that_gets_lost_loses_no_proof() {
    let (alice, ids) = alice_with_two_records().await;
    alice.host().lose_answers::<DeleteRecordEndpoint>(1);
    assert_eq!(alice.delete_record(ids[0]).await.err(), Some(FlowError::Away));
    let deletion = alice.delete_record(ids[0]).await.unwrap();
    assert_eq!(deletion.act.body.record, ids[0]);
    assert_eq!(alice.contents().await.len(), 1);
}

#[tokio::test]
async fn a_server_that_lists_a_deleted_record_is_noticed() {
    let (alice, ids) = alice_with_two_records().await;
    let lists = keep::<ListRecordsEndpoint>(alice.host());
    let batches = keep::<ReadBatchesEndpoint>(alice.host());
    alice.list_records().await.unwrap();
    let (list, batches) = (lists.borrow()[0].clone(), batches.borrow()[0].clone());
    alice.host().tell_the_truth();

    // At once: it signs that the record is gone, and shows it.
    alice.host().answer::<ListRecordsEndpoint>(&list, usize::MAX);
    alice.host().answer::<ReadBatchesEndpoint>(&batches, usize::MAX);
    assert_eq!(alice.delete_record(ids[0]).await.err(), Some(FlowError::Untrustworthy("a deletion")));
    // Or much later, as a record that somebody else wrote.
    let mut list = list;
    for item in &mut list.items {
        item.pending = true;
    }
    alice.host().answer::<ListRecordsEndpoint>(&list, usize::MAX);
    alice.forget_listing();
    let listing = alice.list_records().await.unwrap();
    assert_eq!((listing.undeleted.as_slice(), listing.records.len()), (&ids[..1], 1));
}

#[tokio::test]
async fn a_server_that_forgets_a_deletion_is_noticed() {
    let (alice, ids) = alice_with_two_records().await;
    alice.delete_record(ids[0]).await.unwrap();
    alice.host().lie::<ReadRecordIndexEndpoint>(|answer| {
        answer.entries.pop();
    });
    alice.forget_listing();
    assert_eq!(alice.list_records().await.err(), Some(FlowError::Untrustworthy("the record index")));
}

#[tokio::test]
async fn a_receipt_that_the_server_did_not_sign_for_this_act_is_no_proof() {
    let (alice, ids) = alice_with_two_records().await;
    let first = alice.delete_record(ids[0]).await.unwrap();
    let receipt = Encoded(first.receipt);
    alice.host().answer::<DeleteRecordEndpoint>(&DeleteRecordResponse { receipt: receipt.clone() }, 1);
    let refused = alice.delete_record(ids[1]).await.err();
    assert_eq!(refused, Some(FlowError::Untrustworthy("the receipt of a deletion")));
    alice.host().lie::<DeleteRecordEndpoint>(|answer| answer.receipt.0.fields.bytes += 1);
    assert_eq!(alice.delete_record(ids[1]).await.err(), Some(FlowError::Untrustworthy("a signature")));
}

/// Keeps the next answers of an endpoint, to be shown again later.
fn keep<E: Endpoint>(host: &LyingHost) -> Rc<RefCell<Vec<E::Response>>>
where
    E::Response: Clone + 'static,
{
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keeping = Rc::clone(&kept);
    host.lie::<E>(move |response| keeping.borrow_mut().push(response.clone()));
    kept
}
