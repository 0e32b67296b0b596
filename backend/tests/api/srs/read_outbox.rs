//! The outbox: a signed chain that its patient can read, in order for whoever carries it on, announced at once.

use std::time::Duration;

use sesemr_backend::srs::{OUTBOX_CHANNEL, read_outbox_after, read_outbox_of};
use sesemr_common::{
    api::{
        ErrorCode,
        srs::{ReadOutboxRequest, ReadOutboxResponse},
    },
    codec::Decode as _,
    crypto::SigningKey,
    id::{AccountId, Encoded, Hash},
    sharing::{
        AttemptOpening, ConfirmOpening, ReadOutbox, ReadOutboxFields, RegisterOpening, SignedAct, SrsEntry, SrsEvent,
        verify_outbox,
    },
};

use super::{
    person::Person,
    story::Story,
    world::{World, refusal_code},
};

fn question(patient: AccountId, after: u64, signed_at: u64, key: &SigningKey) -> ReadOutboxRequest {
    let fields = ReadOutboxFields { patient, after, signed_at };
    ReadOutboxRequest { request: Encoded(ReadOutbox::sign(fields, key)) }
}

async fn read(world: &World, patient: &Person, after: u64) -> ReadOutboxResponse {
    let now = world.srs.clock.now().get();
    world.srs.read_outbox(question(patient.account, after, now, &patient.key)).await.unwrap()
}

#[tokio::test]
async fn a_patient_reads_the_whole_story_in_one_chain_with_the_acts_that_made_it() {
    let world = World::start().await;
    let story = Story::new().open(&world).await.story;
    story.take_back(&world).await;
    let ReadOutboxResponse { entries, more } = read(&world, &story.patient, 0).await;
    assert!(!more);
    let chain: Vec<SrsEntry> = entries.iter().map(|row| row.entry.0.clone()).collect();
    verify_outbox(None, &chain, &world.srs.verifying_key()).unwrap();
    let events: Vec<SrsEvent> = chain.iter().map(|entry| entry.fields.event).collect();
    let all = [SrsEvent::Registered, SrsEvent::Activated, SrsEvent::Attempted, SrsEvent::Opened, SrsEvent::Ended];
    assert_eq!(events, all);

    let act = |place: usize| &entries[place].act.as_ref().unwrap().0;
    let hashes = [
        SignedAct::<RegisterOpening>::decode(act(0)).unwrap().hash(),
        story.opening_hash(),
        SignedAct::<AttemptOpening>::decode(act(2)).unwrap().hash(),
        SignedAct::<ConfirmOpening>::decode(act(3)).unwrap().hash(),
    ];
    for (entry, hash) in chain.iter().zip(hashes) {
        assert_eq!(entry.fields.act, hash);
    }

    let ReadOutboxResponse { entries: later, .. } = read(&world, &story.patient, 3).await;
    assert_eq!(later, entries[3..]);
}

#[tokio::test]
async fn a_question_is_the_patients_and_fresh() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    let (patient, now) = (story.patient.account, world.srs.clock.now().get());
    let forged = question(patient, 0, now, &SigningKey::make());
    assert_eq!(refusal_code(world.srs.read_outbox(forged).await), ErrorCode::BadSignature);
    let stale = question(patient, 0, now - 121_000, &story.patient.key);
    assert_eq!(refusal_code(world.srs.read_outbox(stale).await), ErrorCode::Expired);
}

#[tokio::test]
async fn whoever_never_had_an_opening_has_an_empty_outbox() {
    let world = World::start().await;
    assert_eq!(read(&world, &Person::new(), 0).await, ReadOutboxResponse { entries: Vec::new(), more: false });
}

#[tokio::test]
async fn a_courier_that_remembers_the_last_position_misses_nothing_and_sees_nothing_twice() {
    let world = World::start().await;
    let stories = [Story::new().issue(&world).await, Story::new().issue(&world).await];
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let page = read_outbox_after(&world.srs, after, 3).await.unwrap();
        let Some(last) = page.last() else { break };
        assert!(page.iter().all(|row| row.position > after));
        after = last.position;
        seen.extend(page.into_iter().map(|row| row.entry));
    }
    assert_eq!(seen.len(), 4);
    for story in stories {
        let own = read_outbox_of(&world.srs, story.patient.account, 1, 10).await.unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].entry.fields.act, story.opening_hash());
        assert!(own[0].act.is_some() && seen.contains(&own[0].entry));
    }
}

#[tokio::test]
async fn positions_become_visible_in_their_order_however_many_write_at_once() {
    let world = World::start().await;
    world.dawdle_at_commits().await;
    let mut stories: Vec<Story> = (0..20).map(|_| Story::new()).collect();
    let requests: Vec<_> = stories.iter_mut().map(Story::registration).collect();
    let writing =
        futures_util::future::join_all(requests.into_iter().map(|request| world.srs.register_opening(request)));
    let reading = async {
        let (mut after, mut seen) = (0, 0);
        while seen < 20 {
            for row in read_outbox_after(&world.srs, after, 100).await.unwrap() {
                after = row.position;
                seen += 1;
            }
        }
    };
    let (written, read) = tokio::join!(writing, tokio::time::timeout(Duration::from_secs(20), reading));
    assert!(written.iter().all(Result::is_ok));
    assert!(read.is_ok(), "an entry was passed over");
}

#[tokio::test]
async fn an_entry_is_announced_the_moment_it_is_committed() {
    let world = World::start().await;
    let (_listening, mut announcements) = world.listen(OUTBOX_CHANNEL).await;
    let story = Story::new().register(&world).await;
    let announced = tokio::time::timeout(Duration::from_secs(5), announcements.recv()).await.unwrap().unwrap();
    assert_eq!(announced, story.patient.account.to_string());
}

#[tokio::test]
async fn what_the_srs_does_by_itself_names_no_act() {
    let world = World::start().await;
    let story = Story::new().register(&world).await;
    world.pass_minutes(10).await;
    let ReadOutboxResponse { entries, .. } = read(&world, &story.patient, 1).await;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].entry.0.fields.event, SrsEvent::Ended);
    assert_eq!((entries[0].entry.0.fields.act, &entries[0].act), (Hash::ZERO, &None));
}
