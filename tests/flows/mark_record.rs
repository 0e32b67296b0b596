//! Marks: what a patient says of a record reaches whoever opens it, and no server.

use sesemr_common::api::srs::AttemptOpeningEndpoint;
use sesemr_common::flow::FlowError;
use sesemr_common::portion::Portion;
use sesemr_common::record::PatientNote;
use sesemr_common::sharing::{MarkKind, RecordMark, Scope};
use sesemr_tests::{Backend, LyingHost, Person, decision, note, whole};

#[tokio::test]
async fn a_clinician_sees_the_mark_on_the_record_that_stays_as_it_is() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let ids = alice.publish(vec![note(Portion::History, "Epilepsy"), note(Portion::History, "Asthma")]).await;
    let words = "My brother's, filed under my name";
    let mark = RecordMark { record: ids[0], kind: MarkKind::NotMine, note: PatientNote::of(words) };
    alice.mark_record(&mark).await.unwrap();

    // A whole portion, and a single record.
    let single = Scope { portions: Vec::new(), records: vec![ids[0]] };
    for scope in [whole(&[Portion::History]), single] {
        let key = alice.lends(&dr_bob, decision(alice.now(), scope)).await;
        let portal = dr_bob.opens(&key).await.unwrap();
        let lent = dr_bob.list_opened_records(&portal).await.unwrap();
        let marked = lent.records.iter().find(|lent| lent.header.fields.record == ids[0]).unwrap();
        assert_eq!(marked.mark.as_ref(), Some(&mark));
        assert_eq!(dr_bob.read_lent(&portal, marked).await.unwrap(), b"Epilepsy");
        assert!(lent.records.iter().filter(|lent| lent.header.fields.record != ids[0]).all(|lent| lent.mark.is_none()));
    }
    for exchange in alice.host().spy().exchanges().iter() {
        assert!(!String::from_utf8_lossy(&exchange.request).contains("brother"), "{}", exchange.path);
    }
}

#[tokio::test]
async fn a_mark_is_there_on_every_device_until_it_is_taken_off() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let ids = alice.publish(vec![note(Portion::History, "Asthma")]).await;
    let mark = RecordMark { record: ids[0], kind: MarkKind::Wrong, note: None };
    alice.mark_record(&mark).await.unwrap();
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert_eq!(phone.vault().mark_on(ids[0]), Some(mark));

    phone.unmark_record(ids[0]).await.unwrap();
    let key = phone.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.list_opened_records(&portal).await.unwrap().records[0].mark, None);
}

#[tokio::test]
async fn a_server_cannot_leave_marks_out_of_an_opening() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(LyingHost::new(backend.host()), "dr-bob").await;
    let ids = alice.publish(vec![note(Portion::History, "Asthma")]).await;
    alice.mark_record(&RecordMark { record: ids[0], kind: MarkKind::Wrong, note: None }).await.unwrap();
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    dr_bob.host().lie::<AttemptOpeningEndpoint>(|answer| {
        answer.sealed_box.0.pop();
    });
    assert_eq!(dr_bob.opens(&key).await.err(), Some(FlowError::Untrustworthy("the box of an opening")));
}
