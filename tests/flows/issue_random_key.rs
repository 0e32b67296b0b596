//! Making a random key, showing it, handing it over.

use std::time::Duration;

use sesemr_common::api::srs::{ActivateOpeningEndpoint, EndOpeningEndpoint};
use sesemr_common::api::{ErrorCode, GrantState, OpeningState};
use sesemr_common::crypto::OpeningCode;
use sesemr_common::flow::{CallError, Decision, FlowError};
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, LyingHost, Person, TestHost, decision, eventually, note, whole};

async fn alice_and_dr_bob(backend: &Backend) -> (Person<TestHost>, Person<TestHost>) {
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    (alice, dr_bob)
}

fn allergies(alice: &Person<TestHost>) -> Decision {
    decision(alice.now(), whole(&[Portion::Allergies]))
}

#[tokio::test]
async fn a_random_key_is_three_groups_of_five_and_can_be_shown_again_on_any_device() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = alice_and_dr_bob(backend).await;
    let key = alice.lends(&dr_bob, allergies(&alice)).await;
    assert_eq!(key.code.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5]);
    assert!(key.expires_at <= alice.now() + 24 * 60 * 60 * 1000);
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert_eq!(phone.issued_code(key.opening), Some(key.code.clone()));
    assert_eq!(dr_bob.find_opening(key.opening).await.state, OpeningState::Pending);
    assert!(dr_bob.find_opening(key.opening).await.code.is_none(), "it was not sent in the app");
}

#[tokio::test]
async fn a_random_key_that_was_not_activated_is_not_shown() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let grant = alice.grants(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    alice.host().refuse::<ActivateOpeningEndpoint>(CallError::Away, usize::MAX);
    assert!(alice.issue_random_key(&grant).await.is_err());
    alice.host().tell_the_truth();

    let stored = alice.list_openings().await.unwrap();
    assert_eq!(stored.last().map(|opening| opening.state), Some(OpeningState::Pending), "the SAS has it");
    assert!(stored.iter().all(|opening| alice.issued_code(opening.act.body.opening).is_none()));
    let key = alice.issue_random_key(&grant).await.unwrap();
    assert_eq!(alice.issued_code(key.opening), Some(key.code));
}

#[tokio::test]
async fn every_random_key_is_another_and_takes_the_place_of_the_one_before() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = alice_and_dr_bob(backend).await;
    let grant = alice.grants(&dr_bob, allergies(&alice)).await;
    let first = alice.issue_random_key(&grant).await.unwrap();
    let second = alice.issue_random_key(&grant).await.unwrap();
    assert_ne!(first.code, second.code);
    assert_eq!(alice.issued_code(first.opening), None);
    assert_eq!(dr_bob.opens(&first).await.err().map(|error| error.is_refusal(ErrorCode::Expired)), Some(true));
    assert!(dr_bob.opens(&second).await.is_ok());
}

#[tokio::test]
async fn a_replaced_random_key_is_dead_at_the_srs_too() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = alice_and_dr_bob(backend).await;
    let grant = alice.grants(&dr_bob, allergies(&alice)).await;
    let first = alice.issue_random_key(&grant).await.unwrap();
    let stale = dr_bob.find_opening(first.opening).await;
    let second = alice.issue_random_key(&grant).await.unwrap();
    let code = OpeningCode::from_groups(&first.code).unwrap();
    assert!(dr_bob.open_record(&stale, &code).await.is_err_and(|error| error.is_refusal(ErrorCode::Expired)));
    eventually(async || alice.find_opening(first.opening).await.end_confirmed.then_some(())).await;
    assert!(dr_bob.opens(&second).await.is_ok());
}

