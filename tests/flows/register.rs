//! Registering: a kit first, then one commit.

use sesemr_common::api::{ErrorCode, FinishRegisterEndpoint, IdentifyLogInEndpoint, IdentifyLogInRequest};
use sesemr_common::flow::{FlowError, Host as _, PendingRegistration};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{LogKind, Profile, Role};
use sesemr_tests::{Backend, LyingHost, Person, profile};

#[tokio::test]
async fn a_patient_registers_and_finds_an_empty_home_with_a_key_for_every_portion() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let listing = alice.list_records().await.unwrap();
    assert!(listing.records.is_empty() && listing.damaged.is_empty() && listing.missing.is_empty());
    let portions: Vec<_> = alice.vault().portion_keys.iter().map(|key| key.card.fields.portion).collect();
    assert_eq!(portions, Portion::ALL);

    let log = alice.read_access_log().await.unwrap();
    assert_eq!(log.problem, None);
    let kinds: Vec<_> = log.entries.iter().map(|checked| (checked.entry.kind, checked.verdict)).collect();
    assert_eq!(kinds, [(LogKind::Registered, Ok(()))]);
}

#[tokio::test]
async fn a_clinician_has_no_portions_of_their_own() {
    let dr_bob = Person::doctor(Backend::shared().await.host(), "dr-bob").await;
    assert!(dr_bob.vault().portion_keys.is_empty());
    assert_eq!(dr_bob.profile().role, Role::Doctor);
}

#[tokio::test]
async fn nothing_is_sent_before_the_kit_is_confirmed() {
    let host = Backend::shared().await.host();
    let pending =
        PendingRegistration::start(profile("alice", Role::Patient), "a long password".to_owned().into()).unwrap();
    let kit = pending.kit();
    let groups: Vec<&str> = kit.split('-').collect();
    assert_eq!(groups.len(), 8);
    assert!(pending.confirms(&[(2, groups[1]), (7, &groups[6].to_lowercase())]));
    assert!(!pending.confirms(&[(2, groups[1]), (7, groups[1])]));
    assert!(!pending.confirms(&[]));
    assert_eq!(host.spy().exchanges().len(), 0);
}

#[tokio::test]
async fn an_unusable_name_or_password_is_refused_before_anything_is_sent() {
    let host = Backend::shared().await.host();
    let long = "a long password";
    for (handle, password) in
        [("al", long), ("alice adeyemi", long), ("älice", long), ("Alice", long), ("alice", "too short")]
    {
        let profile = Profile { handle: handle.to_owned(), ..profile("alice", Role::Patient) };
        let refused = Person::register_with(host.clone(), profile, password).await.err();
        assert!(matches!(refused, Some(FlowError::Invalid(_))), "{handle}: {refused:?}");
    }
    assert_eq!(host.spy().exchanges().len(), 0);
}

#[tokio::test]
async fn a_name_in_which_something_hides_is_refused_before_anything_is_sent() {
    let host = Backend::shared().await.host();
    let honest = || profile("alice", Role::Doctor);
    let hostile = [
        Profile { display_name: "Alice\u{200B}".to_owned(), ..honest() },
        Profile { display_name: "Alice  Adeyemi".to_owned(), ..honest() },
        Profile { organisation: "\u{2066}Lagos General".to_owned(), ..honest() },
    ];
    for profile in hostile {
        let refused = Person::register_with(host.clone(), profile.clone(), "a long password").await.err();
        assert!(matches!(refused, Some(FlowError::Invalid(_))), "{profile:?}: {refused:?}");
    }
    assert_eq!(host.spy().exchanges().len(), 0);
}

#[tokio::test]
async fn a_name_is_spelled_with_the_joiners_of_its_script() {
    let spelled = Profile { display_name: "علی\u{200C}رضا".to_owned(), ..profile("ali", Role::Patient) };
    let ali = Person::register(Backend::shared().await.host(), spelled.clone()).await;
    assert_eq!(ali.profile(), spelled);
    assert_eq!(ali.profile().to_visible(), spelled);
}

#[tokio::test]
async fn a_handle_is_taken_once() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let same = Profile { handle: alice.handle.clone(), ..profile("alice", Role::Patient) };
    let second = Person::register_with(backend.host(), same, "another password").await.err();
    assert!(second.is_some_and(|error| error.is_refusal(ErrorCode::HandleTaken)));

    let known = IdentifyLogInRequest { handle: alice.handle.clone() };
    let known = alice.host().call::<IdentifyLogInEndpoint>(&known, None).await.unwrap();
    assert_eq!((known.account, known.key), (alice.account(), alice.key_id()));
}

#[tokio::test]
async fn a_registration_whose_answer_was_lost_is_made_once_with_the_same_bytes() {
    let honest = Backend::shared().await.host();
    let host = LyingHost::new(honest.clone());
    host.lose_answers::<FinishRegisterEndpoint>(1);
    let profile = profile("alice", Role::Patient);
    let mut pending = PendingRegistration::start(profile, "a long password".to_owned().into()).unwrap();
    assert_eq!(pending.finish(host.clone()).await.err(), Some(FlowError::Away));
    let alice = pending.finish(host).await.unwrap();
    assert_eq!(alice.read_access_log().await.unwrap().entries.len(), 1);

    let exchanges = honest.spy().exchanges();
    let sent: Vec<_> = exchanges.iter().filter(|exchange| exchange.path == "/api/v1/register/finish").collect();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].request, sent[1].request);
}
