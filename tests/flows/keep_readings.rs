//! Typed readings while the server is away: kept on the device, sent once it answers, and exactly once.

use std::rc::Rc;

use sesemr_common::api::{PublishRecordsEndpoint, StartUploadEndpoint};
use sesemr_common::flow::{CallError, FlowError, Host, OfflineHost, log_in_offline};
use sesemr_common::record::{MedicalRecord, ReadingKind, TypedReading};
use sesemr_tests::{Backend, Clock, LyingHost, MortalHost, Needles, Person, TestHost, Watch};

fn readings(count: u32) -> Vec<Rc<MedicalRecord>> {
    let reading = |minute: u32| {
        let time = format!("2026-03-01T08:{minute:02}:00Z").parse().unwrap();
        Rc::new(TypedReading::try_new(ReadingKind::HeartRate, time, vec![61.0]).unwrap().into_record("Alice"))
    };
    (0..count).map(reading).collect()
}

/// The readings that the servers have now.
async fn stored(person: &Person<impl Host>) -> usize {
    person.contents().await.len()
}

#[tokio::test]
async fn what_was_typed_while_the_server_is_away_stays_kept_and_goes_when_it_answers() {
    let alice = Person::patient(LyingHost::new(Backend::shared().await.host()), "alice").await;
    let upload = alice.keep_readings(&readings(3), 4).await.unwrap();
    alice.host().refuse::<StartUploadEndpoint>(CallError::Away, usize::MAX);
    assert_eq!(alice.send_kept_readings(upload, &Watch::default()).await, Err(FlowError::Away));
    let kept = alice.kept_readings().await.unwrap();
    assert_eq!((kept.len(), kept[0].upload, kept[0].group_size), (1, upload, 4));
    assert_eq!(kept[0].records, readings(3).iter().map(|record| (**record).clone()).collect::<Vec<_>>());

    alice.host().tell_the_truth();
    assert_eq!(alice.send_kept_readings(upload, &Watch::default()).await, Ok(3));
    assert!(alice.kept_readings().await.unwrap().is_empty());
    assert!(alice.unfinished_uploads().await.unwrap().is_empty());
    assert_eq!(stored(&alice).await, 3);
    assert_eq!(alice.send_kept_readings(upload, &Watch::default()).await, Ok(0), "nothing is kept any more");
    assert_eq!(stored(&alice).await, 3);
}

