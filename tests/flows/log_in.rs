//! Signing in, with password and device or with the kit; what a wrong one learns; how long a token lives.

use std::collections::BTreeSet;
use std::time::Duration;

use sesemr_common::api::{
    ApiError, DescribeServerEndpoint, ErrorCode, FinishLogInEndpoint, FinishLogInRequest, IdentifyLogInEndpoint,
    IdentifyLogInRequest, LogInPurpose, ReadVaultEndpoint, RefreshSessionEndpoint, SessionGranted, StartLogInEndpoint,
    StartLogInRequest,
};
use sesemr_common::crypto::Kit;
use sesemr_common::crypto::opaque::{Ke3, OpaqueContext, start_log_in};
use sesemr_common::flow::{CallError, FlowError, Host as _, log_in, log_in_with_kit};
use sesemr_common::id::DeviceId;
use sesemr_common::sharing::LogKind;
use sesemr_tests::{Backend, Person, Spy, TestHost};

#[tokio::test]
async fn the_password_signs_in_on_a_device_that_knows_the_account() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let again = alice.sign_in(backend.host().on(alice.host().device())).await.unwrap();
    assert_eq!(again.account(), alice.account());
    assert!(again.confirms_password(&alice.password));
    assert!(!again.confirms_password("another password"));

    let loud = format!("  {}  ", alice.handle.to_uppercase());
    let host = backend.host().on(alice.host().device());
    assert_eq!(log_in(host, &loud, &alice.password).await.unwrap().account(), alice.account());
}

#[tokio::test]
async fn a_wrong_password_does_not_sign_in() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let host = backend.host().on(alice.host().device());
    assert_eq!(log_in(host, &alice.handle, "a wrong password").await.err(), Some(FlowError::WrongPassword));
}

#[tokio::test]
async fn a_new_device_needs_the_kit_once_and_the_patient_sees_it() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = backend.host();
    assert_eq!(alice.sign_in(phone.clone()).await.err(), Some(FlowError::KitNeeded));
    alice.sign_in_with_kit(phone.clone()).await.unwrap();
    let by_password = alice.sign_in(phone).await.unwrap();

    let log = by_password.read_access_log().await.unwrap();
    let kinds: Vec<LogKind> = log.entries.iter().map(|checked| checked.entry.kind).collect();
    assert_eq!(kinds, [LogKind::Registered, LogKind::SignedInOnNewDevice, LogKind::SignedIn]);
}

#[tokio::test]
async fn a_wrong_kit_reads_as_a_wrong_password_and_leaves_nothing_on_the_device() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = backend.host();
    let wrong = log_in_with_kit(phone.clone(), &alice.handle, &Kit::make(), &alice.password).await.err();
    assert_eq!(wrong, Some(FlowError::WrongPassword));
    assert_eq!(alice.sign_in(phone).await.err(), Some(FlowError::KitNeeded));
}

#[tokio::test]
async fn an_unknown_name_cannot_be_told_from_a_wrong_password() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    // As long as hers, and nobody's.
    let nobody = format!("nobody{}", &alice.handle[6..]);
    let mut shapes = Vec::new();
    for handle in [&alice.handle, &nobody] {
        let host = backend.host();
        let refused = log_in_with_kit(host.clone(), handle, &Kit::make(), "a wrong password").await.err();
        assert_eq!(refused, Some(FlowError::WrongPassword));
        shapes.push(shape(host.spy()));
    }
    assert_eq!(shapes[0], shapes[1]);
    assert!(shapes[0].iter().any(|line| line.contains("/log-in/start")));
}

#[tokio::test]
async fn an_unknown_name_gets_the_same_answer_each_time_and_no_session_whatever_it_sends() {
    let host = Backend::shared().await.host();
    let request = IdentifyLogInRequest { handle: "nobody-at-all".to_owned() };
    let first = host.call::<IdentifyLogInEndpoint>(&request, None).await.unwrap();
    assert_eq!(host.call::<IdentifyLogInEndpoint>(&request, None).await.unwrap(), first);
    assert_eq!(first.account.0.get_version_num(), 8);

    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let unknown = finish_with_nonsense(&host, "nobody-at-all").await;
    let known = finish_with_nonsense(&host, &alice.handle).await;
    assert_eq!(unknown.code, ErrorCode::WrongCredentials);
    assert_eq!(unknown, known);
}

