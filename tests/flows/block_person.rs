//! Blocking a person: what they ask is refused until they are unblocked, and the list of it is the patient's own.

use sesemr_common::api::{ErrorCode, GrantState};
use sesemr_common::flow::{Ask, FlowError, Host};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{LogKind, PurposeOfUse};
use sesemr_tests::{Backend, Person, decision, note, whole};

fn ask(patient: &Person<impl Host>) -> Ask {
    Ask {
        patient: patient.account(),
        portions: vec![Portion::Allergies],
        purpose: PurposeOfUse::Treatment,
        duration: 3600,
        write_back: false,
        message: String::new(),
    }
}

#[tokio::test]
async fn a_blocked_persons_request_is_refused_without_a_reason_and_unblocking_restores_it() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let dr_eve = Person::doctor(backend.host(), "dr-eve").await;
    alice.block_person(dr_bob.account(), true).await.unwrap();

    let Err(FlowError::Refused(refusal)) = dr_bob.request_key(ask(&alice)).await else { panic!("it was taken") };
    assert_eq!((refusal.code, refusal.detail.as_str()), (ErrorCode::CannotAsk, "this person cannot be asked now"));
    assert!(alice.list_key_requests().await.unwrap().is_empty());
    assert!(dr_bob.list_key_requests().await.unwrap().is_empty());
    assert!(dr_eve.request_key(ask(&alice)).await.is_ok(), "nobody else is blocked");

    alice.block_person(dr_bob.account(), false).await.unwrap();
    let request = dr_bob.request_key(ask(&alice)).await.unwrap();
    assert_eq!(alice.find_request(request).await.act.header.actor, dr_bob.account());
}

#[tokio::test]
async fn whom_a_patient_blocked_is_in_their_vault_on_every_device_and_in_their_log() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    alice.block_person(dr_bob.account(), true).await.unwrap();

    let tablet = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert!(tablet.vault().has_blocked(dr_bob.account()));
    phone.block_person(dr_bob.account(), false).await.unwrap();
    assert_eq!(phone.vault().blocked_people().count(), 0);
    let log = phone.read_access_log().await.unwrap();
    let told = log.entries.iter().filter(|checked| checked.entry.kind == LogKind::PersonBlocked);
    assert_eq!((told.count(), log.problem), (2, None));
}

#[tokio::test]
async fn blocking_twice_is_blocking_once_and_takes_nothing_back_by_itself() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    alice.block_person(dr_bob.account(), true).await.unwrap();
    alice.block_person(dr_bob.account(), true).await.unwrap();
    assert_eq!(alice.vault().blocked_people().count(), 1);
    assert_eq!(alice.list_grants().await.unwrap()[0].state, GrantState::Live);
    assert!(dr_bob.opens(&key).await.is_ok(), "what was granted is another matter");
}

#[tokio::test]
async fn nobody_blocks_themself() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    assert_eq!(alice.block_person(alice.account(), true).await, Err(FlowError::Invalid("This is you.")));
}
