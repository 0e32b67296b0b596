//! SAS and SRS as two processes with a database each: people notice nothing, and nothing but signed objects is shared.

use sesemr_common::portion::Portion;
use sesemr_common::sharing::SrsEvent;
use sesemr_tests::{Backend, Person, decision, eventually, note, prescription, whole};

use super::read_access_log::srs_events;

#[tokio::test]
async fn the_whole_loop_works_with_the_srs_in_a_process_of_its_own() {
    let backend = Backend::start_apart().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await, alice.contents().await);
    dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    eventually(async || alice.find_opening(key.opening).await.end_confirmed.then_some(())).await;
    assert_eq!(
        srs_events(&alice, key.opening).await,
        [SrsEvent::Registered, SrsEvent::Activated, SrsEvent::Attempted, SrsEvent::Opened, SrsEvent::Ended]
    );
    assert!(backend.database().tables("srs").await.is_empty(), "the SAS's database has nothing of the SRS");
}

#[tokio::test]
async fn while_the_srs_is_away_the_log_is_read_and_not_called_complete() {
    let mut backend = Backend::start_apart().await;
    let alice = Person::patient(backend.host(), "alice").await;
    assert!(alice.read_access_log().await.unwrap().compared);
    backend.lose_srs();
    // What it is answering yet it may answer to its end.
    let log = eventually(async || Some(alice.read_access_log().await.unwrap()).filter(|log| !log.compared)).await;
    assert_eq!((log.problem, log.entries.len()), (None, 1));
    assert_eq!(log.entries[0].verdict, Ok(()));
}