#[tokio::test]
async fn a_sign_in_whose_answer_got_lost_is_finished_again_with_the_same_message_and_no_other() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let host = alice.host();
    let proof = prove_kit(host, &alice).await;
    let lost = host.call::<FinishLogInEndpoint>(&proof, None).await.unwrap();
    let again = host.call::<FinishLogInEndpoint>(&proof, None).await.unwrap();
    assert_ne!(lost.session.token, again.session.token);
    for granted in [&lost, &again] {
        host.send::<ReadVaultEndpoint>(&(), Some(&bearer(&granted.session))).await.unwrap();
    }
    let log = alice.read_access_log().await.unwrap();
    let sign_ins = log.entries.iter().filter(|checked| checked.entry.kind == LogKind::SignedInOnNewDevice).count();
    assert_eq!(sign_ins, 1, "it is one session, logged once");

    let elsewhere = FinishLogInRequest { device: DeviceId::from_bytes([8; 16]), ..proof.clone() };
    assert_eq!(refusal_to_finish(host, &elsewhere).await, ErrorCode::WrongCredentials);
    backend.let_pass(Duration::from_mins(2));
    assert_eq!(refusal_to_finish(host, &proof).await, ErrorCode::WrongCredentials);
}

#[tokio::test]
async fn one_wrong_third_message_ends_a_sign_in() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let proof = prove_kit(alice.host(), &alice).await;
    let wrong = FinishLogInRequest { ke3: Ke3([9; 64]), ..proof.clone() };
    for request in [&wrong, &proof] {
        assert_eq!(refusal_to_finish(alice.host(), request).await, ErrorCode::WrongCredentials);
    }
}

#[tokio::test]
async fn a_sign_in_begun_with_old_credentials_ends_with_them() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let proof = prove_kit(alice.host(), &alice).await;
    alice.change_password("quite another password").await.unwrap();
    assert_eq!(refusal_to_finish(alice.host(), &proof).await, ErrorCode::WrongCredentials);
}

#[tokio::test]
async fn a_token_rotated_out_and_shown_again_ends_the_whole_family() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let host = alice.host();
    let old = alice.token().await.unwrap().to_header().to_string();
    let new = bearer(&host.send::<RefreshSessionEndpoint>(&(), Some(&old)).await.unwrap());
    assert_ne!(old, new);
    // Until the new one is used the old one still works: its holder may not have got the answer.
    host.send::<ReadVaultEndpoint>(&(), Some(&old)).await.unwrap();
    host.send::<ReadVaultEndpoint>(&(), Some(&new)).await.unwrap();
    backend.let_pass(Duration::from_secs(10));
    assert_eq!(refusal_of(host, &old).await, ErrorCode::NotSignedIn);
    assert_eq!(refusal_of(host, &new).await, ErrorCode::NotSignedIn, "whoever had the old one may have the new one");
    assert!(alice.sign_in(backend.host().on(host.device())).await.is_ok());
}

#[tokio::test]
async fn a_made_up_token_is_nobodys_and_no_token_at_all_is_refused_alike() {
    let host = Backend::shared().await.host();
    assert_eq!(refusal_of(&host, &format!("Bearer {}", "A".repeat(43))).await, ErrorCode::NotSignedIn);
    let none = host.send::<ReadVaultEndpoint>(&(), None).await.unwrap_err();
    assert!(matches!(none, CallError::Refused(ApiError { code: ErrorCode::NotSignedIn, .. })));
}

#[tokio::test]
async fn signing_out_ends_this_session_and_signing_out_everywhere_ends_all() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let tablet = alice.sign_in_with_kit(backend.host()).await.unwrap();
    phone.log_out(false).await.unwrap();
    assert!(is_signed_out(&phone).await);
    assert!(!is_signed_out(&alice).await);
    alice.log_out(true).await.unwrap();
    assert!(is_signed_out(&alice).await && is_signed_out(&tablet).await);
}

