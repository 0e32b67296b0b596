//! Correcting a record: a new version with its reason, and the history of all versions, which a server cannot bend.

use std::rc::Rc;

use sesemr_common::api::ReadRecordVersionsEndpoint;
use sesemr_common::envelope::BytesSource;
use sesemr_common::flow::{NewRecord, OwnRecord};
use sesemr_common::id::RecordId;
use sesemr_common::portion::Portion;
use sesemr_common::record::PatientNote;
use sesemr_tests::{Backend, LyingHost, Person, decision, eventually, note, prescription, whole};

const REASON: &str = "The clinic wrote 50 mg, it was 5 mg";

async fn alice() -> (Person<LyingHost>, RecordId) {
    let alice = Person::patient(LyingHost::new(Backend::shared().await.host()), "alice").await;
    let ids = alice.publish(vec![note(Portion::Medications, "Ramipril 50 mg")]).await;
    (alice, ids[0])
}

async fn find(alice: &Person<LyingHost>, record: RecordId) -> Rc<OwnRecord> {
    alice.forget_listing();
    let listing = alice.list_records().await.unwrap();
    Rc::clone(listing.records.iter().find(|own| own.id() == record).unwrap())
}

async fn correct(alice: &Person<LyingHost>, record: RecordId, text: &str, reason: &str) {
    let NewRecord { head, source, .. }: NewRecord<BytesSource> = note(Portion::Medications, text).into();
    let head = head.because(PatientNote::of(reason).unwrap());
    alice.publish_new(vec![NewRecord { head, source, replaces: Some(find(alice, record).await) }]).await;
}

fn reason(record: &OwnRecord) -> Option<&str> {
    record.summary.reason.as_ref().map(PatientNote::as_str)
}

#[tokio::test]
async fn the_history_has_every_version_with_its_date_and_reason_and_earlier_ones_open() {
    let (alice, id) = alice().await;
    let before = alice.now();
    correct(&alice, id, "Ramipril 5 mg", REASON).await;
    // An epoch between them: earlier versions stay under the keys they were sealed under.
    alice.roll_portion_key(Portion::Medications).await.unwrap();
    correct(&alice, id, "Ramipril 2.5 mg", "Halved in May").await;

    let history = alice.read_record_history(id).await.unwrap();
    let mut told = Vec::new();
    for past in &history {
        let record = past.record.as_ref().unwrap();
        let content = String::from_utf8(alice.read(record).await.unwrap()).unwrap();
        assert!(past.stored_at.is_some_and(|at| at + 60_000 > before));
        told.push((past.version, content, reason(record)));
    }
    assert_eq!(
        told,
        [
            (1, "Ramipril 50 mg".to_owned(), None),
            (2, "Ramipril 5 mg".to_owned(), Some(REASON)),
            (3, "Ramipril 2.5 mg".to_owned(), Some("Halved in May")),
        ]
    );
}

#[tokio::test]
async fn a_clinician_reads_the_corrected_version_and_why_and_no_server_does() {
    let (alice, id) = alice().await;
    let dr_bob = Person::doctor(Backend::shared().await.host(), "dr-bob").await;
    correct(&alice, id, "Ramipril 5 mg", REASON).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    assert_eq!(lent.records[0].summary.reason.as_ref().map(PatientNote::as_str), Some(REASON));
    assert_eq!(dr_bob.read_lent(&portal, &lent.records[0]).await.unwrap(), b"Ramipril 5 mg");
    for exchange in alice.host().spy().exchanges().iter() {
        assert!(!String::from_utf8_lossy(&exchange.request).contains("50 mg"), "{}", exchange.path);
    }
}

#[tokio::test]
async fn a_version_that_the_server_hides_or_makes_up_is_shown_as_missing_and_never_opened() {
    let (alice, id) = alice().await;
    correct(&alice, id, "Ramipril 5 mg", REASON).await;
    alice.host().lie::<ReadRecordVersionsEndpoint>(|answer| drop(answer.versions.remove(0)));
    let history = alice.read_record_history(id).await.unwrap();
    assert_eq!(history.iter().map(|past| past.record.is_some()).collect::<Vec<_>>(), [false, true]);
    alice.host().lie::<ReadRecordVersionsEndpoint>(|answer| {
        let last = answer.versions[1].clone();
        answer.versions[0] = last;
    });
    let history = alice.read_record_history(id).await.unwrap();
    assert_eq!(history.iter().map(|past| past.record.is_some()).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn a_prescription_that_its_patient_corrects_keeps_the_doctors_version_in_its_history() {
    let (alice, _) = alice().await;
    let dr_bob = Person::doctor(Backend::shared().await.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.write_prescription(&portal, prescription("Amoxicillin")).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    let id = eventually(async || {
        alice.forget_listing();
        alice.adopt_prescriptions().await.unwrap().first().copied()
    })
    .await;
    correct(&alice, id, "Amoxicillin, as taken", "I took it twice a day").await;
    let history = alice.read_record_history(id).await.unwrap();
    let authors: Vec<_> = history.iter().map(|past| past.record.as_ref().unwrap().header.fields.author).collect();
    assert_eq!(authors, [dr_bob.account(), alice.account()]);
    assert!(history.iter().all(|past| past.stored_at.is_some()));
}
