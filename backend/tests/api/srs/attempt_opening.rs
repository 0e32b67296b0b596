//! The one attempt: exactly one answer, and nothing burnt by whoever is not the addressee.

use std::{collections::HashSet, sync::Arc, time::Duration};

use sesemr_common::{
    api::{ErrorCode, srs::AttemptOpeningRequest},
    id::{Encoded, Hash},
    sharing::{ActHeader, AttemptOpening, SignedAct, SrsEvent},
};

use super::{
    person::{Person, random},
    second_client::try_code,
    story::{Attempted, CODE, Story},
    world::{World, refusal_code},
};

#[tokio::test(flavor = "multi_thread")]
async fn out_of_a_hundred_attempts_at_once_exactly_one_is_answered() {
    let world = Arc::new(World::start().await);
    let story = Arc::new(Story::new().issue(&world).await);
    let attempts = (0..100).map(|_| {
        let (world, story) = (Arc::clone(&world), Arc::clone(&story));
        tokio::spawn(async move {
            let device = story.clinician.at_another_device();
            let request = story.attempt_by(&device, &try_code(CODE));
            world.srs.attempt_opening(request).await
        })
    });
    let (mut answered, mut refused) = (0, HashSet::new());
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => answered += 1,
            outcome => assert!(refused.insert(refusal_code(outcome)) || refused.len() == 1),
        }
    }
    assert_eq!(answered, 1);
    assert_eq!(refused, HashSet::from([ErrorCode::RandomKeyUsed]));
    assert_eq!(world.count_events(story.patient.account, SrsEvent::Attempted).await, 1);
}

#[tokio::test]
async fn the_attempt_deletes_setup_and_record() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    assert_eq!(world.count("opening_secret").await, 1);
    story.send_attempt(&world, &try_code(CODE)).await.unwrap();
    assert_eq!(world.count("opening_secret").await, 0);
}

#[tokio::test]
async fn the_same_ke1_gets_the_same_answer_for_a_minute_and_another_never_gets_one() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    let trying = try_code(CODE);
    let request = story.attempt_by(&story.clinician, &trying);
    let first = world.srs.attempt_opening(request.clone()).await.unwrap();
    assert_eq!(world.srs.attempt_opening(request.clone()).await.unwrap(), first);
    let another = story.send_attempt(&world, &try_code(CODE)).await;
    assert_eq!(refusal_code(another), ErrorCode::RandomKeyUsed);
    let in_a_new_act = story.send_attempt(&world, &trying).await.unwrap();
    assert_eq!(in_a_new_act, first);

    world.clock().advance(Duration::from_mins(1));
    assert_eq!(refusal_code(world.srs.attempt_opening(request).await), ErrorCode::RandomKeyUsed);
    assert_eq!(refusal_code(story.send_attempt(&world, &trying).await), ErrorCode::RandomKeyUsed);
}

#[tokio::test]
async fn an_attempt_that_is_refused_burns_nothing() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    let (trying, patient) = (try_code(CODE), story.patient.account);
    let body = || story.attempt_body(&trying);
    let by = |act: SignedAct<AttemptOpening>| AttemptOpeningRequest {
        act: Encoded(act),
        key_cards: story.clinician.key_cards(),
    };

    let stranger = story.attempt_by(&Person::new(), &trying);
    assert_eq!(refusal_code(world.srs.attempt_opening(stranger).await), ErrorCode::NotPermitted);

    let impostor = story.attempt_by(&Person::posing_as(story.clinician.account), &trying);
    assert_eq!(refusal_code(world.srs.attempt_opening(impostor).await), ErrorCode::NotPermitted);

    let renewed = story.attempt_by(&story.clinician.with_new_key(), &trying);
    assert_eq!(refusal_code(world.srs.attempt_opening(renewed).await), ErrorCode::NotPermitted);

    let mut forged = story.clinician.sign_numbered(patient, 1, body());
    forged.body.ke1 = try_code(CODE).ke1;
    assert_eq!(refusal_code(world.srs.attempt_opening(by(forged)).await), ErrorCode::BadSignature);

    let mut foreign_card = story.attempt_by(&story.clinician.at_another_device(), &trying);
    foreign_card.key_cards = Person::new().key_cards();
    assert_eq!(refusal_code(world.srs.attempt_opening(foreign_card).await), ErrorCode::BadSignature);

    let other_bytes = AttemptOpening { opening_hash: Hash(random()), ..body() };
    let other_bytes = by(story.clinician.sign(patient, other_bytes));
    assert_eq!(refusal_code(world.srs.attempt_opening(other_bytes).await), ErrorCode::Conflict);

    let mut malformed = body();
    malformed.ke1.0 = [0xFF; 96];
    let malformed = by(story.clinician.sign(patient, malformed));
    assert_eq!(refusal_code(world.srs.attempt_opening(malformed).await), ErrorCode::BadRequest);

    let out_of_turn = by(story.clinician.sign_numbered(patient, 9, body()));
    assert_eq!(refusal_code(world.srs.attempt_opening(out_of_turn).await), ErrorCode::WrongCounter);

    let device = story.clinician.at_another_device();
    for header in [
        ActHeader { restore_epoch: 1, ..device.header::<AttemptOpening>(patient) },
        ActHeader { on_behalf_of: Hash(random()), counter: 2, ..device.header::<AttemptOpening>(patient) },
    ] {
        let refused = world.srs.attempt_opening(by(SignedAct::sign(header, body(), &device.key))).await;
        assert!(matches!(refusal_code(refused), ErrorCode::Conflict | ErrorCode::BadRequest));
    }

    assert_eq!(world.count("opening_secret").await, 1);
    story.send_attempt(&world, &trying).await.unwrap();
}

#[tokio::test]
async fn a_random_key_is_dead_before_activation_and_after_a_day() {
    let world = World::start().await;
    let registered = Story::new().register(&world).await;
    let too_early = registered.send_attempt(&world, &try_code(CODE)).await;
    assert_eq!(refusal_code(too_early), ErrorCode::NotOpen);

    let story = Story::new().issue(&world).await;
    world.clock().advance(Duration::from_hours(24));
    assert_eq!(refusal_code(story.send_attempt(&world, &try_code(CODE)).await), ErrorCode::Expired);
}

#[tokio::test]
async fn a_random_key_that_was_taken_back_says_so() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    story.take_back(&world).await;
    assert_eq!(refusal_code(story.send_attempt(&world, &try_code(CODE)).await), ErrorCode::TakenBack);

    let Attempted { story, trying, .. } = Story::new().attempt(&world).await;
    story.take_back(&world).await;
    assert_eq!(refusal_code(story.send_attempt(&world, &trying).await), ErrorCode::TakenBack);
}

#[tokio::test]
async fn a_random_key_of_an_older_restore_epoch_is_dead() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    let restored = world.restore().await;
    let header = ActHeader { restore_epoch: 1, ..story.clinician.header::<AttemptOpening>(story.patient.account) };
    let act = SignedAct::sign(header, story.attempt_body(&try_code(CODE)), &story.clinician.key);
    let request = AttemptOpeningRequest { act: Encoded(act), key_cards: story.clinician.key_cards() };
    assert_eq!(refusal_code(restored.attempt_opening(request).await), ErrorCode::Expired);
}
