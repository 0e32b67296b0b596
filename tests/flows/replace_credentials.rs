//! Changing the password, recovering with the kit, and making a new kit.

use sesemr_common::api::{ErrorCode, FinishReplaceCredentialsEndpoint};
use sesemr_common::crypto::Kit;
use sesemr_common::flow::{CallError, FlowError, Host, Member, PendingKit, log_in, log_in_with_kit, recover};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{CredentialChange, LogKind};
use sesemr_tests::{Backend, LyingHost, Person, note};

const NEW: &str = "quite another password";

#[tokio::test]
async fn a_changed_password_keeps_kit_and_devices_and_ends_other_sessions() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    alice.publish(vec![note(Portion::History, "Broke her arm as a child")]).await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    alice.change_password(NEW).await.unwrap();
    assert!(alice.confirms_password(NEW) && !alice.confirms_password(&alice.password));
    assert_eq!(alice.contents().await.len(), 1, "this session goes on");
    assert!(phone.list_grants().await.is_err_and(|error| error.is_refusal(ErrorCode::NotSignedIn)));

    let on_phone = || backend.host().on(phone.host().device());
    assert_eq!(log_in(on_phone(), &alice.handle, &alice.password).await.err(), Some(FlowError::WrongPassword));
    let phone = alice.with(log_in(on_phone(), &alice.handle, NEW).await.unwrap());
    assert_eq!(phone.contents().await.len(), 1);
    let kit = Kit::from_groups(&alice.kit).unwrap();
    assert!(recover(backend.host(), &alice.handle, &kit).await.is_ok(), "the kit still recovers");
}

#[tokio::test]
async fn a_forgotten_password_is_recovered_with_the_kit_and_nothing_is_lost() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let (old_kit, new_device) = (Kit::from_groups(&alice.kit).unwrap(), backend.host());
    let recovered = recover(new_device.clone(), &alice.handle, &old_kit).await.unwrap();
    let kit = make_kit(&recovered, CredentialChange::Recovery, NEW).await;

    let alice = alice.with(log_in(new_device, &alice.handle, NEW).await.unwrap());
    assert_eq!(alice.contents().await.into_values().collect::<Vec<_>>(), [b"Allergic to penicillin"]);
    let elsewhere = log_in_with_kit(backend.host(), &alice.handle, &kit, NEW).await;
    assert!(elsewhere.is_ok());
    assert_eq!(recover(backend.host(), &alice.handle, &old_kit).await.err(), Some(FlowError::WrongPassword));

    let log = alice.read_access_log().await.unwrap();
    let replaced = log.entries.iter().find(|checked| checked.entry.kind == LogKind::CredentialsReplaced).unwrap();
    assert_eq!(replaced.verdict, Ok(()));
}

#[tokio::test]
async fn a_device_with_a_replaced_kit_is_told_to_type_the_new_one() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let kit = make_kit(&alice, CredentialChange::NewKit, &alice.password).await;

    let on_phone = || backend.host().on(phone.host().device());
    assert_eq!(alice.sign_in(on_phone()).await.err(), Some(FlowError::KitReplaced));
    assert_eq!(alice.sign_in_with_kit(on_phone()).await.err(), Some(FlowError::KitReplaced));
    // A device that never saw the account cannot know which kit was the last.
    assert_eq!(alice.sign_in_with_kit(backend.host()).await.err(), Some(FlowError::WrongPassword));
    log_in_with_kit(on_phone(), &alice.handle, &kit, &alice.password).await.unwrap();
    assert!(alice.sign_in(on_phone()).await.is_ok());
    assert!(alice.sign_in(backend.host().on(alice.host().device())).await.is_ok(), "the device that made it has it");
}

#[tokio::test]
async fn until_a_new_kit_is_confirmed_the_old_one_works() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let pending = PendingKit::start(CredentialChange::NewKit, alice.password.clone().into()).unwrap();
    assert_ne!(*pending.kit(), alice.kit);
    drop(pending);
    assert!(alice.sign_in_with_kit(backend.host()).await.is_ok());
}

#[tokio::test]
async fn a_lost_device_is_signed_out_and_cannot_sign_in_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let lost = alice.sign_in_with_kit(backend.host()).await.unwrap();
    make_kit(&alice, CredentialChange::LostDevice, &alice.password).await;
    assert!(lost.list_grants().await.is_err_and(|error| error.is_refusal(ErrorCode::NotSignedIn)));
    let again = alice.sign_in(backend.host().on(lost.host().device())).await.err();
    assert_eq!(again, Some(FlowError::KitReplaced));
}

