//! What is being typed: kept on the device for its person alone, until it is stored.

use sesemr_common::flow::{DraftKind, Host};
use sesemr_common::id::{AccountId, KeyRequestId, RecordId};
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, MortalHost, Person, TestHost, Watch, note, noted};

#[tokio::test]
async fn a_draft_is_there_after_signing_in_anew_and_gone_once_it_is_given_up() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    assert!(alice.kept_draft(DraftKind::Readings).await.unwrap().is_none());
    alice.keep_draft(DraftKind::Readings, b"61 beats").await.unwrap();
    alice.keep_draft(DraftKind::Readings, b"61 beats, 64 beats").await.unwrap();
    let again = alice.sign_in(alice.host().clone()).await.unwrap();
    assert_eq!(again.kept_draft(DraftKind::Readings).await.unwrap().unwrap().as_slice(), b"61 beats, 64 beats");
    again.keep_draft(DraftKind::Readings, b"").await.unwrap();
    assert!(alice.kept_draft(DraftKind::Readings).await.unwrap().is_none());
}

#[tokio::test]
async fn a_draft_lies_sealed_and_one_that_was_altered_is_none() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.keep_draft(DraftKind::Readings, b"61 beats").await.unwrap();
    let name = format!("draft/{}/readings", alice.account());
    let mut lies = alice.host().load(&name).await.unwrap().unwrap();
    assert!(!lies.windows(8).any(|window| window == b"61 beats"));
    *lies.last_mut().unwrap() ^= 1;
    alice.host().store(&name, lies).await.unwrap();
    assert!(alice.kept_draft(DraftKind::Readings).await.unwrap().is_none());
}

const MEDICINE: &[u8] = b"Amoxicillin 500 mg";

fn account(byte: u8) -> AccountId {
    AccountId::from_bytes([byte; 16])
}

/// A new prescription for two people, one that corrects an earlier one, three requests, an answer to one, the correction and the
/// mark of a record, the withdrawal of a prescription for two people, and a reading.
fn kinds() -> [DraftKind; 12] {
    let (one, other, record) = (account(1), account(2), RecordId::from_bytes([3; 16]));
    let request = KeyRequestId::from_bytes([3; 16]);
    [
        DraftKind::Prescription { patient: one, corrects: None },
        DraftKind::Prescription { patient: other, corrects: None },
        DraftKind::Prescription { patient: one, corrects: Some(record) },
        DraftKind::KeyRequest { patient: one, again: None },
        DraftKind::KeyRequest { patient: other, again: None },
        DraftKind::KeyRequest { patient: one, again: Some(request) },
        DraftKind::KeyAnswer { request },
        DraftKind::Correction { record },
        DraftKind::Mark { record },
        DraftKind::Withdrawal { patient: one, record },
        DraftKind::Withdrawal { patient: other, record },
        DraftKind::Reading,
    ]
}

