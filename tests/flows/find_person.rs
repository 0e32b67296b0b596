//! Finding people, by the whole handle alone.

use sesemr_common::api::ErrorCode;
use sesemr_common::crypto::Fingerprint;
use sesemr_tests::{Backend, Person};

#[tokio::test]
async fn a_person_is_found_by_the_whole_handle_however_it_is_typed_and_never_by_a_part() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let found = dr_bob.find_person(&format!(" {} ", alice.handle.to_uppercase())).await.unwrap();
    assert_eq!((found.account, found.key), (alice.account(), alice.key_id()));
    assert_eq!(found.profile(), &alice.profile());
    for part in ["alice", &alice.handle[..alice.handle.len() - 1], "%"] {
        assert!(dr_bob.find_person(part).await.is_err_and(|error| error.is_refusal(ErrorCode::NotFound)), "{part}");
    }
}

#[tokio::test]
async fn two_people_who_meet_compare_the_same_fingerprints() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let hers = dr_bob.find_person(&alice.handle).await.unwrap();
    assert_eq!(Fingerprint::from(&hers.key).to_string(), Fingerprint::from(&alice.key_id()).to_string());

    let his = alice.find_person(&dr_bob.handle).await.unwrap();
    assert_eq!(his.compared_at, None);
    alice.confirm_fingerprint(his.account, his.key).await.unwrap();
    let again = alice.sign_in(backend.host().on(alice.host().device())).await.unwrap();
    let remembered = again.vault().contact(his.account).unwrap().compared_at;
    assert!(remembered.is_some());
}
