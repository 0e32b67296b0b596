//! Registering openings: ids, numbers, and the pinning of key cards.

use sesemr_common::{
    api::{ErrorCode, srs::RegisterOpeningRequest},
    id::Encoded,
    sharing::{RegisterOpening, SignedAct, SrsEvent},
};

use super::{
    person::{Person, make_opening_id},
    story::Story,
    world::{World, refusal_code, refusal_of},
};

#[tokio::test]
async fn the_same_registration_gets_the_same_answer() {
    let world = World::start().await;
    let request = Story::new().registration();
    let first = world.srs.register_opening(request.clone()).await.unwrap();
    let second = world.srs.register_opening(request.clone()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(world.events_of(request.act.0.header.patient).await, [SrsEvent::Registered]);
}

#[tokio::test]
async fn two_copies_of_one_registration_at_once_get_one_answer() {
    let world = World::start().await;
    let request = Story::new().registration();
    let (first, second) =
        tokio::join!(world.srs.register_opening(request.clone()), world.srs.register_opening(request.clone()));
    assert_eq!(first.unwrap(), second.unwrap());
}

#[tokio::test]
async fn the_id_of_an_opening_is_never_given_twice() {
    let world = World::start().await;
    let mut story = Story::new();
    world.srs.register_opening(story.registration()).await.unwrap();
    let again = story.registration();
    assert_eq!(refusal_code(world.srs.register_opening(again).await), ErrorCode::Conflict);

    let mut thief = Story::new();
    thief.id = story.id;
    assert_eq!(refusal_code(world.srs.register_opening(thief.registration()).await), ErrorCode::Conflict);
}

#[tokio::test]
async fn acts_are_numbered_without_gaps_and_the_refusal_names_the_next() {
    let world = World::start().await;
    let (patient, mut story) = (Person::new(), Story::new());
    let mut register = |counter| {
        let act = story.registration().act.0;
        let body = RegisterOpening { opening: make_opening_id(), ..act.body };
        let act = patient.sign_numbered(patient.account, counter, body);
        RegisterOpeningRequest { act: Encoded(act), key_cards: patient.key_cards() }
    };
    for (counter, expected) in [(0, 1), (2, 1)] {
        let refusal = refusal_of(world.srs.register_opening(register(counter)).await);
        assert_eq!((refusal.code, refusal.expected), (ErrorCode::WrongCounter, Some(expected)));
    }
    world.srs.register_opening(register(1)).await.unwrap();
    let refusal = refusal_of(world.srs.register_opening(register(1)).await);
    assert_eq!((refusal.code, refusal.expected), (ErrorCode::WrongCounter, Some(2)));
    world.srs.register_opening(register(2)).await.unwrap();
}

#[tokio::test]
async fn a_refused_act_uses_its_number_up_and_is_refused_alike_ever_after() {
    let world = World::start().await;
    let mut story = Story::new();
    world.srs.register_opening(story.registration()).await.unwrap();
    let refused = story.registration();
    let first = refusal_of(world.srs.register_opening(refused.clone()).await);
    let second = refusal_of(world.srs.register_opening(refused).await);
    assert_eq!(first, second);

    story.id = make_opening_id();
    let third = story.registration();
    assert_eq!(third.act.0.header.counter, 3);
    world.srs.register_opening(third).await.unwrap();
}

#[tokio::test]
async fn an_act_whose_signature_does_not_fit_uses_no_number_up() {
    let world = World::start().await;
    let mut story = Story::new();
    let request = story.registration();
    let Encoded(act) = &request.act;
    let forged = SignedAct { body: RegisterOpening { opening: make_opening_id(), ..act.body.clone() }, ..act.clone() };
    let forged = RegisterOpeningRequest { act: Encoded(forged), key_cards: request.key_cards.clone() };
    assert_eq!(refusal_code(world.srs.register_opening(forged).await), ErrorCode::BadSignature);
    world.srs.register_opening(request).await.unwrap();
}

#[tokio::test]
async fn an_act_about_somebody_else_is_not_permitted() {
    let world = World::start().await;
    let mut story = Story::new();
    let body = story.registration().act.0.body;
    let act = story.patient.sign(Person::new().account, body);
    let request = RegisterOpeningRequest { act: Encoded(act), key_cards: story.patient.key_cards() };
    assert_eq!(refusal_code(world.srs.register_opening(request).await), ErrorCode::NotPermitted);
}

#[tokio::test]
async fn a_strangers_card_for_somebodys_account_is_refused_and_leaves_nothing_behind() {
    let world = World::start().await;
    let story = Story::new();
    let stranger = Person::posing_as(story.patient.account);
    let request = Story::between(stranger, Person::new()).registration();
    assert_eq!(refusal_code(world.srs.register_opening(request).await), ErrorCode::BadSignature);
    for table in ["key_card", "act", "act_counter", "outbox_entry"] {
        assert_eq!(world.count(table).await, 0, "{table}");
    }
    story.register(&world).await;
}

#[tokio::test]
async fn a_successor_of_the_pinned_card_is_taken_and_the_old_key_signs_nothing_any_more() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let renewed = story.patient.with_new_key();
    let mut with_new_key = Story::between(renewed, Person::new());
    world.srs.register_opening(with_new_key.registration()).await.unwrap();

    let mut with_old_key = Story::between(story.patient.at_another_device(), Person::new());
    let request = with_old_key.registration();
    assert_eq!(refusal_code(world.srs.register_opening(request).await), ErrorCode::BadSignature);
}

#[tokio::test]
async fn a_chain_of_cards_with_a_missing_link_is_refused() {
    let world = World::start().await;
    let mut story = Story::between(Person::new().with_new_key(), Person::new());
    let mut request = story.registration();
    request.key_cards.remove(0);
    assert_eq!(refusal_code(world.srs.register_opening(request.clone()).await), ErrorCode::BadSignature);
    request.key_cards.clear();
    assert_eq!(refusal_code(world.srs.register_opening(request).await), ErrorCode::BadRequest);
}

#[tokio::test]
async fn a_patient_may_not_heap_up_unfinished_openings() {
    let world = World::start().await;
    let mut story = Story::new();
    for _ in 0..64 {
        world.srs.register_opening(story.registration()).await.unwrap();
        story.id = make_opening_id();
    }
    let one_more = story.registration();
    let refusal = refusal_of(world.srs.register_opening(one_more.clone()).await);
    assert_eq!(refusal.code, ErrorCode::TooManyRequests);
    assert!(refusal.retry_after.is_some());

    world.pass_minutes(10).await;
    world.srs.register_opening(one_more).await.unwrap();
}
