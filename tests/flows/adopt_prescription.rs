//! Taking a prescription over: verified, re-wrapped into a batch of one's own, entered into the index.

use sesemr_common::api::{LogRow, ReadAccessLogEndpoint};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::LogKind;
use sesemr_tests::{Backend, LyingHost, Person, TestHost, decision, note, prescription, whole};

/// Dr Bob writes Alice a prescription and closes.
async fn prescribed(backend: &Backend) -> (Person<TestHost>, Person<TestHost>) {
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Medications, "Metformin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    alice.forget_listing();
    (alice, dr_bob)
}

async fn pending(alice: &Person<TestHost>) -> usize {
    alice.forget_listing();
    alice.list_records().await.unwrap().records.iter().filter(|record| record.pending).count()
}

#[tokio::test]
async fn a_prescription_is_taken_over_once_and_can_then_be_lent_on() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = prescribed(backend).await;
    let before = alice.vault().index_head.sequence;
    assert_eq!((pending(&alice).await, alice.adopt_prescriptions().await.unwrap().len()), (1, 1));
    assert_eq!((pending(&alice).await, alice.adopt_prescriptions().await.unwrap().len()), (0, 0));
    assert_eq!(alice.vault().index_head.sequence, before + 1);
    assert_eq!(alice.contents().await.len(), 2);

    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await, alice.contents().await);
}

#[tokio::test]
async fn a_pharmacist_who_never_met_the_doctor_reads_what_the_doctor_wrote() {
    let backend = Backend::shared().await;
    let (alice, _) = prescribed(backend).await;
    alice.adopt_prescriptions().await.unwrap();
    let pharmacist = Person::doctor(backend.host(), "pharmacist").await;
    let key = alice.lends(&pharmacist, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = pharmacist.opens(&key).await.unwrap();
    assert_eq!(pharmacist.lent_contents(&portal).await, alice.contents().await);
}

#[tokio::test]
async fn a_prescription_written_before_a_roll_is_taken_over_after_it() {
    let (alice, _) = prescribed(Backend::shared().await).await;
    alice.roll_portion_key(Portion::Medications).await.unwrap();
    assert_eq!(pending(&alice).await, 1);
    assert_eq!(alice.adopt_prescriptions().await.unwrap().len(), 1);
    assert_eq!((pending(&alice).await, alice.contents().await.len()), (0, 2));
}

#[tokio::test]
async fn a_prescription_taken_over_on_two_devices_stands_there_once() {
    let backend = Backend::shared().await;
    let (alice, _) = prescribed(backend).await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert_eq!((pending(&alice).await, pending(&phone).await), (1, 1));
    assert_eq!(alice.adopt_prescriptions().await.unwrap().len(), 1);
    // The phone still shows it as pending; whatever it does, nothing is there twice.
    let _ = phone.adopt_prescriptions().await;
    assert_eq!((pending(&phone).await, phone.contents().await.len()), (0, 2));
}

#[tokio::test]
async fn a_prescription_written_before_access_was_taken_back_is_taken_over() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let written = dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    let record = written.record();
    let grant = alice.list_grants().await.unwrap().remove(0);
    alice.take_back_grant(&grant.act).await.unwrap();
    alice.forget_listing();
    assert_eq!(alice.adopt_prescriptions().await.unwrap(), [record]);
}

#[tokio::test]
async fn a_prescription_is_taken_over_while_its_opening_lives_and_only_where_the_log_has_it() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let written = dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    let record = written.record();
    alice.host().lie::<ReadAccessLogEndpoint>(|page| {
        let written = |row: &LogRow| row.entry.0.kind == LogKind::PrescriptionWritten;
        let place = page.entries.iter().position(written).unwrap();
        page.entries.truncate(place);
    });
    alice.forget_listing();
    assert_eq!(alice.adopt_prescriptions().await.unwrap(), []);
    alice.host().tell_the_truth();
    assert_eq!(alice.adopt_prescriptions().await.unwrap(), [record]);
}
