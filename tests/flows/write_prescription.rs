//! Writing a prescription under an opening.

use sesemr_common::api::ErrorCode;
use sesemr_common::flow::{Decision, FlowError};
use sesemr_common::portion::Portion;
use sesemr_common::record::Prescription;
use sesemr_common::sharing::LogKind;
use sesemr_tests::{Backend, Person, decision, note, prescription, whole};

#[tokio::test]
async fn a_prescription_reaches_the_patient_sealed_and_reads_as_the_doctor_wrote_it() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let written = prescription("Doxycycline 100 mg capsules");
    let id = dr_bob.write_prescription(&portal, written.clone()).await.unwrap();

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
