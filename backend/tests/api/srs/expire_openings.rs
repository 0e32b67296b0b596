//! The sweep: nothing outlives its time, and what it held goes with it.

use sesemr_common::{api::ErrorCode, sharing::SrsEvent};

use super::{
    story::Story,
    world::{World, refusal_code},
};

#[tokio::test]
async fn every_state_ends_in_its_time_and_leaves_nothing_behind() {
    let world = World::start().await;
    let registered = Story::new().register(&world).await;
    let live = Story::new().issue(&world).await;
    let attempted = Story::new().attempt(&world).await.story;
    let opened = Story::new().open(&world).await.story;
    let last_of = |story: &Story| {
        let patient = story.patient.account;
        let world = &world;
        async move { world.events_of(patient).await.last().copied().unwrap() }
    };

    world.pass_minutes(1).await;
    assert_eq!(last_of(&attempted).await, SrsEvent::Attempted);
    world.pass_minutes(1).await;
    assert_eq!(last_of(&attempted).await, SrsEvent::Failed);
    assert_eq!(last_of(&registered).await, SrsEvent::Registered);
    world.pass_minutes(8).await;
    assert_eq!(last_of(&registered).await, SrsEvent::Ended);
    assert_eq!(last_of(&live).await, SrsEvent::Activated);
    world.pass_minutes(24).await;
    assert_eq!(last_of(&opened).await, SrsEvent::Opened);
    world.pass_minutes(1).await;
    assert_eq!(last_of(&opened).await, SrsEvent::Ended);
    world.pass_minutes(24 * 60 - 35).await;
    assert_eq!(last_of(&live).await, SrsEvent::Ended);
    world.assert_nothing_is_left().await;
}

#[tokio::test]
async fn an_opening_stays_open_while_its_ticket_is_renewed_and_ends_when_nobody_does() {
    let world = World::start().await;
    let opened = Story::new().open(&world).await;
    for number in 2..=5 {
        world.pass_minutes(34).await;
        world.srs.renew_ticket(opened.renewal(number)).await.unwrap();
    }
    world.pass_minutes(34).await;
    assert_eq!(world.count("fragment").await, 4);
    // Asking for the same ticket again is no use of the opening.
    world.srs.renew_ticket(opened.renewal(5)).await.unwrap();
    world.pass_minutes(1).await;
    assert_eq!(refusal_code(world.srs.renew_ticket(opened.renewal(6)).await), ErrorCode::Expired);
    assert_eq!(world.count_events(opened.story.patient.account, SrsEvent::Ended).await, 1);
    world.assert_nothing_is_left().await;
}

#[tokio::test]
async fn an_opening_that_cannot_be_ended_keeps_no_other_from_its_end() {
    let world = World::start().await;
    let broken = Story::new().register(&world).await;
    let sound = Story::new().register(&world).await;
    world.break_outbox_of(broken.patient.account).await;
    world.pass_minutes(10).await;
    assert_eq!(world.events_of(sound.patient.account).await, [SrsEvent::Registered, SrsEvent::Ended]);
}

#[tokio::test]
async fn two_sweeps_at_once_report_each_opening_once() {
    let world = World::start().await;
    let mut stories = Vec::new();
    for _ in 0..10 {
        stories.push(Story::new().register(&world).await);
    }
    world.clock().advance(std::time::Duration::from_mins(10));
    let (first, second) = tokio::join!(world.srs.sweep(), world.srs.sweep());
    first.and(second).unwrap();
    for story in stories {
        assert_eq!(world.events_of(story.patient.account).await, [SrsEvent::Registered, SrsEvent::Ended]);
    }
}
