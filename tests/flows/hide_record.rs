//! Hiding: what is hidden is not lent with new random keys, and no server learns what it is.

use sesemr_common::flow::FlowError;
use sesemr_common::portion::Portion;
use sesemr_common::sharing::Scope;
use sesemr_tests::{Backend, Person, decision, note, whole};

#[tokio::test]
async fn a_hidden_record_is_not_lent_before_it_is_shown_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let ids = alice.publish(vec![note(Portion::History, "Depression"), note(Portion::History, "Asthma")]).await;
    alice.hide_record(ids[0]).await.unwrap();
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await.into_values().collect::<Vec<_>>(), [b"Asthma"]);
    // Still the patient's own, on another device too, and opened by nobody's batch key.
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert!(phone.vault().is_hidden(ids[0]));
    assert_eq!(phone.contents().await.len(), 2);

    phone.show_record(ids[0]).await.unwrap();
    let key = phone.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await.len(), 2);
}

#[tokio::test]
async fn a_record_that_was_granted_by_itself_and_is_hidden_now_is_nothing_to_open() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let ids = alice.publish(vec![note(Portion::History, "Depression")]).await;
    let scope = Scope { portions: Vec::new(), records: ids.clone() };
    let mut decision = decision(alice.now(), scope);
    decision.write_back = false;
    let grant = alice.grants(&dr_bob, decision).await;
    alice.hide_record(ids[0]).await.unwrap();
    let issued = alice.issue_random_key(&grant).await.err();
    assert_eq!(issued, Some(FlowError::Invalid("Everything that you granted is hidden.")));
}
