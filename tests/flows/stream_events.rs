//! Live events: told to the other side, whichever process it listens to.

use sesemr_common::api::{ErrorCode, EventKind};
use sesemr_common::flow::{CallError, FlowError};
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, EventStream, Person, TestHost, decision, note, prescription, whole};

async fn listen(person: &Person<TestHost>) -> EventStream {
    person.host().events(&person.token().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn two_processes_on_one_database_both_tell_both_people_of_every_step() {
    let mut backend = Backend::start().await;
    backend.add_replica().await;
    // Each of them talks to a process of their own.
    let alice = Person::patient(backend.host_of(0), "alice").await;
    let dr_bob = Person::doctor(backend.host_of(1), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let (mut hers, mut his) = (listen(&alice).await, listen(&dr_bob).await);

    let request = dr_bob.asks(&alice, &[Portion::Allergies]).await;
    hers.is_told(EventKind::KeyRequested).await;
    let request = alice.find_request(request).await;
    let granted = decision(alice.now(), whole(&[Portion::Allergies]));
    let grant = alice.grant_key_request(&request.act, granted).await.unwrap();
    let told = his.is_told(EventKind::KeyRequestGranted).await;
    assert_eq!(told.subject, request.act.body.request.0);
    let grant = alice.find_grant(grant).await;
    let key = alice.issue_random_key(&grant).await.unwrap();
    his.is_told(EventKind::RandomKeyIssued).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    hers.is_told(EventKind::OpeningOpened).await;
    dr_bob.lent_contents(&portal).await;
    hers.is_told(EventKind::RecordsReleased).await;
    dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    let told = hers.is_told(EventKind::PrescriptionWritten).await;
    assert_eq!(told.subject, key.opening.0);
    alice.take_back_grant(&grant.act).await.unwrap();
    his.is_told(EventKind::GrantTakenBack).await;
    hers.is_told(EventKind::EndConfirmed).await;
}

#[tokio::test]
async fn a_burnt_random_key_is_told_to_the_patient() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let mut hers = listen(&alice).await;
    let opening = dr_bob.find_opening(key.opening).await;
    let wrong = sesemr_common::crypto::OpeningCode::make();
    assert_eq!(dr_bob.open_record(&opening, &wrong).await.err(), Some(FlowError::WrongRandomKey));
    hers.is_told(EventKind::OpeningFailed).await;
}

#[tokio::test]
async fn an_event_names_what_changed_and_nobody_else_hears_of_it() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let eve = Person::patient(backend.host(), "eve").await;
    let (mut hers, mut eves) = (listen(&alice).await, listen(&eve).await);
    let request = dr_bob.asks(&alice, &[Portion::Allergies]).await;
    let told = hers.next().await;
    assert_eq!((told.kind, told.subject), (EventKind::KeyRequested, request.0));
    // What eve hears first is what came later, and is for her.
    let of_eve = dr_bob.asks(&eve, &[Portion::Allergies]).await;
    let told = eves.next().await;
    assert_eq!((told.kind, told.subject), (EventKind::KeyRequested, of_eve.0));
}

#[tokio::test]
async fn nobody_listens_without_a_session() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let token = alice.token().await.unwrap();
    alice.log_out(true).await.unwrap();
    let Err(CallError::Refused(refusal)) = alice.host().events(&token).await else { panic!("the stream opened") };
    assert_eq!(refusal.code, ErrorCode::NotSignedIn);
}
