//! Writing a prescription under an opening.

use std::cell::Cell;

use sesemr_common::api::{
    ErrorCode, PutChunksEndpoint, ReadUploadEndpoint, ReadUploadQuery, StartUploadEndpoint, StartUploadRequest,
    UploadRecord, WritePrescriptionEndpoint,
};
use sesemr_common::crypto::fill_random;
use sesemr_common::flow::{CallError, Decision, FlowError, Host as _, Token};
use sesemr_common::id::{OpeningId, RecordId, UploadId};
use sesemr_common::portion::Portion;
use sesemr_common::record::Prescription;
use sesemr_common::sharing::LogKind;
use sesemr_tests::{Backend, LyingHost, Person, TestHost, decision, note, prescription, whole};

#[tokio::test]
async fn a_prescription_reaches_the_patient_sealed_and_reads_as_the_doctor_wrote_it() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let written = prescription("Doxycycline 100 mg capsules");
    let id = dr_bob.write_prescription(&portal, written.clone()).await.unwrap().record();

    alice.forget_listing();
    let listing = alice.list_records().await.unwrap();
    let record = listing.records.iter().find(|record| record.id() == id).unwrap();
    assert!(record.pending);
    assert_eq!((record.header.fields.portion, record.header.fields.author), (Portion::Medications, dr_bob.account()));
    let content = alice.read(record).await.unwrap();
    assert_eq!(Prescription::from_medication_request(&content).unwrap(), written);
    let log = alice.read_access_log().await.unwrap();
    let entry = log.entries.iter().find(|checked| checked.entry.kind == LogKind::PrescriptionWritten).unwrap();
    assert_eq!((entry.entry.actor, entry.verdict), (dr_bob.account(), Ok(())));
}

#[tokio::test]
async fn an_opening_for_writing_alone_shows_nothing_and_takes_a_prescription() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Insurance]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert!(dr_bob.lent_contents(&portal).await.is_empty());
    dr_bob.write_prescription(&portal, prescription("Ibuprofen 400 mg tablets")).await.unwrap();
    assert_eq!(alice.contents().await.len(), 1);
}

#[tokio::test]
async fn an_opening_for_reading_alone_takes_no_prescription() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let reading = Decision { write_back: false, ..decision(alice.now(), whole(&[Portion::Allergies])) };
    let portal = dr_bob.opens(&alice.lends(&dr_bob, reading).await).await.unwrap();
    let written = dr_bob.write_prescription(&portal, prescription("Ibuprofen 400 mg tablets")).await;
    assert!(matches!(written, Err(FlowError::Invalid(_))));
}

#[tokio::test]
async fn an_opening_for_reading_alone_takes_none_of_the_patients_room() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let reading = Decision { write_back: false, ..decision(alice.now(), whole(&[Portion::Allergies])) };
    let key = alice.lends(&dr_bob, reading).await;
    dr_bob.opens(&key).await.unwrap();
    let (upload, token) = (announce(&alice, key.opening), token(&dr_bob).await);
    let refused = dr_bob.host().call::<StartUploadEndpoint>(&upload, token.as_ref()).await;
    assert_eq!(code_of(refused), ErrorCode::NotPermitted);
}

#[tokio::test]
async fn a_prescription_for_which_the_patient_has_no_room_is_refused_as_such() {
    let backend = Backend::start_with(&["--quota", "100"]).await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Insurance]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let written = dr_bob.write_prescription(&portal, prescription("Ibuprofen 400 mg tablets")).await;
    assert!(written.is_err_and(|error| error.is_refusal(ErrorCode::QuotaFull)));
}

#[tokio::test]
async fn under_an_opening_an_upload_takes_the_place_of_one_that_was_not_finished() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Insurance]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let (first, second) = (announce(&alice, key.opening), announce(&alice, key.opening));
    let (host, token) = (dr_bob.host(), token(&dr_bob).await);
    for upload in [&first, &second] {
        host.call::<StartUploadEndpoint>(upload, token.as_ref()).await.unwrap();
    }
    let replaced = ReadUploadQuery { upload: first.upload };
    assert_eq!(code_of(host.call::<ReadUploadEndpoint>(&replaced, token.as_ref()).await), ErrorCode::NotFound);
    let held = ReadUploadQuery { upload: second.upload };
    host.call::<ReadUploadEndpoint>(&held, token.as_ref()).await.unwrap();
    dr_bob.write_prescription(&portal, prescription("Ibuprofen 400 mg tablets")).await.unwrap();
    dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    assert_eq!(alice.contents().await.len(), 2, "what was published stays");
}

#[tokio::test]
async fn a_prescription_after_closing_is_refused() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Insurance]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    let written = dr_bob.write_prescription(&portal, prescription("Ibuprofen 400 mg tablets")).await.err();
    assert!(written.as_ref().is_some_and(|error| error.is_refusal(ErrorCode::NotOpen)), "{written:?}");
    assert!(alice.contents().await.is_empty());
}

#[tokio::test]
async fn a_prescription_whose_answer_was_lost_is_written_once_however_often_it_is_tried() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(LyingHost::new(backend.host()), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Insurance]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    // Every try is a moment later, and says so.
    let tries = Cell::new(0);
    let write = async || {
        tries.set(tries.get() + 1);
        let authored = format!("2026-08-06T14:02:0{}Z", tries.get()).parse().unwrap();
        let written = Prescription { authored, ..prescription("Ibuprofen 400 mg tablets") };
        dr_bob.write_prescription(&portal, written).await.map(|written| written.record())
    };
    dr_bob.host().lose_answers::<PutChunksEndpoint>(1);
    assert_eq!(write().await, Err(FlowError::Away));
    dr_bob.host().lose_answers::<WritePrescriptionEndpoint>(2);
    assert_eq!(write().await, Err(FlowError::Away));
    assert_eq!(write().await, Err(FlowError::Away));
    let record = write().await.unwrap();
    assert_eq!(tries.get(), 4);
    assert_eq!(alice.contents().await.keys().collect::<Vec<_>>(), [&record]);
    dr_bob.close_opening(&portal).await.unwrap();
    alice.forget_listing();
    assert_eq!(alice.adopt_prescriptions().await.unwrap(), [record]);
}

/// One small record, announced under an opening.
fn announce(patient: &Person<TestHost>, opening: OpeningId) -> StartUploadRequest {
    let record = UploadRecord { record: RecordId::from_bytes(random()), version: 1, chunks: 1, bytes: 100 };
    let (upload, patient) = (UploadId::from_bytes(random()), patient.account());
    StartUploadRequest { upload, patient, opening: Some(opening), records: vec![record] }
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    fill_random(&mut bytes);
    bytes
}

async fn token(person: &Person<TestHost>) -> Option<Token> {
    Some(person.token().await.unwrap())
}

fn code_of<T: std::fmt::Debug>(outcome: Result<T, CallError>) -> ErrorCode {
    match outcome {
        Err(CallError::Refused(refusal)) => refusal.code,
        other => panic!("it got {other:?}"),
    }
}
