//! Closing the portal.

use sesemr_common::api::{
    CloseOpeningEndpoint, CloseOpeningRequest, ErrorCode, OpeningState, WritePrescriptionEndpoint,
};
use sesemr_common::flow::{CallError, FlowError, Host as _, LogObject};
use sesemr_common::id::{DeviceId, Encoded, Hash};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{ActHeader, Audience, CloseOpening, LogHead, LogKind, SignedAct};
use sesemr_tests::{Backend, LyingHost, Person, decision, eventually, note, prescription, whole};

#[tokio::test]
async fn closing_ends_reading_destroys_fragments_and_leaves_a_receipt_of_all_that_was_read_and_written() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin"), note(Portion::History, "Asthma")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies, Portion::History]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&portal).await.len(), 2);
    dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    assert_eq!(backend.database().count("srs.fragment").await, 2);
    assert_eq!(backend.database().count("srs.re_encryption_key").await, 0, "used once, then destroyed");

    dr_bob.close_opening(&portal).await.unwrap();
    assert_eq!(backend.database().count("srs.fragment").await, 0);
    assert!(dr_bob.list_opened_records(&portal).await.is_err_and(|error| error.is_refusal(ErrorCode::NotOpen)));
    assert!(dr_bob.keep_open(&portal).await.is_err_and(|error| error.is_refusal(ErrorCode::NotOpen)));

    eventually(async || {
        let seen = alice.find_opening(key.opening).await;
        (seen.state == OpeningState::Closed && seen.end_confirmed).then_some(())
    })
    .await;
    let log = alice.read_access_log().await.unwrap();
    let closed = log.entries.iter().find(|checked| checked.entry.kind == LogKind::OpeningClosed).unwrap();
    assert_eq!((closed.verdict, closed.entry.actor), (Ok(()), dr_bob.account()));
    let LogObject::CloseOpening(receipt) = &closed.object else { panic!("no receipt") };
    assert_eq!((receipt.opened.len(), receipt.written.len()), (2, 1));
    assert_eq!(log.problem, None);
}

#[tokio::test]
async fn after_an_end_the_lent_portions_are_due_for_a_roll() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin"), note(Portion::History, "Asthma")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    alice.note_due_rolls().await.unwrap();
    assert!(alice.vault().rolls_due.is_empty(), "it is open still");
    dr_bob.close_opening(&portal).await.unwrap();
    alice.note_due_rolls().await.unwrap();
    assert_eq!(alice.vault().rolls_due, [Portion::Allergies]);
    assert_eq!(alice.roll_due_portion_keys().await.unwrap(), [Portion::Allergies]);
    alice.note_due_rolls().await.unwrap();
    assert!(alice.vault().rolls_due.is_empty());
    assert_eq!(alice.contents().await.len(), 2);
}

#[tokio::test]
async fn a_portal_whose_window_was_closed_can_be_given_up_from_another_even_after_writing() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.lent_contents(&portal).await;
    dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    drop(portal);
    let again = dr_bob.sign_in(backend.host().on(dr_bob.host().device())).await.unwrap();
    let opening = again.find_opening(key.opening).await;
    again.abandon_opening(&opening.act).await.unwrap();
    eventually(async || alice.find_opening(key.opening).await.has_ended().then_some(())).await;
    let log = alice.read_access_log().await.unwrap();
    let closed = log.entries.iter().find(|checked| checked.entry.kind == LogKind::OpeningClosedByServer).unwrap();
    let LogObject::ServerClosing(closing) = &closed.object else { panic!("no closing") };
    assert_eq!((closing.fields.opened.len(), closing.fields.written.len(), closed.verdict), (1, 1, Ok(())));
}

#[tokio::test]
async fn a_closing_whose_answer_was_lost_and_one_of_what_has_ended_close() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(LyingHost::new(backend.host()), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    // Asked for twice, a record is in the receipt once.
    dr_bob.list_opened_records(&portal).await.unwrap();
    dr_bob.list_opened_records(&portal).await.unwrap();
    dr_bob.host().lose_answers::<CloseOpeningEndpoint>(1);
    assert_eq!(dr_bob.close_opening(&portal).await, Err(FlowError::Away));
    eventually(async || alice.find_opening(key.opening).await.end_confirmed.then_some(())).await;
    assert_eq!(dr_bob.close_opening(&portal).await, Ok(()));
    assert_eq!(dr_bob.close_opening(&portal).await, Ok(()), "closed is closed");
    let log = alice.read_access_log().await.unwrap();
    let receipts: Vec<usize> = log.entries.iter().filter_map(|checked| opened_in(&checked.object)).collect();
    assert_eq!((receipts, log.problem), (vec![1], None));

    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let grants = alice.list_grants().await.unwrap();
    alice.take_back_grant(&grants.last().unwrap().act).await.unwrap();
    assert_eq!(dr_bob.close_opening(&portal).await, Ok(()), "taken back is closed");
}

/// How many records a clinician's receipt says were opened.
fn opened_in(object: &LogObject) -> Option<usize> {
    let LogObject::CloseOpening(receipt) = object else { return None };
    Some(receipt.opened.len())
}

#[tokio::test]
async fn a_portal_with_a_prescription_of_unknown_fate_is_closed_by_the_server_and_nothing_written_is_lost() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(LyingHost::new(backend.host()), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.host().lose_answers::<WritePrescriptionEndpoint>(1);
    let written = dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await;
    assert_eq!(written.err(), Some(FlowError::Away));
    dr_bob.close_opening(&portal).await.unwrap();
    eventually(async || alice.find_opening(key.opening).await.has_ended().then_some(())).await;
    alice.forget_listing();
    assert_eq!(alice.adopt_prescriptions().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_receipt_that_leaves_out_what_was_written_is_refused() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    let device = dr_bob.host().device();
    let counter = format!("act-counter/{}/{}/sas", dr_bob.account(), alice.account());
    let header = ActHeader {
        actor: dr_bob.account(),
        actor_key: dr_bob.key_id(),
        patient: alice.account(),
        device: DeviceId::from_bytes(device.value(&format!("device/{}", dr_bob.account()))),
        audience: Audience::Sas,
        counter: u64::from_be_bytes(device.value(&counter)) + 1,
        log_head: LogHead::EMPTY,
        signed_at: dr_bob.now(),
        restore_epoch: 0,
        on_behalf_of: Hash::ZERO,
    };
    let (opening, opening_hash) = (key.opening, portal.opening().hash());
    let body = CloseOpening { opening, opening_hash, opened: Vec::new(), written: Vec::new() };
    let act = Encoded(SignedAct::sign(header, body, &dr_bob.vault().identity.signing_key));
    let token = dr_bob.token().await.unwrap();
    let told = dr_bob.host().call::<CloseOpeningEndpoint>(&CloseOpeningRequest { act }, Some(&token)).await;
    let Err(CallError::Refused(refusal)) = told else { panic!("it was taken") };
    assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::BadRequest, Some("written")));
    assert_eq!(dr_bob.close_opening(&portal).await, Ok(()));
}
