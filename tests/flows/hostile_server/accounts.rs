//! Lies about the account: an older vault, another server, weaker key stretching, an answer from yesterday.

use serde_json::json;
use sesemr_common::api::{
    ApiError, DescribeServerEndpoint, ErrorCode, FinishLogInEndpoint, IdentifyLogInEndpoint, ReadVaultEndpoint,
    StartLogInEndpoint, StartRegisterEndpoint, StartReplaceCredentialsEndpoint, WriteVaultEndpoint,
};
use sesemr_common::crypto::SigningKey;
use sesemr_common::flow::{CallError, FlowError};
use sesemr_common::id::Encoded;
use sesemr_common::sharing::Role;
use sesemr_common::vault::VaultError;
use sesemr_tests::{Backend, LyingHost, Person, profile};

use super::{doctor, keep, patient};

const ROLLED_BACK: FlowError = FlowError::Vault(VaultError::RolledBack);

#[tokio::test]
async fn an_older_vault_shown_at_sign_in_is_refused() {
    let alice = patient().await;
    let host = alice.host().clone();
    let old = keep::<FinishLogInEndpoint>(&host);
    alice.sign_in(host.clone()).await.unwrap();
    let old = old.borrow()[0].vault.clone();
    host.tell_the_truth();
    alice.find_person(&doctor("dr-bob").await.handle).await.unwrap();
    assert!(alice.sign_in(host.clone()).await.is_ok());

    host.lie::<FinishLogInEndpoint>(move |answer| answer.vault = old.clone());
    assert_eq!(alice.sign_in(host).await.err(), Some(ROLLED_BACK));
}

#[tokio::test]
async fn an_older_vault_under_a_newer_number_does_not_open() {
    let alice = patient().await;
    let host = alice.host().clone();
    let old = keep::<FinishLogInEndpoint>(&host);
    alice.sign_in(host.clone()).await.unwrap();
    let mut old = old.borrow()[0].vault.clone();
    alice.find_person(&doctor("dr-bob").await.handle).await.unwrap();
    old.version += 1;
    host.lie::<FinishLogInEndpoint>(move |answer| answer.vault = old.clone());
    assert_eq!(alice.sign_in(host).await.err(), Some(FlowError::Vault(VaultError::Damaged)));
}

#[tokio::test]
async fn an_older_vault_shown_after_a_conflict_is_not_merged() {
    let alice = patient().await;
    let (host, token) = (alice.host().clone(), alice.token().await.unwrap());
    let old = {
        use sesemr_common::flow::Host as _;
        host.call::<ReadVaultEndpoint>(&(), Some(&token)).await.unwrap()
    };
    alice.find_person(&doctor("dr-bob").await.handle).await.unwrap();
    host.refuse::<WriteVaultEndpoint>(ApiError::new(ErrorCode::Conflict, "a lie").into(), 1);
    host.answer::<ReadVaultEndpoint>(&old, 1);
    assert_eq!(alice.find_person(&doctor("dr-eve").await.handle).await.err(), Some(ROLLED_BACK));
}

#[tokio::test]
async fn a_vault_of_the_same_number_that_another_device_wrote_behind_this_ones_back_is_refused() {
    let alice = patient().await;
    let phone = alice.sign_in_with_kit(LyingHost::new(Backend::shared().await.host())).await.unwrap();
    // The laptop is told that its vault was stored; the phone's is.
    alice.host().answer::<WriteVaultEndpoint>(&sesemr_common::api::Done {}, 1);
    alice.find_person(&doctor("dr-bob").await.handle).await.unwrap();
    phone.find_person(&doctor("dr-eve").await.handle).await.unwrap();
    assert_eq!(alice.vault().version, phone.vault().version);
    assert_eq!(alice.sign_in(alice.host().clone()).await.err(), Some(ROLLED_BACK));
}

#[tokio::test]
async fn a_server_that_answers_every_write_with_a_conflict_is_given_up() {
    let alice = patient().await;
    let spy = alice.host().spy().clone();
    spy.forget();
    alice.host().refuse::<WriteVaultEndpoint>(ApiError::new(ErrorCode::Conflict, "a lie").into(), usize::MAX);
    let error = alice.find_person(&doctor("dr-bob").await.handle).await.err();
    assert_eq!(error, Some(FlowError::Untrustworthy("the vault's version")));
    assert!((1..=20).contains(&spy.count("/api/v1/vault")), "it was read again each time, and not for ever");
}

#[tokio::test]
async fn no_answer_can_lower_the_parameters_of_key_stretching() {
    let alice = patient().await;
    let host = alice.host().clone();
    let weaken = |answer: &mut serde_json::Value| {
        answer["key_stretching"] = json!({ "algorithm": "argon2id", "memory": 8, "passes": 1, "lanes": 1 });
    };
    let unreadable = Some(FlowError::Untrustworthy("an answer"));
    host.lie_in_json::<IdentifyLogInEndpoint>(move |_, answer| weaken(answer));
    assert_eq!(alice.sign_in(host.clone()).await.err(), unreadable);
    host.tell_the_truth();
    host.lie_in_json::<StartLogInEndpoint>(move |_, answer| weaken(answer));
    assert_eq!(alice.sign_in(host.clone()).await.err(), unreadable);
    host.tell_the_truth();
    host.lie_in_json::<DescribeServerEndpoint>(move |_, answer| weaken(answer));
    assert_eq!(alice.sign_in(host.clone()).await.err(), unreadable);
    host.tell_the_truth();
    host.lie_in_json::<StartReplaceCredentialsEndpoint>(move |_, answer| weaken(answer));
    assert_eq!(alice.change_password("quite another password").await.err(), unreadable);
    host.tell_the_truth();
    host.lie_in_json::<StartRegisterEndpoint>(move |_, answer| weaken(answer));
    let registered = Person::register_with(host.clone(), profile("eve", Role::Patient), "a long password").await.err();
    assert_eq!(registered, unreadable);
}

#[tokio::test]
async fn an_answer_to_yesterdays_sign_in_signs_nobody_in_today() {
    let alice = patient().await;
    let host = alice.host().clone();
    let kept = keep::<StartLogInEndpoint>(&host);
    alice.sign_in(host.clone()).await.unwrap();
    let old = kept.borrow()[0].clone();
    host.lie::<StartLogInEndpoint>(move |answer| *answer = old.clone());
    assert_eq!(alice.sign_in(host.clone()).await.err(), Some(FlowError::WrongPassword));
    assert_eq!(host.spy().count("/api/v1/log-in/finish"), 1, "nothing was sent that yesterday's server could use");
}

#[tokio::test]
async fn another_server_behind_the_same_address_is_not_taken_for_the_pinned_one() {
    let alice = patient().await;
    let host = alice.host().clone();
    let another = SigningKey::make().verifying_key();
    host.lie::<DescribeServerEndpoint>(move |answer| answer.srs_key = Encoded(another));
    let refused = alice.sign_in(host.clone()).await.err();
    assert_eq!(refused, Some(FlowError::Untrustworthy("the server's own key")));
    host.lie::<DescribeServerEndpoint>(move |answer| answer.sas_key = Encoded(another));
    assert_eq!(alice.sign_in(host.clone()).await.err(), Some(FlowError::WrongPassword), "OPAQUE is bound to the key");
    host.tell_the_truth();
    host.refuse::<DescribeServerEndpoint>(CallError::Away, 1);
    assert_eq!(alice.sign_in(host).await.err(), Some(FlowError::Away));
}
