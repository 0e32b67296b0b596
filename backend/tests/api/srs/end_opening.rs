//! Ending: everything is destroyed, the receipt is signed, and only the two whom it concerns can do it.

use sesemr_common::{
    api::{ErrorCode, srs::EndOpeningRequest},
    id::{Encoded, Hash},
    sharing::{EndOpening, EndReason, SrsEvent},
};

use super::{
    person::{Person, random},
    story::Story,
    world::{World, refusal_code},
};

#[tokio::test]
async fn a_patient_takes_an_opening_back_in_every_state() {
    let world = World::start().await;
    let stories = [
        Story::new().register(&world).await,
        Story::new().issue(&world).await,
        Story::new().attempt(&world).await.story,
        Story::new().open(&world).await.story,
    ];
    for story in stories {
        let receipt = story.take_back(&world).await;
        receipt.verify(&world.srs.verifying_key()).unwrap();
        assert_eq!(receipt.fields.event, SrsEvent::Ended);
        assert_eq!((receipt.fields.opening, receipt.fields.patient), (story.id, story.patient.account));
        assert_eq!(story.take_back(&world).await, receipt, "the same receipt for another act");
        assert_eq!(world.count_events(story.patient.account, SrsEvent::Ended).await, 1);
    }
    world.assert_nothing_is_left().await;
}

#[tokio::test]
async fn a_burnt_random_key_can_still_be_receipted() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    world.srs.fail_opening(attempted.failure()).await.unwrap();
    let request = attempted.story.end_by(&attempted.story.patient, EndReason::Failed);
    let receipt = world.srs.end_opening(request).await.unwrap().receipt.0;
    assert_eq!(receipt.fields.event, SrsEvent::Ended);
}

#[tokio::test]
async fn the_same_end_gets_the_same_receipt() {
    let world = World::start().await;
    let story = Story::new().open(&world).await.story;
    let request = story.end_by(&story.clinician, EndReason::Closed);
    let (first, second) = tokio::join!(world.srs.end_opening(request.clone()), world.srs.end_opening(request));
    assert_eq!(first.unwrap(), second.unwrap());
    world.assert_nothing_is_left().await;
}

#[tokio::test]
async fn a_clinician_closes_and_takes_nothing_back() {
    let world = World::start().await;
    let story = Story::new().open(&world).await.story;
    let taking_back = story.end_by(&story.clinician, EndReason::TakenBack);
    assert_eq!(refusal_code(world.srs.end_opening(taking_back).await), ErrorCode::NotPermitted);
    assert_eq!(world.count("fragment").await, 4);
    world.srs.end_opening(story.end_by(&story.clinician, EndReason::Closed)).await.unwrap();
}

#[tokio::test]
async fn nobody_else_ends_an_opening() {
    let world = World::start().await;
    let story = Story::new().open(&world).await.story;
    let stranger = story.end_by(&Person::new(), EndReason::Closed);
    assert_eq!(refusal_code(world.srs.end_opening(stranger).await), ErrorCode::NotPermitted);
    let impostor = story.end_by(&Person::posing_as(story.patient.account), EndReason::TakenBack);
    assert_eq!(refusal_code(world.srs.end_opening(impostor).await), ErrorCode::BadSignature);
    assert_eq!(world.count("fragment").await, 4);
}

#[tokio::test]
async fn an_end_must_name_the_opening_that_was_signed() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    for opening_hash in [Hash::ZERO, Hash(random())] {
        let body = EndOpening { opening: story.id, opening_hash, reason: EndReason::TakenBack };
        let request = EndOpeningRequest { act: Encoded(story.patient.sign(story.patient.account, body)) };
        assert_eq!(refusal_code(world.srs.end_opening(request).await), ErrorCode::Conflict);
    }
}

#[tokio::test]
async fn an_end_before_activation_names_no_opening_or_the_one_on_its_way() {
    let world = World::start().await;
    for hash_of in [|_: &Story| Hash::ZERO, Story::opening_hash] {
        let story = Story::new().register(&world).await;
        let body = EndOpening { opening: story.id, opening_hash: hash_of(&story), reason: EndReason::TakenBack };
        let request = EndOpeningRequest { act: Encoded(story.patient.sign(story.patient.account, body)) };
        world.srs.end_opening(request).await.unwrap();
        let activation = world.srs.activate_opening(story.activation.clone().unwrap()).await;
        assert_eq!(refusal_code(activation), ErrorCode::TakenBack);
    }
}