#[tokio::test]
async fn an_answer_that_got_lost_sends_nothing_twice() {
    let alice = Person::patient(LyingHost::new(Backend::shared().await.host()), "alice").await;
    let upload = alice.keep_readings(&readings(2), 3).await.unwrap();
    alice.host().lose_answers::<PublishRecordsEndpoint>(usize::MAX);
    assert!(alice.send_kept_readings(upload, &Watch::default()).await.is_err());
    alice.host().tell_the_truth();
    assert_eq!(alice.kept_readings().await.unwrap().len(), 1);
    assert_eq!(alice.send_kept_readings(upload, &Watch::default()).await, Ok(0), "they are stored already");
    assert_eq!(stored(&alice).await, 2);
    assert!(alice.kept_readings().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_program_that_is_killed_at_any_step_sends_everything_once() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let mut before = 0;
    for steps in 0.. {
        let program = alice.sign_in(MortalHost::new(alice.host().clone())).await.unwrap();
        let upload = program.keep_readings(&readings_of_day(steps), 3).await.unwrap();
        program.host().die_after(steps);
        let watch = Watch::default();
        let sent = program.host().until_death(program.send_kept_readings(upload, &watch)).await;
        // A new program on the same device sends what is still kept.
        let program = alice.sign_in(alice.host().clone()).await.unwrap();
        for set in program.kept_readings().await.unwrap() {
            program.send_kept_readings(set.upload, &Watch::default()).await.unwrap();
        }
        assert!(program.kept_readings().await.unwrap().is_empty());
        before += 2;
        assert_eq!(stored(&program).await, before, "step {steps}");
        if sent.is_some() {
            assert!(steps > 5, "it takes some steps");
            break;
        }
    }
}

/// Two readings of a day of their own.
fn readings_of_day(day: u32) -> Vec<Rc<MedicalRecord>> {
    let reading = |minute: u32| {
        let time = format!("2026-{:02}-{:02}T08:{minute:02}:00Z", 1 + day / 28, 1 + day % 28).parse().unwrap();
        Rc::new(TypedReading::try_new(ReadingKind::HeartRate, time, vec![61.0]).unwrap().into_record("Alice"))
    };
    (0..2).map(reading).collect()
}

#[tokio::test]
async fn readings_are_typed_while_reading_without_a_connection_and_sent_at_the_next_sign_in() {
    let backend = Backend::shared().await;
    let alice = Person::patient(OfflineHost::new(backend.host()), "alice").await;
    alice.keep_offline(&alice.password).await.unwrap();
    alice.refresh_offline(|_, _| true).await.unwrap();

    let nobody = TestHost::new("http://127.0.0.1:9", Clock::default()).on(alice.host().inner().device());
    let away = log_in_offline(OfflineHost::new(nobody), &alice.handle, &alice.password).await.unwrap();
    let upload = away.keep_readings(&readings(2), 3).await.unwrap();
    assert_eq!(away.send_kept_readings(upload, &Watch::default()).await, Err(FlowError::Away));
    // The copy is as it was: what no server said did not replace it.
    assert_eq!(away.refresh_offline(|_, _| true).await, Err(FlowError::Away));
    assert!(away.list_records().await.is_ok());

    let back = alice.sign_in(alice.host().inner().clone()).await.unwrap();
    let kept = back.kept_readings().await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(back.send_kept_readings(kept[0].upload, &Watch::default()).await, Ok(2));
    assert_eq!(stored(&back).await, 2);
}

#[tokio::test]
async fn what_is_kept_opens_for_nobody_else_and_after_a_new_password_too() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    alice.keep_readings(&readings(1), 3).await.unwrap();
    let mut needles = Needles::default();
    needles.add("the reading", b"Heart rate");
    needles.add("whose", b"\"display\":\"Alice\"");
    for (name, value) in alice.host().device().values() {
        assert_eq!(needles.find(&name, &value), []);
    }
    alice.change_password("quite another password").await.unwrap();
    assert_eq!(alice.kept_readings().await.unwrap().len(), 1);

    // Her files under somebody else's account open nothing.
    let carol = Person::patient(backend.host(), "carol").await;
    for (name, value) in alice.host().device().values() {
        carol.host().device().store(&name.replace(&alice.account().to_string(), &carol.account().to_string()), value);
    }
    assert!(carol.kept_readings().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_discarded_is_gone_and_never_sent() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let upload = alice.keep_readings(&readings(1), 3).await.unwrap();
    alice.discard_kept_readings(upload).await.unwrap();
    assert!(alice.kept_readings().await.unwrap().is_empty());
    assert_eq!(alice.send_kept_readings(upload, &Watch::default()).await, Ok(0));
    assert_eq!(stored(&alice).await, 0);
    let left = alice.host().device().values().into_iter().filter(|(name, _)| name.starts_with("kept-readings/"));
    assert_eq!(left.filter(|(name, _)| name.contains(&upload.to_string())).count(), 0);
}

#[tokio::test]
async fn a_device_that_is_to_forget_somebody_keeps_no_readings_of_theirs_and_those_of_others() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let carol = Person::patient(alice.host().clone(), "carol").await;
    for person in [&alice, &carol] {
        person.keep_readings(&readings(1), 3).await.unwrap();
        person.keep_readings(&readings(2), 3).await.unwrap();
    }
    // One set does not open: somebody else wrote there.
    let account = alice.account().to_string();
    let is_hers = |name: &str| name.starts_with("kept-readings/") && name.contains(&account);
    let upload = alice.kept_readings().await.unwrap()[0].upload;
    alice.host().store(&format!("kept-readings/{account}/{upload}"), b"something".to_vec()).await.unwrap();
    alice.forget_kept_readings().await.unwrap();

    assert!(alice.kept_readings().await.unwrap().is_empty());
    assert_eq!(carol.kept_readings().await.unwrap().len(), 2);
    assert_eq!(alice.host().device().values().iter().filter(|(name, _)| is_hers(name)).count(), 0);
    assert_eq!(stored(&alice).await, 0);
}
