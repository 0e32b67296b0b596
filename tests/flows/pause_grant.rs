//! Pausing a grant: nothing new is opened until it goes on, at either server.

use sesemr_common::api::srs::EndOpeningEndpoint;
use sesemr_common::api::{ErrorCode, GrantState};
use sesemr_common::flow::{CallError, CheckedGrant, Decision, FlowError};
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, LyingHost, Person, TestHost, decision, eventually, note, whole};

struct Story {
    alice: Person<LyingHost>,
    dr_bob: Person<TestHost>,
    grant: CheckedGrant,
}

/// Granted for two openings.
async fn granted() -> Story {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let twice = Decision { openings: 2, ..decision(alice.now(), whole(&[Portion::Allergies])) };
    let grant = alice.grants(&dr_bob, twice).await;
    Story { alice, dr_bob, grant }
}

#[tokio::test]
async fn under_a_paused_grant_no_key_is_made_and_one_that_waited_opens_nothing() {
    let Story { alice, dr_bob, grant } = granted().await;
    let key = alice.issue_random_key(&grant).await.unwrap();
    let stale = dr_bob.find_opening(key.opening).await;
    alice.pause_grant(&grant.act, true).await.unwrap();

    let paused = alice.find_grant(grant.act.body.grant).await;
    assert_eq!(paused.state, GrantState::Paused);
    assert_eq!(dr_bob.list_grants().await.unwrap()[0].state, GrantState::Paused);
    let refused = alice.issue_random_key(&paused).await.err();
    assert_eq!(refused, Some(FlowError::Invalid("This access is paused. Let it go on first.")));
    // What the list said before: the server refuses it all the same.
    assert!(alice.issue_random_key(&grant).await.is_err_and(|error| error.is_refusal(ErrorCode::Paused)));
    let code = sesemr_common::crypto::OpeningCode::from_groups(&key.code).unwrap();
    assert!(dr_bob.open_record(&stale, &code).await.is_err());
    eventually(async || alice.find_opening(key.opening).await.end_confirmed.then_some(())).await;
}

#[tokio::test]
async fn a_grant_that_goes_on_has_lost_no_opening() {
    let Story { alice, dr_bob, grant } = granted().await;
    alice.issue_random_key(&grant).await.unwrap();
    alice.pause_grant(&grant.act, true).await.unwrap();
    alice.pause_grant(&grant.act, false).await.unwrap();
    let grant = alice.find_grant(grant.act.body.grant).await;
    assert_eq!((grant.state, grant.openings_used), (GrantState::Live, 0));
    let key = alice.issue_random_key(&grant).await.unwrap();
    assert!(dr_bob.opens(&key).await.is_ok());
    assert_eq!(alice.read_access_log().await.unwrap().problem, None);
}

#[tokio::test]
async fn what_is_open_stays_open_while_its_grant_is_paused() {
    let Story { alice, dr_bob, grant } = granted().await;
    let key = alice.issue_random_key(&grant).await.unwrap();
    let portal = dr_bob.opens(&key).await.unwrap();
    alice.pause_grant(&grant.act, true).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await.len(), 1);
    dr_bob.close_opening(&portal).await.unwrap();
}

#[tokio::test]
async fn the_sas_alone_keeps_a_paused_grant_shut_where_the_srs_cannot_be_told() {
    let Story { alice, dr_bob, grant } = granted().await;
    let key = alice.issue_random_key(&grant).await.unwrap();
    let stale = dr_bob.find_opening(key.opening).await;
    alice.host().refuse::<EndOpeningEndpoint>(CallError::Away, 8);
    alice.pause_grant(&grant.act, true).await.unwrap();
    let code = sesemr_common::crypto::OpeningCode::from_groups(&key.code).unwrap();
    let read = match dr_bob.open_record(&stale, &code).await {
        Ok(portal) => dr_bob.list_opened_records(&portal).await.map(drop),
        Err(error) => Err(error),
    };
    assert!(read.is_err());
}

#[tokio::test]
async fn a_paused_grant_can_be_taken_back_and_then_neither_paused_nor_go_on() {
    let Story { alice, grant, .. } = granted().await;
    alice.pause_grant(&grant.act, true).await.unwrap();
    alice.take_back_grant(&grant.act).await.unwrap();
    assert_eq!(alice.find_grant(grant.act.body.grant).await.state, GrantState::TakenBack);
    for paused in [true, false] {
        let refused = alice.pause_grant(&grant.act, paused).await;
        assert!(refused.is_err_and(|error| error.is_refusal(ErrorCode::TakenBack)));
    }
}