#[tokio::test]
async fn the_end_of_a_replaced_random_key_that_the_srs_was_not_told_of_is_told_when_its_patient_catches_up() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = alice_and_dr_bob(backend).await;
    let alice = alice.sign_in_with_kit(LyingHost::new(backend.host())).await.unwrap();
    let request = dr_bob.asks(&alice, &[Portion::Allergies]).await;
    let request = alice.find_request(request).await;
    let decision = decision(alice.now(), whole(&[Portion::Allergies]));
    let grant = alice.grant_key_request(&request.act, decision).await.unwrap();
    let grant = alice.find_grant(grant).await;
    let first = alice.issue_random_key(&grant).await.unwrap();
    alice.host().refuse::<EndOpeningEndpoint>(CallError::Away, 1);
    let second = alice.issue_random_key(&grant).await.unwrap();
    assert!(!alice.find_opening(first.opening).await.end_confirmed);
    alice.note_due_rolls().await.unwrap();
    eventually(async || alice.find_opening(first.opening).await.end_confirmed.then_some(())).await;
    assert!(dr_bob.opens(&second).await.is_ok());
}

#[tokio::test]
async fn a_random_key_goes_out_in_the_app_only_after_fingerprints_were_compared() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = alice_and_dr_bob(backend).await;
    let key = alice.lends(&dr_bob, allergies(&alice)).await;
    let opening = alice.find_opening(key.opening).await;
    assert!(matches!(alice.send_random_key(&opening.act).await, Err(FlowError::Invalid(_))));
    assert!(!alice.find_opening(key.opening).await.sent);

    alice.confirm_fingerprint(dr_bob.account(), dr_bob.key_id()).await.unwrap();
    alice.send_random_key(&opening.act).await.unwrap();
    let sent = dr_bob.find_opening(key.opening).await;
    assert_eq!(sent.code.as_deref(), Some(&*key.code));
    let code = OpeningCode::from_groups(sent.code.as_ref().unwrap()).unwrap();
    assert!(dr_bob.open_record(&sent, &code).await.is_ok());
}

#[tokio::test]
async fn a_grant_of_two_openings_opens_twice_and_no_third_time() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = alice_and_dr_bob(backend).await;
    let grant = alice.grants(&dr_bob, Decision { openings: 2, ..allergies(&alice) }).await;
    for used in 1..=2 {
        let key = alice.issue_random_key(&alice.find_grant(grant.act.body.grant).await).await.unwrap();
        let portal = dr_bob.opens(&key).await.unwrap();
        assert_eq!(dr_bob.lent_contents(&portal).await.len(), 1);
        dr_bob.close_opening(&portal).await.unwrap();
        assert_eq!(alice.find_grant(grant.act.body.grant).await.openings_used, used);
    }
    assert_eq!(alice.find_grant(grant.act.body.grant).await.state, GrantState::UsedUp);
    // A client that does not look is refused by the server.
    let third = alice.issue_random_key(&grant).await;
    assert!(third.is_err_and(|error| error.is_refusal(ErrorCode::NoOpeningsLeft)));
}

#[tokio::test]
async fn a_grant_that_has_expired_gives_no_key_and_its_key_opens_nothing() {
    let backend = Backend::start().await;
    let (alice, dr_bob) = alice_and_dr_bob(&backend).await;
    let soon = Decision { expires_at: alice.now() + 60_000, openings: 2, ..allergies(&alice) };
    let grant = alice.grants(&dr_bob, soon).await;
    let key = alice.issue_random_key(&grant).await.unwrap();
    assert!(key.expires_at <= grant.act.body.expires_at);
    let stale = dr_bob.find_opening(key.opening).await;
    backend.let_pass(Duration::from_secs(61));
    let opened = dr_bob.open_record(&stale, &OpeningCode::from_groups(&key.code).unwrap()).await;
    assert!(opened.is_err_and(|error| error.is_refusal(ErrorCode::Expired)));
    assert!(matches!(alice.issue_random_key(&grant).await, Err(FlowError::Invalid(_))));
    assert_eq!(alice.find_grant(grant.act.body.grant).await.state, GrantState::Expired);
    eventually(async || {
        let seen = alice.find_opening(key.opening).await;
        (seen.state == OpeningState::Expired).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_grant_of_nothing_that_is_there_gives_no_key() {
    let backend = Backend::shared().await;
    let (alice, dr_bob) = alice_and_dr_bob(backend).await;
    let empty = Decision { write_back: false, ..decision(alice.now(), whole(&[Portion::Insurance])) };
    let grant = alice.grants(&dr_bob, empty).await;
    assert!(matches!(alice.issue_random_key(&grant).await, Err(FlowError::Invalid(_))));
}
