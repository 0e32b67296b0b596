//! One attempt with the random key: right, wrong, mistyped, late, repeated, a hundred at once.

use std::time::Duration;

use futures_util::future::join_all;
use sesemr_common::api::srs::{AttemptOpeningEndpoint, AttemptOpeningRequest, AttemptOpeningResponse};
use sesemr_common::api::{ErrorCode, GrantState, OpeningState};
use sesemr_common::crypto::OpeningCode;
use sesemr_common::crypto::crockford::CodeError;
use sesemr_common::crypto::fill_random;
use sesemr_common::crypto::opaque::start_log_in;
use sesemr_common::flow::{CallError, CheckedOpening, Decision, FlowError, Host as _, RandomKey};
use sesemr_common::id::{DeviceId, Encoded, Hash};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{ActHeader, AttemptOpening, Audience, LogHead, SignedAct, SrsEvent};
use sesemr_tests::{Backend, Person, TestHost, decision, eventually, note, whole};

use super::read_access_log::srs_events;

struct Story {
    alice: Person<TestHost>,
    dr_bob: Person<TestHost>,
    key: RandomKey,
}

/// Alice lends an allergy; the random key is made and not tried.
async fn lent(backend: &Backend) -> Story {
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    Story { alice, dr_bob, key }
}

/// Another code of the same form.
fn wrong_code(key: &RandomKey) -> OpeningCode {
    loop {
        let code = OpeningCode::make();
        if *code.to_groups() != *key.code {
            return code;
        }
    }
}

/// An attempt as a program could send it that keeps no rules: from a device of its own, with a KE1 of its own.
fn attempt(person: &Person<TestHost>, opening: &CheckedOpening, code: &str) -> AttemptOpeningRequest {
    let code = OpeningCode::from_groups(code).unwrap();
    let (_, ke1) = start_log_in(&code.to_password()).unwrap();
    let mut device = [0; 16];
    fill_random(&mut device);
    let header = ActHeader {
        actor: person.account(),
        actor_key: person.key_id(),
        patient: opening.act.header.patient,
        device: DeviceId::from_bytes(device),
        audience: Audience::Srs,
        counter: 1,
        log_head: LogHead::EMPTY,
        signed_at: person.now(),
        restore_epoch: 0,
        on_behalf_of: Hash::ZERO,
    };
    let body = AttemptOpening { opening: opening.act.body.opening, opening_hash: opening.act.hash(), ke1 };
    let vault = person.vault();
    let act = SignedAct::sign(header, body, &vault.identity.signing_key);
    let key_cards = vault.identity.cards.iter().cloned().map(Encoded).collect();
    AttemptOpeningRequest { act: Encoded(act), key_cards }
}

async fn send(
    person: &Person<TestHost>,
    request: &AttemptOpeningRequest,
) -> Result<AttemptOpeningResponse, Option<ErrorCode>> {
    person.host().call::<AttemptOpeningEndpoint>(request, None).await.map_err(|error| match error {
        CallError::Refused(refusal) => Some(refusal.code),
        _ => None,
    })
}

#[tokio::test]
async fn the_right_code_opens_and_counts_one_opening_of_the_grant() {
    let Story { alice, dr_bob, key } = lent(Backend::shared().await).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await.into_values().collect::<Vec<_>>(), [b"Allergic to penicillin"]);
    let opened = eventually(async || {
        let seen = alice.find_opening(key.opening).await;
        (seen.state == OpeningState::Opened).then_some(seen)
    })
    .await;
    let grants = alice.list_grants().await.unwrap();
    assert_eq!((grants[0].openings_used, grants[0].state), (1, GrantState::UsedUp));
    // It opened once; the same code opens nothing more.
    let again = dr_bob.open_record(&CheckedOpening { state: OpeningState::Pending, ..opened }, &code(&key)).await;
    assert!(again.is_err_and(|error| error.is_refusal(ErrorCode::RandomKeyUsed)));
}