#[tokio::test]
async fn too_many_wrong_passwords_have_to_wait() {
    let backend = Backend::start_with(&["--sign-in-tries=3"]).await;
    let alice = Person::patient(backend.host(), "alice").await;
    let device = alice.host().device();
    for _ in 0..3 {
        let wrong = log_in(backend.host().on(device), &alice.handle, "a wrong password").await.err();
        assert_eq!(wrong, Some(FlowError::WrongPassword));
    }
    let Some(FlowError::Refused(refusal)) = log_in(backend.host().on(device), &alice.handle, "still wrong").await.err()
    else {
        panic!("a fourth try was let through");
    };
    assert_eq!(refusal.code, ErrorCode::TooManyRequests);
    assert!(refusal.retry_after.is_some_and(|seconds| (1..=900).contains(&seconds)));

    backend.let_pass(Duration::from_secs(901));
    assert!(alice.sign_in(backend.host().on(device)).await.is_ok());
}

/// What an onlooker can compare: paths, statuses, names and lengths of everything in the answers, but no values.
fn shape(spy: &Spy) -> Vec<String> {
    let exchanges = spy.exchanges();
    let lines = exchanges.iter().map(|exchange| {
        let headers: BTreeSet<_> = exchange.response_headers.iter().filter_map(|line| line.split(':').next()).collect();
        let body: serde_json::Value = serde_json::from_slice(&exchange.response).unwrap();
        let fields: Vec<_> = body
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| format!("{name} {}", value.to_string().len()))
            .collect();
        format!("{} {:?} {headers:?} {fields:?}", exchange.path, exchange.status)
    });
    lines.collect()
}

async fn finish_with_nonsense(host: &TestHost, handle: &str) -> ApiError {
    let (_, ke1) = start_log_in(&Kit::make().derive_recovery_password()).unwrap();
    let request = StartLogInRequest { handle: handle.to_owned(), purpose: LogInPurpose::Recovery, ke1 };
    let started = host.call::<StartLogInEndpoint>(&request, None).await.unwrap();
    let device = DeviceId::from_bytes([7; 16]);
    let request = FinishLogInRequest { log_in: started.log_in, ke3: Ke3([9; 64]), device };
    match host.call::<FinishLogInEndpoint>(&request, None).await {
        Err(CallError::Refused(refusal)) => refusal,
        other => panic!("nonsense got {other:?}"),
    }
}

/// A sign-in with the kit, up to its third message, which is not sent.
async fn prove_kit(host: &TestHost, person: &Person<TestHost>) -> FinishLogInRequest {
    let handle = person.handle.clone();
    let request = IdentifyLogInRequest { handle: handle.clone() };
    let known = host.call::<IdentifyLogInEndpoint>(&request, None).await.unwrap();
    let server = host.call::<DescribeServerEndpoint>(&(), None).await.unwrap();
    let context = OpaqueContext::recovery(known.account, known.key, *server.sas_key.0.as_bytes());
    let password = Kit::from_groups(&person.kit).unwrap().derive_recovery_password();
    let (attempt, ke1) = start_log_in(&password).unwrap();
    let request = StartLogInRequest { handle, purpose: LogInPurpose::Recovery, ke1 };
    let started = host.call::<StartLogInEndpoint>(&request, None).await.unwrap();
    let proven = attempt.finish(&context, &started.ke2, None).unwrap();
    FinishLogInRequest { log_in: started.log_in, ke3: proven.ke3, device: DeviceId::from_bytes([7; 16]) }
}

async fn refusal_to_finish(host: &TestHost, request: &FinishLogInRequest) -> ErrorCode {
    match host.call::<FinishLogInEndpoint>(request, None).await {
        Err(CallError::Refused(refusal)) => refusal.code,
        other => panic!("it got {other:?}"),
    }
}

async fn refusal_of(host: &TestHost, authorization: &str) -> ErrorCode {
    match host.send::<ReadVaultEndpoint>(&(), Some(authorization)).await {
        Err(CallError::Refused(refusal)) => refusal.code,
        other => panic!("it got {other:?}"),
    }
}

async fn is_signed_out(person: &Person<TestHost>) -> bool {
    person.list_grants().await.err().is_some_and(|error| error.is_refusal(ErrorCode::NotSignedIn))
}

fn bearer(session: &SessionGranted) -> String {
    format!("Bearer {}", serde_json::to_value(&session.token).unwrap().as_str().unwrap())
}
