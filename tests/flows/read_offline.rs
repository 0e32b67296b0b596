//! Reading one's own records from what the device kept, while no server answers.

use sesemr_common::flow::{FlowError, Member, OfflineHost, log_in_offline};
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, Clock, Device, Person, TestHost, Watch, noise, note, noted};

/// Three chunks and a bit.
const LARGE: usize = 800_000;

/// Somebody at whose device the server is away: nobody listens on this port.
fn out_of_reach(device: &Device) -> OfflineHost<TestHost> {
    OfflineHost::new(TestHost::new("http://127.0.0.1:9", Clock::default()).on(device))
}

/// A patient with two small records and a large one, on a device that keeps a copy.
async fn patient_with_copy(backend: &Backend) -> Person<OfflineHost<TestHost>> {
    let alice = Person::patient(OfflineHost::new(backend.host()), "alice").await;
    alice
        .publish(vec![
            note(Portion::Allergies, "Allergic to penicillin"),
            note(Portion::History, "Broke her arm as a child"),
            noise("a scan", LARGE),
        ])
        .await;
    alice.keep_offline(&alice.password).await.unwrap();
    alice.refresh_offline(|_, _| true).await.unwrap();
    alice
}

async fn offline(
    alice: &Person<OfflineHost<TestHost>>,
    password: &str,
) -> Result<Person<OfflineHost<TestHost>>, FlowError> {
    let host = out_of_reach(alice.host().inner().device());
    log_in_offline(host, &alice.handle, password).await.map(|member: Member<_>| alice.with(member))
}

#[tokio::test]
async fn own_records_are_read_while_the_server_is_away() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let kept = alice.kept_offline().await.unwrap().unwrap();
    assert_eq!((kept.records, kept.left_out), (3, 0));

    let away = offline(&alice, &alice.password).await.unwrap();
    assert_eq!(away.contents().await, alice.contents().await);
}

#[tokio::test]
async fn what_needs_a_server_says_that_it_is_away_and_changes_nothing() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let away = offline(&alice, &alice.password).await.unwrap();
    let written = away.publish_records(noted(vec![note(Portion::History, "New")]), &Watch::default()).await;
    assert_eq!(written.err(), Some(FlowError::Away));
    assert_eq!(away.list_grants().await.err(), Some(FlowError::Away));
    assert_eq!(away.list_records().await.unwrap().records.len(), 3);
    assert_eq!(alice.list_records().await.unwrap().records.len(), 3);
}

#[tokio::test]
async fn a_wrong_password_and_another_device_open_nothing() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    assert_eq!(offline(&alice, "not her password").await.err(), Some(FlowError::WrongPassword));

    // The files of her browser, copied to a device that has not its key.
    let thief = Device::default();
    for (name, value) in alice.host().inner().device().values() {
        thief.store(&name, value);
    }
    let stolen = log_in_offline(out_of_reach(&thief), &alice.handle, &alice.password).await;
    assert_eq!(stolen.err(), Some(FlowError::NothingKept));
}

#[tokio::test]
async fn nothing_is_kept_before_it_is_wanted_nor_after_it_is_forgotten() {
    let backend = Backend::shared().await;
    let alice = Person::patient(OfflineHost::new(backend.host()), "alice").await;
    assert_eq!(offline(&alice, &alice.password).await.err(), Some(FlowError::NothingKept));

    let alice = patient_with_copy(backend).await;
    alice.forget_offline().await.unwrap();
    let left = alice.host().inner().device().values().into_iter().filter(|(name, _)| name.starts_with("offline/"));
    assert_eq!(left.count(), 0);
    assert_eq!(offline(&alice, &alice.password).await.err(), Some(FlowError::NothingKept));
}

#[tokio::test]
async fn a_copy_on_the_device_holds_no_plaintext() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let stored = alice.host().inner().device().values();
    assert!(stored.iter().any(|(name, _)| name.starts_with("offline/body/")));
    for (name, value) in stored {
        for secret in ["penicillin", "Broke her arm", &alice.password] {
            let found = value.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{name} holds {secret}");
        }
    }
}

#[tokio::test]
async fn a_changed_password_opens_the_copy_and_the_old_one_does_not() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let new = "quite another password";
    alice.change_password(new).await.unwrap();
    alice.keep_offline(new).await.unwrap();
    alice.refresh_offline(|_, _| true).await.unwrap();
    assert_eq!(offline(&alice, &alice.password).await.err(), Some(FlowError::WrongPassword));
    assert_eq!(offline(&alice, new).await.unwrap().contents().await.len(), 3);
}

#[tokio::test]
async fn a_body_that_was_altered_on_the_device_is_not_shown_and_the_others_are() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let device = alice.host().inner().device();
    let listing = alice.list_records().await.unwrap();
    let altered = listing.records[0].id();
    let name = device.values().into_iter().map(|(name, _)| name);
    let name = name.clone().find(|name| name.starts_with("offline/body/") && name.contains(&altered.to_string()));
    let name = name.unwrap();
    let mut body = device.values().into_iter().find(|(other, _)| *other == name).unwrap().1;
    *body.last_mut().unwrap() ^= 1;
    device.store(&name, body);

    let away = offline(&alice, &alice.password).await.unwrap();
    let listing = away.list_records().await.unwrap();
    for record in &listing.records {
        let expected = (record.id() == altered).then_some(FlowError::AlteredOrDamaged);
        assert_eq!(away.read(record).await.err(), expected);
    }
}

#[tokio::test]
async fn a_copy_follows_what_was_added_since() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    alice.publish(vec![note(Portion::History, "Moved house")]).await;
    let before = offline(&alice, &alice.password).await.unwrap();
    assert_eq!(before.list_records().await.unwrap().records.len(), 3, "as of the last time");
    alice.refresh_offline(|_, _| true).await.unwrap();
    let after = offline(&alice, &alice.password).await.unwrap();
    assert_eq!(after.contents().await, alice.contents().await);
}