#[tokio::test]
async fn a_wrong_code_burns_the_random_key_and_leaves_the_opening_to_the_grant() {
    let Story { alice, dr_bob, key } = lent(Backend::shared().await).await;
    let opening = dr_bob.find_opening(key.opening).await;
    let wrong = dr_bob.open_record(&opening, &wrong_code(&key)).await.err();
    assert_eq!(wrong, Some(FlowError::WrongRandomKey));
    // What the list said before: only the SRS can know better.
    let right = dr_bob.open_record(&opening, &code(&key)).await;
    assert!(right.is_err_and(|error| error.is_refusal(ErrorCode::RandomKeyUsed)), "a burnt random key opens nothing");

    eventually(async || {
        let seen = alice.find_opening(key.opening).await;
        (seen.state == OpeningState::Failed).then_some(())
    })
    .await;
    let grant = alice.list_grants().await.unwrap().remove(0);
    assert_eq!((grant.openings_used, grant.state), (0, GrantState::Live));
    let next = alice.issue_random_key(&grant).await.unwrap();
    assert!(dr_bob.opens(&next).await.is_ok());
    assert_eq!(
        srs_events(&alice, key.opening).await,
        [SrsEvent::Registered, SrsEvent::Activated, SrsEvent::Attempted, SrsEvent::Failed]
    );
}

#[tokio::test]
async fn a_mistyped_code_is_named_by_its_group_and_never_leaves_the_device() {
    let Story { dr_bob, key, .. } = lent(Backend::shared().await).await;
    dr_bob.host().spy().forget();
    let mut slipped: Vec<char> = key.code.chars().collect();
    slipped[7] = if slipped[7] == '7' { '8' } else { '7' };
    let slipped: String = slipped.into_iter().collect();
    assert_eq!(OpeningCode::from_groups(&slipped).err(), Some(CodeError::WrongCharacter { group: 2 }));
    assert_eq!(dr_bob.host().spy().exchanges().len(), 0);
    let spoken = key.code.to_lowercase().replace('-', " ").replace('0', "o");
    assert_eq!(OpeningCode::from_groups(&spoken).unwrap(), code(&key));
}

#[tokio::test]
async fn of_a_hundred_attempts_at_once_exactly_one_is_served() {
    let Story { alice, dr_bob, key } = lent(Backend::shared().await).await;
    let opening = dr_bob.find_opening(key.opening).await;
    let requests: Vec<_> = (0..100).map(|_| attempt(&dr_bob, &opening, &key.code)).collect();
    let answers = join_all(requests.iter().map(|request| send(&dr_bob, request))).await;
    let served = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(served, 1);
    for answer in answers.into_iter().filter_map(Result::err) {
        assert_eq!(answer, Some(ErrorCode::RandomKeyUsed));
    }
    let events = srs_events(&alice, key.opening).await;
    assert_eq!(events.iter().filter(|event| **event == SrsEvent::Attempted).count(), 1);
}

#[tokio::test]
async fn the_same_ke1_gets_the_same_ke2_for_sixty_seconds_and_another_never_gets_one() {
    let backend = Backend::start().await;
    let Story { dr_bob, key, .. } = lent(&backend).await;
    let opening = dr_bob.find_opening(key.opening).await;
    let (first, second) = (attempt(&dr_bob, &opening, &key.code), attempt(&dr_bob, &opening, &key.code));
    let served = send(&dr_bob, &first).await.unwrap();
    assert_eq!(send(&dr_bob, &first).await, Ok(served.clone()));
    assert_eq!(send(&dr_bob, &second).await, Err(Some(ErrorCode::RandomKeyUsed)));
    backend.let_pass(Duration::from_secs(55));
    assert_eq!(send(&dr_bob, &first).await, Ok(served));
    backend.let_pass(Duration::from_secs(6));
    assert_eq!(send(&dr_bob, &first).await, Err(Some(ErrorCode::RandomKeyUsed)));
    assert_eq!(send(&dr_bob, &second).await, Err(Some(ErrorCode::RandomKeyUsed)));
}

