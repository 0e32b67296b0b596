//! Reading one's own records from what the device kept, while no server answers.

use std::time::Duration;

use futures_util::future::join;
use serde_json::Value;
use sesemr_common::api::{Endpoint as _, ListGrantsEndpoint, ListRecordsEndpoint, RefreshSessionEndpoint};
use sesemr_common::flow::{FlowError, Host, Member, OfflineHost, PendingKit, log_in_offline};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::CredentialChange;
use sesemr_tests::{Backend, Clock, Device, LyingHost, Person, TestHost, Watch, noise, note, noted};
use tokio::sync::Notify;

/// Three chunks and a bit.
const LARGE: usize = 800_000;

/// Somebody at whose device the server is away: nobody listens on this port.
fn out_of_reach(device: &Device) -> OfflineHost<TestHost> {
    OfflineHost::new(TestHost::new("http://127.0.0.1:9", Clock::default()).on(device))
}

/// A patient with two small records and a large one, on a device that keeps a copy.
async fn patient_with_copy(backend: &Backend) -> Person<OfflineHost<TestHost>> {
    let alice = patient_without_copy(backend.host()).await;
    alice.keep_first_copy(&alice.password, |_, _| true).await.unwrap();
    alice
}

/// The same before a copy is wanted.
async fn patient_without_copy<H: Host>(host: H) -> Person<OfflineHost<H>> {
    let alice = Person::patient(OfflineHost::new(host), "alice").await;
    alice
        .publish(vec![
            note(Portion::Allergies, "Allergic to penicillin"),
            note(Portion::History, "Broke her arm as a child"),
            noise("a scan", LARGE),
        ])
        .await;
    alice
}

async fn offline(
    alice: &Person<OfflineHost<TestHost>>,
    password: &str,
) -> Result<Person<OfflineHost<TestHost>>, FlowError> {
    offline_on(alice.host().inner().device(), alice, password).await
}

async fn offline_on(
    device: &Device,
    alice: &Person<impl Host>,
    password: &str,
) -> Result<Person<OfflineHost<TestHost>>, FlowError> {
    let opened = log_in_offline(out_of_reach(device), &alice.handle, password).await;
    opened.map(|member: Member<_>| alice.with(member))
}

/// What of a copy lies on a device, by name.
fn left_on(device: &Device) -> Vec<String> {
    device.values().into_iter().map(|(name, _)| name).filter(|name| name.starts_with("offline/")).collect()
}

fn holds(value: &[u8], text: &str) -> bool {
    value.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn own_records_are_read_while_the_server_is_away() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let kept = alice.kept_offline().await.unwrap().unwrap();
    assert_eq!((kept.records, kept.left_out, kept.missing), (3, 0, 0));

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
    assert_eq!(away.refresh_offline(|_, _| true).await, Err(FlowError::Away));
    assert_eq!(offline(&alice, &alice.password).await.unwrap().contents().await.len(), 3);
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
    // A crash may leave a body that no list names.
    let device = alice.host().inner().device();
    device.store(&format!("offline/body/{}/unlisted/1", alice.account()), vec![1]);
    device.store("offline/body/somebody-else/record/1", vec![1]);
    alice.forget_offline().await.unwrap();
    assert_eq!(left_on(device), ["offline/body/somebody-else/record/1"]);
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
            assert!(!holds(&value, secret), "{name} holds {secret}");
        }
    }
}

#[tokio::test]
async fn a_copy_holds_neither_a_new_token_nor_what_else_was_answered_meanwhile() {
    let backend = Backend::start().await;
    let alice = patient_without_copy(backend.host()).await;
    let (device, spy) = (alice.host().inner().device(), alice.host().inner().spy());
    alice.keep_offline(&alice.password).await.unwrap();
    backend.let_pass(Duration::from_mins(56));
    let (kept, grants) = join(alice.refresh_offline(|_, _| true), alice.list_grants()).await;
    assert_eq!((kept, grants.unwrap().len()), (Ok(()), 0));

    let answer: Value = {
        let exchanges = spy.exchanges();
        let refreshed = exchanges.iter().find(|exchange| exchange.path == RefreshSessionEndpoint::PATH).unwrap();
        serde_json::from_slice(&refreshed.response).unwrap()
    };
    for (name, value) in device.values() {
        for other in [answer["token"].as_str().unwrap(), ListGrantsEndpoint::PATH] {
            assert!(!holds(&value, other), "{name} holds {other}");
        }
    }
    assert_eq!(offline(&alice, &alice.password).await.unwrap().contents().await.len(), 3);
}

