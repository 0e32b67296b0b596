//! Asking for access.

use std::time::Duration;

use sesemr_common::api::{ErrorCode, KeyRequestState, RequestKeyEndpoint};
use sesemr_common::flow::{Ask, FlowError, Host};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::PurposeOfUse;
use sesemr_tests::{Backend, LyingHost, Needles, Person, decision, whole};

fn ask(patient: &Person<impl Host>) -> Ask {
    Ask {
        patient: patient.account(),
        portions: vec![Portion::Laboratory, Portion::Allergies, Portion::Laboratory],
        purpose: PurposeOfUse::EmergencyTreatment,
        duration: 3600,
        write_back: true,
        message: "We met on Tuesday about the rash".to_owned(),
    }
}

#[tokio::test]
async fn a_request_says_who_asks_for_what_and_why_and_only_the_patient_reads_its_message() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = dr_bob.request_key(ask(&alice)).await.unwrap();

    let seen = alice.find_request(request).await;
    let body = &seen.act.body;
    assert_eq!(body.portions, [Portion::Allergies, Portion::Laboratory], "in order, each once");
    assert_eq!((body.purpose, body.duration, body.write_back), (PurposeOfUse::EmergencyTreatment, 3600, true));
    assert_eq!((seen.act.header.actor, seen.state), (dr_bob.account(), KeyRequestState::Waiting));
    assert_eq!(seen.message.unwrap().as_str(), "We met on Tuesday about the rash");
    let contact = alice.person(dr_bob.account()).await.unwrap();
    assert_eq!((contact.key, &contact.profile().organisation), (dr_bob.key_id(), &"Lagos General".to_owned()));

    let mut needles = Needles::default();
    needles.add_text("the message", "We met on Tuesday about the rash");
    for exchange in dr_bob.host().spy().exchanges().iter().chain(alice.host().spy().exchanges().iter()) {
        assert_eq!(needles.find(&exchange.path, &exchange.request), []);
        assert_eq!(needles.find(&exchange.path, &exchange.response), []);
    }
}

#[tokio::test]
async fn a_request_for_nothing_is_not_sent() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    dr_bob.host().spy().forget();
    let nothing = Ask { portions: Vec::new(), ..ask(&alice) };
    assert!(matches!(dr_bob.request_key(nothing).await, Err(FlowError::Invalid(_))));
    assert_eq!(dr_bob.host().spy().exchanges().len(), 0);
}

#[tokio::test]
async fn a_message_has_as_many_letters_in_every_script() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    for letter in ["a", "я", "字", "𞤀"] {
        let longest = letter.repeat(2000);
        let request = dr_bob.request_key(Ask { message: longest.clone(), ..ask(&alice) }).await.unwrap();
        assert_eq!(alice.find_request(request).await.message.unwrap().as_str(), longest);

        dr_bob.host().spy().forget();
        let refused = dr_bob.request_key(Ask { message: longest + letter, ..ask(&alice) }).await;
        assert!(matches!(refused, Err(FlowError::Invalid(_))), "{refused:?}");
        assert_eq!(dr_bob.host().spy().count("/api/v1/key-requests"), 0);
    }
}

#[tokio::test]
async fn nobody_sees_requests_between_other_people() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let dr_eve = Person::doctor(backend.host(), "dr-eve").await;
    dr_bob.request_key(ask(&alice)).await.unwrap();
    assert_eq!(dr_bob.list_key_requests().await.unwrap().len(), 1);
    assert!(dr_eve.list_key_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_unanswered_request_lapses_after_thirty_days() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let request = dr_bob.request_key(ask(&alice)).await.unwrap();
    backend.let_pass(Duration::from_hours(24 * 30 + 1));

    let alice = alice.sign_in(backend.host().on(alice.host().device())).await.unwrap();
    let lapsed = alice.find_request(request).await;
    assert_eq!(lapsed.state, KeyRequestState::Lapsed);
    let too_late = decision(alice.now(), whole(&[Portion::Allergies]));
    let granted = alice.grant_key_request(&lapsed.act, too_late).await;
    assert!(granted.is_err_and(|error| error.is_refusal(ErrorCode::Expired)));
}

#[tokio::test]
async fn a_request_whose_answer_was_lost_is_asked_once_however_often_it_is_tried() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(LyingHost::new(backend.host()), "dr-bob").await;
    dr_bob.host().lose_answers::<RequestKeyEndpoint>(2);
    assert_eq!(dr_bob.request_key(ask(&alice)).await, Err(FlowError::Away));
    assert_eq!(dr_bob.request_key(ask(&alice)).await, Err(FlowError::Away));
    let request = dr_bob.request_key(ask(&alice)).await.unwrap();
    let seen: Vec<_> = alice.list_key_requests().await.unwrap().iter().map(|seen| seen.act.body.request).collect();
    assert_eq!(seen, [request]);
    // Asked again after an answer it is another request.
    assert_ne!(dr_bob.request_key(ask(&alice)).await.unwrap(), request);
}
