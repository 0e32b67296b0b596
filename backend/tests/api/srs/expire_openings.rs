//! The sweep: nothing outlives its time, and what it held goes with it.

use sesemr_common::sharing::SrsEvent;

use super::{story::Story, world::World};

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
    world.pass_minutes(24 * 60 - 10).await;
    assert_eq!(last_of(&live).await, SrsEvent::Ended);
    assert_eq!(last_of(&opened).await, SrsEvent::Opened);
    world.pass_minutes(24 * 60).await;
    assert_eq!(last_of(&opened).await, SrsEvent::Ended);
    world.assert_nothing_is_left().await;
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