#[tokio::test]
async fn a_prescription_waits_for_the_next_opening_of_its_patient_and_for_no_other() {
    let dr_bob = Person::doctor(Backend::shared().await.host(), "dr-bob").await;
    for (number, kind) in (b'0'..).zip(kinds()) {
        assert!(dr_bob.kept_draft(kind).await.unwrap().is_none(), "{kind:?}");
        dr_bob.keep_draft(kind, &[MEDICINE, &[number]].concat()).await.unwrap();
    }
    let again = dr_bob.sign_in(dr_bob.host().clone()).await.unwrap();
    for (number, kind) in (b'0'..).zip(kinds()) {
        let kept = again.kept_draft(kind).await.unwrap().unwrap();
        assert_eq!(kept.as_slice(), [MEDICINE, &[number]].concat(), "{kind:?}");
    }
    // Signed and sent: the others stay.
    let [sent, others @ ..] = kinds();
    again.keep_draft(sent, b"").await.unwrap();
    assert!(again.kept_draft(sent).await.unwrap().is_none());
    for kind in others {
        assert!(again.kept_draft(kind).await.unwrap().is_some(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_draft_that_was_moved_to_another_patient_or_another_account_is_none() {
    let dr_bob = Person::doctor(Backend::shared().await.host(), "dr-bob").await;
    let carol = Person::doctor(dr_bob.host().clone(), "carol").await;
    let [kept, others @ ..] = kinds();
    dr_bob.keep_draft(kept, MEDICINE).await.unwrap();
    let name = format!("draft/{}/prescription/{}", dr_bob.account(), account(1));
    let lies = dr_bob.host().load(&name).await.unwrap().unwrap();
    assert!(!lies.windows(MEDICINE.len()).any(|window| window == MEDICINE));

    dr_bob
        .host()
        .store(&name.replace(&dr_bob.account().to_string(), &carol.account().to_string()), lies.clone())
        .await
        .unwrap();
    assert!(carol.kept_draft(kept).await.unwrap().is_none(), "it opens for who typed it");
    for place in [
        format!("prescription/{}", account(2)),
        format!("prescription/{}/{}", account(1), RecordId::from_bytes([3; 16])),
        format!("key-request/{}", account(1)),
        format!("key-request/{}", account(2)),
        format!("key-request/{}/{}", account(1), KeyRequestId::from_bytes([3; 16])),
        format!("key-answer/{}", KeyRequestId::from_bytes([3; 16])),
        format!("correction/{}", RecordId::from_bytes([3; 16])),
        format!("mark/{}", RecordId::from_bytes([3; 16])),
        format!("withdrawal/{}/{}", account(1), RecordId::from_bytes([3; 16])),
        format!("withdrawal/{}/{}", account(2), RecordId::from_bytes([3; 16])),
        "reading".to_owned(),
        "readings".to_owned(),
    ] {
        dr_bob.host().store(&format!("draft/{}/{place}", dr_bob.account()), lies.clone()).await.unwrap();
    }
    for kind in others.into_iter().chain([DraftKind::Readings]) {
        assert!(dr_bob.kept_draft(kind).await.unwrap().is_none(), "{kind:?}");
    }
    assert!(dr_bob.kept_draft(kept).await.unwrap().is_some(), "where it was typed, it opens");
}

#[tokio::test]
async fn a_device_that_is_to_forget_somebody_keeps_no_draft_of_theirs_and_those_of_others() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let carol = Person::patient(alice.host().clone(), "carol").await;
    for person in [&alice, &carol] {
        person.keep_draft(DraftKind::Readings, b"61 beats").await.unwrap();
        for kind in kinds() {
            person.keep_draft(kind, MEDICINE).await.unwrap();
        }
    }
    cut_off_an_upload(&alice).await;
    alice.forget_drafts().await.unwrap();

    for kind in kinds().into_iter().chain([DraftKind::Readings]) {
        assert!(alice.kept_draft(kind).await.unwrap().is_none(), "{kind:?}");
        assert!(carol.kept_draft(kind).await.unwrap().is_some(), "{kind:?}");
    }
    assert!(alice.unfinished_uploads().await.unwrap().is_empty());
    let account = alice.account().to_string();
    let left = alice.host().device().values().into_iter().map(|(name, _)| name);
    let drafts: Vec<String> = left.filter(|name| name.starts_with("draft") && name.contains(&account)).collect();
    assert_eq!(drafts, Vec::<String>::new());
}

/// Kills a program on this person's device while it publishes, as soon as something of the upload would be left.
async fn cut_off_an_upload(alice: &Person<TestHost>) {
    for steps in 0.. {
        let program = alice.sign_in(MortalHost::new(alice.host().clone())).await.unwrap();
        program.host().die_after(steps);
        let watch = Watch::default();
        let publish = program.publish_records(noted(vec![note(Portion::Allergies, "Allergic to pollen")]), &watch);
        drop(program.host().until_death(publish).await);
        if !alice.unfinished_uploads().await.unwrap().is_empty() {
            return;
        }
    }
}
