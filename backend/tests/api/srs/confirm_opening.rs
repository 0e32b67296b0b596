//! Confirming: a right code opens once, within two minutes, and rk is gone.

use std::time::Duration;

use sesemr_common::{
    api::ErrorCode,
    crypto::{Signature, SigningKey},
    id::{Encoded, Hash},
    pre::PreContext,
    sharing::{ConfirmOpening, SrsEvent},
};

use super::{
    person::random,
    second_client::try_code,
    story::{Opened, Story},
    world::{World, refusal_code},
};

#[tokio::test]
async fn a_right_code_opens_and_every_fragment_proves_itself() {
    let world = World::start().await;
    let Opened { story, confirmed, .. } = Story::new().open(&world).await;
    let act = story.signed_opening();
    assert_eq!(confirmed.fragments.len(), act.body.batches.len());
    for (batch, of_batch) in act.body.batches.iter().zip(&confirmed.fragments) {
        let portion = act.body.portions.iter().find(|portion| portion.portion == batch.portion).unwrap();
        let context = PreContext { patient: act.header.patient, portion: portion.portion, epoch: portion.epoch };
        assert_eq!(of_batch.batch, batch.hash);
        let Encoded(fragment) = of_batch.fragment;
        fragment.verify(&context, &portion.pre_key, &portion.commitment, &batch.capsule).unwrap();
    }
    let Encoded(ticket) = confirmed.ticket;
    ticket.verify(&world.srs.verifying_key()).unwrap();
    assert_eq!(ticket.fields.opening_hash, story.opening_hash());
    assert_eq!(ticket.fields.clinician_key, story.clinician.key_id());
    assert_eq!(ticket.fields.number, 1);
    assert!(ticket.fields.expires_at <= world.in_minutes(5));
}

#[tokio::test]
async fn opening_destroys_rk_and_what_checked_ke3() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    assert_eq!(world.count("re_encryption_key").await, 2);
    assert_eq!(world.count("attempt WHERE log_in_state IS NOT NULL").await, 1);
    world.srs.confirm_opening(attempted.confirmation(&world)).await.unwrap();
    assert_eq!(world.count("re_encryption_key").await, 0);
    assert_eq!(world.count("attempt WHERE log_in_state IS NOT NULL").await, 0);
    assert_eq!(world.count("fragment").await, 4);
}

#[tokio::test]
async fn a_confirmation_sent_again_gets_the_same_fragments_and_a_fresh_ticket() {
    let world = World::start().await;
    let opened = Story::new().open(&world).await;
    world.clock().advance(Duration::from_mins(3));
    let again = world.srs.confirm_opening(opened.confirmation.clone()).await.unwrap();
    assert_eq!(again.fragments, opened.confirmed.fragments);
    assert_eq!(again.ticket.0.fields.number, 2);
    assert!(again.ticket.0.fields.expires_at > opened.confirmed.ticket.0.fields.expires_at);
    assert_eq!(world.count_events(opened.story.patient.account, SrsEvent::Opened).await, 1);
}

#[tokio::test]
async fn two_confirmations_at_once_re_encapsulate_once() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    let request = attempted.confirmation(&world);
    let (first, second) =
        tokio::join!(world.srs.confirm_opening(request.clone()), world.srs.confirm_opening(request.clone()));
    assert_eq!(first.unwrap().fragments, second.unwrap().fragments);
}

#[tokio::test]
async fn an_attempt_waits_two_minutes_for_its_confirmation() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    world.clock().advance(Duration::from_mins(2));
    let late = world.srs.confirm_opening(attempted.confirmation(&world)).await;
    assert_eq!(refusal_code(late), ErrorCode::Expired);
}

#[tokio::test]
async fn a_confirmation_needs_w_the_transcript_and_ke3() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    let right = || attempted.confirm_body(&world);
    let signed = |key: &SigningKey, body: ConfirmOpening| ConfirmOpening {
        one_time_signature: key.sign("confirm-opening-transcript", body.transcript.as_bytes()),
        ..body
    };
    let w = &attempted.story.w;
    let other_ke3 = {
        let mut body = right();
        body.ke3.0 = random();
        let transcript =
            sesemr_common::sharing::confirm_transcript(&attempted.trying.ke1, &attempted.answer.ke2, &body.ke3);
        signed(w, ConfirmOpening { transcript, ..body })
    };
    let cases = [
        ("another w", ErrorCode::BadSignature, signed(&SigningKey::make(), right())),
        ("no w", ErrorCode::BadSignature, ConfirmOpening { one_time_signature: Signature::ZERO, ..right() }),
        (
            "another transcript",
            ErrorCode::BadRequest,
            signed(w, ConfirmOpening { transcript: Hash(random()), ..right() }),
        ),
        ("another KE3", ErrorCode::WrongCredentials, other_ke3),
        ("another opening", ErrorCode::Conflict, ConfirmOpening { opening_hash: Hash(random()), ..right() }),
    ];
    for (what, code, body) in cases {
        let outcome = world.srs.confirm_opening(attempted.confirmation_of(body)).await;
        assert_eq!(refusal_code(outcome), code, "{what}");
    }
    assert_eq!(world.count("re_encryption_key").await, 2);
    world.srs.confirm_opening(attempted.confirmation(&world)).await.unwrap();
}

#[tokio::test]
async fn only_whoever_made_the_attempt_confirms_it() {
    let world = World::start().await;
    let attempted = Story::new().attempt(&world).await;
    let mut request = attempted.confirmation(&world);
    let body = request.act.0.body.clone();
    request.act = Encoded(attempted.story.patient.sign(attempted.story.patient.account, body));
    assert_eq!(refusal_code(world.srs.confirm_opening(request).await), ErrorCode::NotPermitted);
}

#[tokio::test]
async fn a_wrong_code_gives_no_ke3() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    let trying = try_code(b"K7QF9MZT3XWE");
    let answer = story.send_attempt(&world, &trying).await.unwrap();
    assert!(trying.finish(&story.code_context(&world), &answer.ke2).is_none());
}

#[tokio::test]
async fn an_opening_may_permit_writing_alone() {
    let world = World::start().await;
    let mut story = Story::new().register(&world).await;
    let mut request = story.resign(|body| {
        body.portions.clear();
        body.batches.clear();
    });
    request.portion_cards.clear();
    request.re_encryption_keys.clear();
    world.srs.activate_opening(request.clone()).await.unwrap();
    story.activation = Some(request);
    let attempted = story.attempt_issued(&world).await;
    let confirmed = world.srs.confirm_opening(attempted.confirmation(&world)).await.unwrap();
    assert_eq!(confirmed.fragments, []);
    confirmed.ticket.0.verify(&world.srs.verifying_key()).unwrap();
}
