//! One's sessions: listed under the names that devices gave themselves, and ended from another one.

use std::time::Duration;

use sesemr_common::api::ErrorCode;
use sesemr_common::flow::{FlowError, Host};
use sesemr_common::id::SessionId;
use sesemr_tests::{Backend, Needles, Person, Spy};

fn is_ended(outcome: Result<(), FlowError>) -> bool {
    outcome.is_err_and(|error| error.is_refusal(ErrorCode::NotSignedIn))
}

async fn session_of(person: &Person<impl Host>) -> SessionId {
    person.list_sessions().await.unwrap().into_iter().find(|session| session.current).unwrap().session
}

#[tokio::test]
async fn each_session_is_listed_by_the_name_of_its_device_and_the_servers_never_see_the_name() {
    let backend = Backend::start().await;
    let spy = Spy::default();
    let laptop = Person::patient(backend.host().seen_by(&spy), "alice").await;
    laptop.name_device("Firefox on Linux").await.unwrap();
    backend.let_pass(Duration::from_mins(20));
    let phone = laptop.sign_in_with_kit(backend.host().seen_by(&spy)).await.unwrap();
    phone.name_device("Safari on an iPhone").await.unwrap();

    let seen = laptop.list_sessions().await.unwrap();
    let told: Vec<_> = seen.iter().map(|session| (session.device_name.as_deref(), session.current)).collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&(Some("Firefox on Linux"), true)) && told.contains(&(Some("Safari on an iPhone"), false)));
    let mine = seen.iter().find(|session| session.current).unwrap();
    assert!(mine.last_used_at >= mine.started_at + 20 * 60 * 1000, "signed in then, used now");

    let mut needles = Needles::default();
    needles.add_text("a device", "Firefox on Linux");
    needles.add_text("a device", "Safari on an iPhone");
    for exchange in spy.exchanges().iter() {
        assert_eq!(needles.find(&exchange.path, &exchange.request), []);
        assert_eq!(needles.find(&exchange.path, &exchange.response), []);
    }
}

#[tokio::test]
async fn a_device_that_gives_itself_the_same_name_again_writes_nothing() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    alice.name_device("Firefox on Linux").await.unwrap();
    let version = alice.vault().version;
    alice.name_device("Firefox on Linux").await.unwrap();
    assert_eq!(alice.vault().version, version);
}

#[tokio::test]
async fn a_session_that_was_ended_elsewhere_is_told_so_at_its_next_call() {
    let backend = Backend::shared().await;
    let laptop = Person::patient(backend.host(), "alice").await;
    let phone = laptop.sign_in_with_kit(backend.host()).await.unwrap();
    let tablet = laptop.sign_in_with_kit(backend.host()).await.unwrap();
    laptop.end_sessions(Some(session_of(&phone).await)).await.unwrap();
    assert!(is_ended(phone.list_sessions().await.map(drop)));
    assert_eq!(tablet.list_sessions().await.unwrap().len(), 2, "the tablet and the laptop go on");
}

#[tokio::test]
async fn all_others_end_at_once_and_the_one_that_asks_stays() {
    let backend = Backend::shared().await;
    let laptop = Person::patient(backend.host(), "alice").await;
    let others = [
        laptop.sign_in_with_kit(backend.host()).await.unwrap(),
        laptop.sign_in_with_kit(backend.host()).await.unwrap(),
    ];
    laptop.end_sessions(None).await.unwrap();
    for other in &others {
        assert!(is_ended(other.list_sessions().await.map(drop)));
    }
    assert_eq!(laptop.list_sessions().await.unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_ends_or_sees_a_session_of_somebody_else() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let eve = Person::doctor(backend.host(), "eve").await;
    let hers = session_of(&alice).await;
    assert!(eve.list_sessions().await.unwrap().iter().all(|session| session.session != hers));
    assert_eq!(eve.end_sessions(Some(hers)).await, Ok(()), "that it is there is not told");
    assert_eq!(session_of(&alice).await, hers);
}

#[tokio::test]
async fn a_session_whose_token_lapsed_is_not_listed() {
    let backend = Backend::start().await;
    let laptop = Person::patient(backend.host(), "alice").await;
    laptop.sign_in_with_kit(backend.host()).await.unwrap();
    backend.let_pass(Duration::from_mins(58));
    laptop.list_sessions().await.unwrap();
    backend.let_pass(Duration::from_mins(5));
    assert_eq!(laptop.list_sessions().await.unwrap().len(), 1);
}
