//! Failing: a wrong code burns everything and opens nothing.

use sesemr_common::{
    api::ErrorCode,
    id::{Encoded, Hash},
    sharing::{FailOpening, SrsEvent},
};

use super::{
    person::random,
    story::Story,
    world::{World, refusal_code},
};

#[tokio::test]
async fn a_burnt_random_key_leaves_nothing_behind() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    let failure = attempted.failure();
    world.srs.fail_opening(failure.clone()).await.unwrap();
    world.assert_nothing_is_left().await;
    world.srs.fail_opening(failure).await.unwrap();
    assert_eq!(world.count_events(attempted.story.patient.account, SrsEvent::Failed).await, 1);

    let confirmed = world.srs.confirm_opening(attempted.confirmation(&world)).await;
    assert_eq!(refusal_code(confirmed), ErrorCode::RandomKeyUsed);
    let again = world.srs.attempt_opening(attempted.story.attempt_by(&attempted.story.clinician, &attempted.trying));
    assert_eq!(refusal_code(again.await), ErrorCode::RandomKeyUsed);
}

#[tokio::test]
async fn a_failure_must_name_the_attempt_that_was_served() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    let body = FailOpening { transcript: Hash(random()), ..attempted.failure().act.0.body };
    let mut request = attempted.failure();
    request.act = Encoded(attempted.story.clinician.at_another_device().sign(attempted.story.patient.account, body));
    assert_eq!(refusal_code(world.srs.fail_opening(request).await), ErrorCode::BadRequest);
    assert_eq!(world.count("re_encryption_key").await, 2);
}

#[tokio::test]
async fn an_open_opening_does_not_fail_any_more() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    world.srs.confirm_opening(attempted.confirmation(&world)).await.unwrap();
    assert_eq!(refusal_code(world.srs.fail_opening(attempted.failure()).await), ErrorCode::NotOpen);
}
