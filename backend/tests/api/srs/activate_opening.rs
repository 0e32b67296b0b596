//! Activating openings: whatever does not fit together is found before anything goes live.

use sesemr_common::{
    api::{ErrorCode, srs::PortionReKey},
    crypto::{SigningKey, object_hash},
    id::{Bytes, Encoded, Hash},
    portion::Portion,
    sharing::{Opening, PortionCard, PortionCardFields, SrsEvent},
};

use super::{
    person::{Person, random},
    second_client::make_portion_keys,
    story::Story,
    world::{World, refusal_code},
};

/// What is wrong with an opening.
type Change = Box<dyn FnOnce(&mut Opening)>;

/// What is wrong with the keys that come with it.
type ChangeOfKeys = fn(&mut Vec<PortionReKey>);

#[tokio::test]
async fn an_activation_sent_again_is_done_again_and_reported_once() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    world.srs.activate_opening(story.activation.clone().unwrap()).await.unwrap();
    assert_eq!(world.events_of(story.patient.account).await, [SrsEvent::Registered, SrsEvent::Activated]);
}

#[tokio::test]
async fn an_opening_that_does_not_fit_its_registration_never_goes_live() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let past = world.srs.clock.now().get();
    let changes: [(&str, ErrorCode, Change); 7] = [
        ("another grant", ErrorCode::Conflict, Box::new(|body| body.grant_hash = Hash(random()))),
        ("another clinician", ErrorCode::Conflict, Box::new(|body| body.clinician = Person::new().account)),
        ("another key", ErrorCode::Conflict, Box::new(|body| body.clinician_key = Person::new().key_id())),
        ("another SRS", ErrorCode::BadRequest, Box::new(|body| body.srs_key = SigningKey::make().verifying_key())),
        ("an end in the past", ErrorCode::Expired, Box::new(move |body| body.expires_at = past)),
        ("no end", ErrorCode::Expired, Box::new(|body| body.expires_at = u64::MAX)),
        ("another box", ErrorCode::BadRequest, Box::new(|body| body.box_hash = Hash(random()))),
    ];
    for (what, code, change) in changes {
        let request = story.resign(change);
        assert_eq!(refusal_code(world.srs.activate_opening(request).await), code, "{what}");
    }
    world.srs.activate_opening(story.activation.unwrap()).await.unwrap();
}

#[tokio::test]
async fn portions_and_batches_must_fit_together() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let changes: [(&str, Change); 7] = [
        ("no portion", Box::new(|body| body.portions.clear())),
        ("portions out of order", Box::new(|body| body.portions.reverse())),
        ("a portion twice", Box::new(|body| body.portions[1] = body.portions[0].clone())),
        ("another card", Box::new(|body| body.portions[0].card = Hash(random()))),
        ("another A", Box::new(|body| body.portions[0].pre_key = make_portion_keys().pre_key)),
        ("another epoch", Box::new(|body| body.portions[0].epoch = 2)),
        ("a batch of a portion that is not open", Box::new(|body| body.batches[0].portion = Portion::Insurance)),
    ];
    for (what, change) in changes {
        let request = story.resign(change);
        assert_eq!(refusal_code(world.srs.activate_opening(request).await), ErrorCode::BadRequest, "{what}");
    }
    let swapped = story.resign(|body| {
        let capsule = body.batches[0].capsule;
        body.batches[3].capsule = capsule;
    });
    assert_eq!(refusal_code(world.srs.activate_opening(swapped).await), ErrorCode::BadRequest, "a foreign capsule");
}

#[tokio::test]
async fn a_re_encryption_key_must_be_the_one_committed_to() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let changes: [(&str, ChangeOfKeys); 5] = [
        ("another rk", |keys| keys[0].re_encryption_key = make_portion_keys().re_encryption_key),
        ("a zero rk", |keys| keys[0].re_encryption_key = Bytes(vec![0; 32])),
        ("a short rk", |keys| keys[0].re_encryption_key = Bytes(vec![1; 31])),
        ("a missing rk", |keys| keys.truncate(1)),
        ("one portion's rk twice", |keys| keys[1] = keys[0].clone()),
    ];
    for (what, change) in changes {
        let mut request = story.activation.clone().unwrap();
        change(&mut request.re_encryption_keys);
        assert_eq!(refusal_code(world.srs.activate_opening(request).await), ErrorCode::BadRequest, "{what}");
    }
}

#[tokio::test]
async fn a_box_must_be_one_that_could_hold_something() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    for bytes in [0, 1_135, 524_289] {
        let sealed_box = Bytes(vec![9; bytes]);
        let mut request = story.resign(|body| body.box_hash = object_hash("box", sealed_box.as_ref()));
        request.sealed_box = sealed_box;
        assert_eq!(refusal_code(world.srs.activate_opening(request).await), ErrorCode::BadRequest, "{bytes} bytes");
    }
}

#[tokio::test]
async fn a_portion_card_must_be_signed_by_its_patient() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let mut request = story.activation.clone().unwrap();
    let fields: PortionCardFields = request.portion_cards[0].0.fields.clone();
    let forged = PortionCard::sign(fields, &SigningKey::make());
    let mut body = request.act.0.body.clone();
    body.portions[0].card = forged.hash();
    request.portion_cards[0] = Encoded(forged);
    request.act = Encoded(story.patient.sign_numbered(story.patient.account, 1, body));
    assert_eq!(refusal_code(world.srs.activate_opening(request).await), ErrorCode::BadSignature);
}

#[tokio::test]
async fn only_the_patient_signs_an_opening() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let mut request = story.activation.clone().unwrap();
    request.act = Encoded(story.clinician.sign_numbered(story.patient.account, 1, request.act.0.body.clone()));
    assert_eq!(refusal_code(world.srs.activate_opening(request.clone()).await), ErrorCode::NotPermitted);

    let impostor = Person::posing_as(story.patient.account);
    request.act = Encoded(impostor.sign_numbered(story.patient.account, 1, request.act.0.body.clone()));
    assert_eq!(refusal_code(world.srs.activate_opening(request).await), ErrorCode::BadSignature);
}

#[tokio::test]
async fn an_opening_that_is_live_is_not_replaced() {
    let world = World::start().await;
    let story = Story::new().issue(&world).await;
    let other = story.resign(|body| body.expires_at -= 1);
    assert_eq!(refusal_code(world.srs.activate_opening(other).await), ErrorCode::Conflict);
}

#[tokio::test]
async fn a_registration_waits_ten_minutes_for_its_activation() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    world.clock().advance(std::time::Duration::from_mins(10));
    let request = story.activation.clone().unwrap();
    assert_eq!(refusal_code(world.srs.activate_opening(request).await), ErrorCode::Expired);
}

#[tokio::test]
async fn an_opening_nobody_registered_is_not_found() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let mut request = story.activation.clone().unwrap();
    request.act.0.body.opening = super::person::make_opening_id();
    assert_eq!(refusal_code(world.srs.activate_opening(request).await), ErrorCode::NotFound);
}