#[tokio::test]
async fn a_first_copy_that_is_cancelled_leaves_nothing_and_is_not_wanted() {
    let backend = Backend::shared().await;
    let alice = patient_without_copy(backend.host()).await;
    let cancelled = alice.keep_first_copy(&alice.password, |done, _| done < 2).await;
    assert_eq!(cancelled, Err(FlowError::Cancelled));
    assert_eq!(alice.keeps_offline().await, Ok(false));
    assert_eq!(left_on(alice.host().inner().device()), <[String; 0]>::default());
}

#[tokio::test]
async fn what_a_copy_did_not_come_to_is_counted_as_missing_not_as_too_large() {
    let backend = Backend::shared().await;
    let alice = patient_without_copy(backend.host()).await;
    alice.keep_offline(&alice.password).await.unwrap();
    assert_eq!(alice.refresh_offline(|done, _| done < 1).await, Err(FlowError::Cancelled));
    let kept = alice.kept_offline().await.unwrap().unwrap();
    assert_eq!((kept.records, kept.left_out, kept.missing), (1, 0, 2));

    alice.refresh_offline(|_, _| true).await.unwrap();
    let kept = alice.kept_offline().await.unwrap().unwrap();
    assert_eq!((kept.records, kept.left_out, kept.missing), (3, 0, 0));
}

#[tokio::test]
async fn what_is_forgotten_while_it_is_made_does_not_come_back() {
    let backend = Backend::shared().await;
    let alice = patient_without_copy(backend.host()).await;
    for is_listed in [false, true] {
        alice.keep_offline(&alice.password).await.unwrap();
        let listed = Notify::new();
        let go_on = |_, _| {
            listed.notify_one();
            true
        };
        let forget = async {
            if is_listed {
                listed.notified().await;
            }
            alice.forget_offline().await
        };
        assert_eq!(join(alice.refresh_offline(go_on), forget).await, (Err(FlowError::Cancelled), Ok(())));
        assert_eq!(left_on(alice.host().inner().device()), <[String; 0]>::default());
    }
}

#[tokio::test]
async fn records_added_while_a_copy_is_made_leave_one_that_opens() {
    let backend = Backend::shared().await;
    let alice = patient_without_copy(LyingHost::new(backend.host())).await;
    let servers = alice.host().inner();
    alice.keep_offline(&alice.password).await.unwrap();
    let answer = servers.hold_answer::<ListRecordsEndpoint>();
    let publish = async {
        alice.publish(vec![note(Portion::History, "Moved house")]).await;
        answer.notify_one();
    };
    let (made, ()) = join(alice.refresh_offline(|_, _| true), publish).await;
    made.unwrap();
    let away = offline_on(servers.device(), &alice, &alice.password).await.unwrap();
    assert_eq!(away.contents().await.len(), 3, "as of when it was begun");
}

#[tokio::test]
async fn a_changed_password_opens_the_copy_and_the_old_one_does_not() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let new = "quite another password";
    alice.change_password(new).await.unwrap();
    // The server is away from now on: what was kept opens all the same.
    alice.keep_offline(new).await.unwrap();
    assert_eq!(offline(&alice, &alice.password).await.err(), Some(FlowError::WrongPassword));
    assert_eq!(offline(&alice, new).await.unwrap().contents().await.len(), 3);
}

#[tokio::test]
async fn a_copy_opens_after_a_new_kit() {
    let backend = Backend::shared().await;
    let alice = patient_with_copy(backend).await;
    let kit = PendingKit::start(CredentialChange::NewKit, alice.password.clone().into()).unwrap();
    kit.finish(&alice).await.unwrap();
    alice.keep_offline(kit.password()).await.unwrap();
    assert_eq!(offline(&alice, &alice.password).await.unwrap().contents().await.len(), 3);
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