/// Makes a new kit, as the person does who types two of its groups.
async fn make_kit(member: &Member<impl Host>, change: CredentialChange, password: &str) -> Kit {
    let pending = PendingKit::start(change, password.to_owned().into()).unwrap();
    let kit = pending.kit();
    let groups: Vec<&str> = kit.split('-').collect();
    assert!(pending.confirms(&[(1, groups[0]), (8, groups[7])]));
    pending.finish(member).await.unwrap();
    Kit::from_groups(&kit).unwrap()
}

#[tokio::test]
async fn a_change_that_never_arrived_leaves_everything_as_it_was_and_can_be_tried_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let version = alice.vault().version;
    alice.host().refuse::<FinishReplaceCredentialsEndpoint>(CallError::Away, 2);
    assert_eq!(alice.change_password(NEW).await, Err(FlowError::Away));
    assert_eq!(alice.vault().version, version, "the open vault is the stored one");
    assert_eq!(alice.change_password(NEW).await, Err(FlowError::Away));
    // The vault moves on meanwhile, so the same bytes do not fit any more.
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    alice.change_password(NEW).await.unwrap();
    alice.publish(vec![note(Portion::History, "Eczema")]).await;
    let again = log_in(backend.host().on(alice.host().device()), &alice.handle, NEW).await.unwrap();
    assert_eq!(alice.with(again).contents().await.len(), 2);
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_finished_by_trying_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    alice.host().lose_answers::<FinishReplaceCredentialsEndpoint>(1);
    assert_eq!(alice.change_password(NEW).await, Err(FlowError::Away));
    alice.change_password(NEW).await.unwrap();
    assert!(alice.confirms_password(NEW));
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    let log = alice.read_access_log().await.unwrap();
    let replaced = log.entries.iter().filter(|checked| checked.entry.kind == LogKind::CredentialsReplaced);
    assert_eq!((replaced.count(), log.problem), (1, None), "once");
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_stops_neither_the_next_vault_write_nor_another_change() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    alice.host().lose_answers::<FinishReplaceCredentialsEndpoint>(1);
    assert_eq!(alice.change_password(NEW).await, Err(FlowError::Away));
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    assert!(alice.confirms_password(NEW), "the stored vault told that it was taken");

    alice.host().lose_answers::<FinishReplaceCredentialsEndpoint>(1);
    assert_eq!(alice.change_password("yet another password").await, Err(FlowError::Away));
    alice.change_password("the last of the passwords").await.unwrap();
    let on_device = backend.host().on(alice.host().device());
    let again = log_in(on_device, &alice.handle, "the last of the passwords").await.unwrap();
    assert_eq!(alice.with(again).contents().await.len(), 1);
}

#[tokio::test]
async fn a_device_whose_new_kit_was_taken_and_never_answered_has_the_right_key() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let on_device = || backend.host().on(alice.host().device());
    let pending = PendingKit::start(CredentialChange::NewKit, alice.password.clone().into()).unwrap();
    alice.host().refuse::<FinishReplaceCredentialsEndpoint>(CallError::Away, 1);
    assert_eq!(pending.finish(&alice).await, Err(FlowError::Away));
    assert!(alice.sign_in(on_device()).await.is_ok(), "the old one, which is in force");

    alice.host().lose_answers::<FinishReplaceCredentialsEndpoint>(1);
    assert_eq!(pending.finish(&alice).await, Err(FlowError::Away));
    // The program ends here. A slip of the finger is not taken for an old kit.
    assert_eq!(log_in(on_device(), &alice.handle, NEW).await.err(), Some(FlowError::WrongPassword));
    assert!(alice.sign_in(on_device()).await.is_ok());
    assert!(alice.sign_in(on_device()).await.is_ok(), "the key is in its place for good");
    let kit = Kit::from_groups(&pending.kit()).unwrap();
    assert!(log_in_with_kit(backend.host(), &alice.handle, &kit, &alice.password).await.is_ok());
}

#[tokio::test]
async fn a_password_changed_after_a_new_kit_of_unknown_fate_goes_with_the_kit_in_force() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let pending = PendingKit::start(CredentialChange::NewKit, alice.password.clone().into()).unwrap();
    alice.host().lose_answers::<FinishReplaceCredentialsEndpoint>(1);
    assert_eq!(pending.finish(&alice).await, Err(FlowError::Away));
    alice.change_password(NEW).await.unwrap();
    assert!(log_in(backend.host().on(alice.host().device()), &alice.handle, NEW).await.is_ok());
}