#[tokio::test]
async fn an_attempt_that_nobody_confirms_fails_after_two_minutes() {
    let backend = Backend::start().await;
    let Story { alice, dr_bob, key } = lent(&backend).await;
    let opening = dr_bob.find_opening(key.opening).await;
    send(&dr_bob, &attempt(&dr_bob, &opening, &key.code)).await.unwrap();
    assert_eq!(backend.database().count("srs.re_encryption_key").await, 1);
    backend.let_pass(Duration::from_secs(121));
    eventually(async || {
        let seen = alice.find_opening(key.opening).await;
        (seen.state == OpeningState::Failed).then_some(())
    })
    .await;
    assert_eq!(backend.database().count("srs.re_encryption_key").await, 0, "rk is destroyed");
    let grant = alice.list_grants().await.unwrap().remove(0);
    assert_eq!((grant.openings_used, grant.state), (0, GrantState::Live));
}

#[tokio::test]
async fn a_random_key_that_nobody_tries_ends_after_a_day() {
    let backend = Backend::start().await;
    let Story { alice, dr_bob, key } = lent(&backend).await;
    let opening = dr_bob.find_opening(key.opening).await;
    let attempt = attempt(&dr_bob, &opening, &key.code);
    backend.let_pass(Duration::from_secs(24 * 60 * 60 + 1));
    assert_eq!(send(&dr_bob, &attempt).await, Err(Some(ErrorCode::Expired)));
    let alice = alice.sign_in(backend.host().on(alice.host().device())).await.unwrap();
    eventually(async || {
        let seen = alice.find_opening(key.opening).await;
        (seen.state == OpeningState::Expired && seen.end_confirmed).then_some(())
    })
    .await;
}

#[tokio::test]
async fn nobody_but_the_addressee_can_try_a_code_and_trying_burns_nothing() {
    let backend = Backend::shared().await;
    let Story { dr_bob, key, .. } = lent(backend).await;
    let dr_eve = Person::doctor(backend.host(), "dr-eve").await;
    let opening = dr_bob.find_opening(key.opening).await;
    let hers = send(&dr_eve, &attempt(&dr_eve, &opening, &key.code)).await;
    assert_eq!(hers.err(), Some(Some(ErrorCode::NotPermitted)));

    // In his name, with her key.
    let mut forged = attempt(&dr_bob, &opening, &key.code);
    let Encoded(act) = forged.act;
    let hers = dr_eve.vault().identity.signing_key.clone();
    forged.act = Encoded(SignedAct::sign(act.header, act.body, &hers));
    assert_eq!(send(&dr_eve, &forged).await.err(), Some(Some(ErrorCode::BadSignature)));
    assert!(dr_bob.opens(&key).await.is_ok());
}

#[tokio::test]
async fn a_lost_answer_to_the_attempt_does_not_burn_the_code_for_good() {
    let backend = Backend::shared().await;
    let Story { dr_bob, key, .. } = lent(backend).await;
    let host = sesemr_tests::LyingHost::new(backend.host().on(dr_bob.host().device()));
    let dr_bob = dr_bob.sign_in(host.clone()).await.unwrap();
    host.lose_answers::<AttemptOpeningEndpoint>(1);
    host.lose_answers::<sesemr_common::api::srs::ConfirmOpeningEndpoint>(1);
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await.len(), 1);
}

#[tokio::test]
async fn two_grants_that_overlap_do_not_disturb_each_other() {
    let backend = Backend::shared().await;
    let Story { alice, dr_bob, key } = lent(backend).await;
    let dr_eve = Person::doctor(backend.host(), "dr-eve").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to nuts")]).await;
    let single = alice.list_records().await.unwrap().records[0].id();
    let scope = sesemr_common::sharing::Scope { portions: vec![], records: vec![single] };
    let second = alice.lends(&dr_eve, Decision { write_back: false, ..decision(alice.now(), scope) }).await;
    let (his, hers) = (dr_bob.opens(&key).await.unwrap(), dr_eve.opens(&second).await.unwrap());
    assert_eq!(dr_eve.lent_contents(&hers).await.into_keys().collect::<Vec<_>>(), [single]);
    let his = dr_bob.lent_contents(&his).await;
    assert_eq!(his.into_values().collect::<Vec<_>>(), [b"Allergic to penicillin"], "as it was when the key was made");
}

fn code(key: &RandomKey) -> OpeningCode {
    OpeningCode::from_groups(&key.code).unwrap()
}
