//! Reading through a portal: exactly what was granted, for as long as it is open.

use std::collections::BTreeMap;
use std::time::Duration;

use sesemr_common::api::{ErrorCode, OpeningState};
use sesemr_common::flow::LogObject;
use sesemr_common::id::RecordId;
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{LogKind, Scope};
use sesemr_tests::{
    Backend, Person, TestHost, decision, eventually, import_with_summaries, noise, note, sample_bundle, whole,
};

#[tokio::test]
async fn exactly_the_granted_portions_and_single_records_open_and_nothing_else() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(import_with_summaries(&sample_bundle())).await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to nuts"), noise("scan", 700_000)]).await;
    let (everything, portions) = (alice.contents().await, portions_of(&alice).await);
    let single: Vec<RecordId> = portions
        .iter()
        .filter(|(_, portion)| matches!(portion, Portion::History | Portion::ImagingDocuments))
        .map(|(record, _)| *record)
        .step_by(2)
        .collect();
    let whole = [Portion::Allergies, Portion::Medications, Portion::ReadingsSummary];
    let scope = Scope { portions: whole.to_vec(), records: single.clone() };
    let key = alice.lends(&dr_bob, decision(alice.now(), scope)).await;

    let portal = dr_bob.opens(&key).await.unwrap();
    let lent = dr_bob.lent_contents(&portal).await;
    let granted = |record: &RecordId| whole.contains(&portions[record]) || single.contains(record);
    let expected: BTreeMap<_, _> = everything.into_iter().filter(|(record, _)| granted(record)).collect();
    assert!(expected.len() < portions.len() && !single.is_empty());
    assert_eq!(lent, expected);
}

#[tokio::test]
async fn a_batch_that_holds_more_than_was_granted_is_never_lent() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let ids = alice.publish(vec![note(Portion::History, "Asthma"), note(Portion::History, "Depression")]).await;
    let home = alice.list_records().await.unwrap().records[0].slot.batch;
    let scope = Scope { portions: vec![], records: vec![ids[0]] };
    let key = alice.lends(&dr_bob, decision(alice.now(), scope)).await;
    let opening = dr_bob.find_opening(key.opening).await;
    let body = &opening.act.body;
    assert_eq!((body.batches.len(), body.records.len()), (1, 1));
    assert_ne!(body.batches[0].batch, home, "a batch of its own, with one slot in it");
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await.into_values().collect::<Vec<_>>(), [b"Asthma"]);
}

#[tokio::test]
async fn every_release_stands_in_the_log_with_the_records_it_released() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let ids = alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.lent_contents(&portal).await;
    dr_bob.lent_contents(&portal).await;

    let log = alice.read_access_log().await.unwrap();
    let released: Vec<_> = log
        .entries
        .iter()
        .filter(|checked| checked.entry.kind == LogKind::RecordsReleased)
        .map(|checked| match &checked.object {
            LogObject::ReleaseRecords(release) => {
                (checked.verdict, release.fields.number, release.fields.records.clone())
            }
            other => panic!("a release is {other:?}"),
        })
        .collect();
    assert_eq!(released, [(Ok(()), 1, ids.clone()), (Ok(()), 2, ids)]);
}

#[tokio::test]
async fn a_reader_who_stays_longer_than_a_ticket_gets_another_one() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    for _ in 0..4 {
        backend.let_pass(Duration::from_mins(9));
        assert_eq!(dr_bob.lent_contents(&portal).await.len(), 1);
    }
    dr_bob.keep_open(&portal).await.unwrap();
    assert!(dr_bob.host().spy().count("/srs/v1/tickets") >= 4);
}

#[tokio::test]
async fn a_portal_left_alone_for_half_an_hour_is_closed_by_the_server_and_the_log_says_what_was_read() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.lent_contents(&portal).await;
    backend.let_pass(Duration::from_mins(31));
    let late = dr_bob.list_opened_records(&portal).await;
    assert!(late.is_err_and(|error| error.is_refusal(ErrorCode::NotOpen)));

    assert_eq!(alice.find_opening(key.opening).await.state, OpeningState::ClosedByServer);
    // The clock says it first; the background work writes it down.
    let closed = eventually(async || {
        let log = alice.read_access_log().await.unwrap();
        log.entries.into_iter().find(|checked| checked.entry.kind == LogKind::OpeningClosedByServer)
    })
    .await;
    assert_eq!(closed.verdict, Ok(()));
    let LogObject::ServerClosing(closing) = &closed.object else { panic!("no closing") };
    assert_eq!((closing.fields.opened.len(), closing.fields.written.len()), (1, 0));
}

async fn portions_of(person: &Person<TestHost>) -> BTreeMap<RecordId, Portion> {
    let listing = person.list_records().await.unwrap();
    listing.records.iter().map(|record| (record.id(), record.header.fields.portion)).collect()
}
