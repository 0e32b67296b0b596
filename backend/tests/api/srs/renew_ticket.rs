//! Renewing tickets: numbered, short-lived, for the holder of w alone, and only while the opening is open.

use std::time::Duration;

use sesemr_common::{
    api::{ErrorCode, srs::RenewTicketRequest},
    crypto::SigningKey,
    id::Encoded,
    sharing::{RenewTicket, RenewTicketFields},
};

use super::{
    story::Story,
    world::{World, refusal_code, refusal_of},
};

#[tokio::test]
async fn tickets_follow_each_other_and_the_last_one_may_be_asked_for_again() {
    let world = World::start().await;
    let opened = Story::new().open(&world).await;
    world.clock().advance(Duration::from_mins(4));
    let second = world.srs.renew_ticket(opened.renewal(2)).await.unwrap().ticket.0;
    second.verify(&world.srs.verifying_key()).unwrap();
    assert_eq!(second.fields.number, 2);
    assert!(second.fields.expires_at > opened.confirmed.ticket.0.fields.expires_at);
    world.clock().advance(Duration::from_mins(1));
    assert_eq!(world.srs.renew_ticket(opened.renewal(2)).await.unwrap().ticket.0, second);

    for number in [1, 4] {
        let refusal = refusal_of(world.srs.renew_ticket(opened.renewal(number)).await);
        assert_eq!((refusal.code, refusal.expected), (ErrorCode::WrongCounter, Some(3)));
    }
}

#[tokio::test]
async fn a_ticket_never_outlives_its_opening() {
    let world = World::start().await;
    let opened = Story::new().open(&world).await;
    let expires_at = opened.story.signed_opening().body.expires_at;
    // Every half hour, for two days but the last minute.
    for number in 2..=96 {
        world.clock().advance(Duration::from_mins(30));
        world.srs.renew_ticket(opened.renewal(number)).await.unwrap();
    }
    world.clock().advance(Duration::from_mins(29));
    let last = world.srs.renew_ticket(opened.renewal(97)).await.unwrap().ticket.0;
    assert_eq!(last.fields.expires_at, expires_at);
    world.clock().advance(Duration::from_mins(1));
    assert_eq!(refusal_code(world.srs.renew_ticket(opened.renewal(98)).await), ErrorCode::Expired);
}

#[tokio::test]
async fn a_ticket_is_for_the_holder_of_w() {
    let world = World::start().await;
    let opened = Story::new().open(&world).await;
    let fields = RenewTicketFields { opening: opened.story.id, number: 2 };
    let request = RenewTicketRequest { renewal: Encoded(RenewTicket::sign(fields, &SigningKey::make())) };
    assert_eq!(refusal_code(world.srs.renew_ticket(request).await), ErrorCode::BadSignature);
}

#[tokio::test]
async fn there_is_no_ticket_before_opening_or_after_the_end() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    let fields = RenewTicketFields { opening: attempted.story.id, number: 1 };
    let request = RenewTicketRequest { renewal: Encoded(RenewTicket::sign(fields, &attempted.story.w)) };
    assert_eq!(refusal_code(world.srs.renew_ticket(request).await), ErrorCode::NotOpen);

    let opened = Story::new().open(&world).await;
    opened.story.take_back(&world).await;
    assert_eq!(refusal_code(world.srs.renew_ticket(opened.renewal(2)).await), ErrorCode::TakenBack);
}
