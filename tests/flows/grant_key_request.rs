//! Granting a request, in whole or in part.

use sesemr_common::api::{
    Done, ErrorCode, GrantKeyRequestEndpoint, GrantKeyRequestRequest, GrantState, KeyRequestState,
};
use sesemr_common::crypto::SigningKey;
use sesemr_common::flow::{CallError, Decision, FlowError};
use sesemr_common::id::{DeviceId, Encoded, GrantId, Hash};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{ActHeader, Audience, GrantKeyRequest, LogHead, Scope, SignedAct};
use sesemr_tests::{Backend, LyingHost, Person, decision, whole};

#[tokio::test]
async fn a_patient_grants_less_than_was_asked_and_both_see_exactly_that() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = dr_bob.asks(&alice, &[Portion::Allergies, Portion::History, Portion::Medications]).await;
    let asked = alice.find_request(request).await;
    let granted = Decision { openings: 3, write_back: false, ..decision(alice.now(), whole(&[Portion::Allergies])) };
    let (expires_at, scope) = (granted.expires_at, granted.scope.clone());
    let grant = alice.grant_key_request(&asked.act, granted).await.unwrap();

    for person in [&alice, &dr_bob] {
        let seen = person.find_grant(grant).await;
        let body = &seen.act.body;
        assert_eq!((&body.scope, body.expires_at, body.openings, body.write_back), (&scope, expires_at, 3, false));
        assert_eq!((body.clinician, body.clinician_key), (dr_bob.account(), dr_bob.key_id()));
        assert_eq!((seen.state, seen.openings_used), (GrantState::Live, 0));
        assert_eq!(person.find_request(request).await.state, KeyRequestState::Granted);
    }
}

#[tokio::test]
async fn a_grant_of_nothing_or_of_no_opening_or_into_the_past_is_not_sent() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies]).await).await;
    let good = || decision(alice.now(), whole(&[Portion::Allergies]));
    let bad = [
        Decision { scope: Scope { portions: vec![], records: vec![] }, ..good() },
        Decision { openings: 0, ..good() },
        Decision { expires_at: alice.now() - 1, ..good() },
    ];
    for decision in bad {
        assert!(matches!(alice.grant_key_request(&request.act, decision).await, Err(FlowError::Invalid(_))));
    }
    assert_eq!(alice.host().spy().count("/api/v1/grants"), 0);
}

#[tokio::test]
async fn a_request_is_answered_once() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies]).await).await;
    alice.refuse_key_request(&request.act, "").await.unwrap();
    let second = alice.grant_key_request(&request.act, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    assert!(second.is_err_and(|error| error.is_refusal(ErrorCode::Conflict)));
    assert!(dr_bob.list_grants().await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_grants_what_was_asked_of_another() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let eve = Person::patient(backend.host(), "eve").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies]).await).await;
    let stolen = eve.grant_key_request(&request.act, decision(eve.now(), whole(&[Portion::Allergies]))).await;
    assert!(matches!(stolen, Err(FlowError::Refused(_))));
    assert!(dr_bob.list_grants().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_stolen_token_alone_grants_nothing() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies]).await).await;
    let token = alice.token().await.unwrap().to_header();
    let device = DeviceId::from_bytes(alice.host().device().value(&format!("device/{}", alice.account())));
    let header = ActHeader {
        actor: alice.account(),
        actor_key: alice.key_id(),
        patient: alice.account(),
        device,
        audience: Audience::Sas,
        counter: 2,
        log_head: LogHead::EMPTY,
        signed_at: alice.now(),
        restore_epoch: 0,
        on_behalf_of: Hash::ZERO,
    };
    let body = GrantKeyRequest {
        grant: GrantId::from_bytes([1; 16]),
        request: request.act.body.request,
        request_hash: request.act.hash(),
        clinician: dr_bob.account(),
        clinician_key: dr_bob.key_id(),
        scope: whole(&[Portion::Allergies]),
        expires_at: alice.now() + 60_000,
        openings: 1,
        write_back: false,
    };
    let send = async |key: &SigningKey| {
        let act = Encoded(SignedAct::sign(header.clone(), body.clone(), key));
        alice.host().send::<GrantKeyRequestEndpoint>(&GrantKeyRequestRequest { act }, Some(&token)).await
    };
    let Err(CallError::Refused(refusal)) = send(&SigningKey::make()).await else { panic!("it was taken") };
    assert_eq!(refusal.code, ErrorCode::BadSignature);
    assert!(dr_bob.list_grants().await.unwrap().is_empty());
    // The same act with her signature is fine: nothing else was wrong with it.
    let key = alice.vault().identity.signing_key.clone();
    assert_eq!(send(&key).await, Ok(Done {}));
}

#[tokio::test]
async fn a_grant_whose_answer_was_lost_counts_as_given_when_it_is_tried_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies, Portion::History]).await).await;
    let now = alice.now();
    let wanted = |later: u64| decision(now + later, whole(&[Portion::Allergies]));
    alice.host().lose_answers::<GrantKeyRequestEndpoint>(1);
    assert_eq!(alice.grant_key_request(&request.act, wanted(0)).await, Err(FlowError::Away));
    let same = alice.grant_key_request(&request.act, wanted(0)).await.unwrap();
    // A week from now ends later at a later try; what was granted is within it.
    let later = alice.grant_key_request(&request.act, wanted(5_000)).await.unwrap();
    let given: Vec<_> = dr_bob.list_grants().await.unwrap().iter().map(|grant| grant.act.body.grant).collect();
    assert_eq!((given, later), (vec![same], same));
    // Another answer than the one that was given is no retry.
    let other = alice.grant_key_request(&request.act, decision(now, whole(&[Portion::History]))).await;
    assert!(other.is_err_and(|error| error.is_refusal(ErrorCode::Conflict)));
}
