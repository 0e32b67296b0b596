//! What is being typed: kept on the device for its person alone, until it is stored.

use sesemr_common::flow::DraftKind;
use sesemr_tests::{Backend, Person};

#[tokio::test]
async fn a_draft_is_there_after_signing_in_anew_and_gone_once_it_is_given_up() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    assert!(alice.kept_draft(DraftKind::Readings).await.unwrap().is_none());
    alice.keep_draft(DraftKind::Readings, b"61 beats").await.unwrap();
    alice.keep_draft(DraftKind::Readings, b"61 beats, 64 beats").await.unwrap();
    let again = alice.sign_in(alice.host().clone()).await.unwrap();
    assert_eq!(again.kept_draft(DraftKind::Readings).await.unwrap().unwrap().as_slice(), b"61 beats, 64 beats");
    again.keep_draft(DraftKind::Readings, b"").await.unwrap();
    assert!(alice.kept_draft(DraftKind::Readings).await.unwrap().is_none());
}

#[tokio::test]
async fn a_draft_lies_sealed_and_one_that_was_altered_is_none() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.keep_draft(DraftKind::Readings, b"61 beats").await.unwrap();
    let name = format!("draft/{}/readings", alice.account());
    let mut lies = sesemr_common::flow::Host::load(alice.host(), &name).await.unwrap().unwrap();
    assert!(!lies.windows(8).any(|window| window == b"61 beats"));
    *lies.last_mut().unwrap() ^= 1;
    sesemr_common::flow::Host::store(alice.host(), &name, lies).await.unwrap();
    assert!(alice.kept_draft(DraftKind::Readings).await.unwrap().is_none());
}
