//! Refusing a request.

use sesemr_common::api::{ErrorCode, KeyRequestState, RefuseKeyRequestEndpoint};
use sesemr_common::flow::FlowError;
use sesemr_common::portion::Portion;
use sesemr_common::sharing::LogKind;
use sesemr_tests::{Backend, LyingHost, Person, decision, whole};

#[tokio::test]
async fn a_refusal_gives_its_reason_to_the_clinician_alone_and_stands_in_the_log() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = dr_bob.asks(&alice, &[Portion::Laboratory]).await;
    let asked = alice.find_request(request).await;
    alice.refuse_key_request(&asked.act, "I have changed my doctor").await.unwrap();

    let refused = dr_bob.find_request(request).await;
    assert_eq!(refused.state, KeyRequestState::Refused);
    assert_eq!(refused.reason.unwrap().as_str(), "I have changed my doctor");
    let log = alice.read_access_log().await.unwrap();
    let kinds: Vec<LogKind> = log.entries.iter().map(|checked| checked.entry.kind).collect();
    assert_eq!(kinds, [LogKind::Registered, LogKind::KeyRequested, LogKind::KeyRequestRefused]);
    assert!(log.entries.iter().all(|checked| checked.verdict.is_ok()));
}

#[tokio::test]
async fn a_granted_request_is_not_refused_afterwards() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Laboratory]).await).await;
    let granted = decision(alice.now(), whole(&[Portion::Laboratory]));
    alice.grant_key_request(&request.act, granted).await.unwrap();
    let refused = alice.refuse_key_request(&request.act, "after all").await;
    assert!(refused.is_err_and(|error| error.is_refusal(ErrorCode::Conflict)));
    assert_eq!(dr_bob.list_grants().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_refusal_whose_answer_was_lost_can_be_tried_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Laboratory]).await).await;
    alice.host().lose_answers::<RefuseKeyRequestEndpoint>(1);
    assert_eq!(alice.refuse_key_request(&request.act, "Not now").await, Err(FlowError::Away));
    assert_eq!(alice.refuse_key_request(&request.act, "Not now").await, Ok(()));
}
