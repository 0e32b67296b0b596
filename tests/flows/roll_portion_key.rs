//! Rolling a portion's keys: nothing is lost, whatever happens in the middle.

use std::collections::{BTreeMap, BTreeSet};

use sesemr_common::api::{ListRecordsEndpoint, RollPortionKeyEndpoint, WriteVaultEndpoint};
use sesemr_common::codec::Decode as _;
use sesemr_common::envelope::RecordHeader;
use sesemr_common::flow::{CallError, FlowError, Host};
use sesemr_common::id::{BatchId, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::LogKind;
use sesemr_tests::{Backend, LyingHost, MortalHost, Person, decision, noise, note, whole};

fn epoch(person: &Person<impl Host>, portion: Portion) -> u32 {
    person.vault().current_portion_key(portion).unwrap().card.fields.epoch
}

async fn home_batches(person: &Person<impl Host>) -> BTreeMap<RecordId, BatchId> {
    person.forget_listing();
    let listing = person.list_records().await.unwrap();
    listing.records.iter().map(|record| (record.id(), record.slot.batch)).collect()
}

#[tokio::test]
async fn after_a_roll_the_portion_stands_under_new_batches_of_the_next_epoch_and_the_others_under_theirs() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let history = alice.publish(vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema")]).await;
    alice.publish(vec![note(Portion::History, "Broken arm"), note(Portion::Allergies, "Nuts")]).await;
    let (contents, before) = (alice.contents().await, home_batches(&alice).await);
    alice.roll_portion_key(Portion::History).await.unwrap();

    let after = home_batches(&alice).await;
    let moved: BTreeSet<BatchId> = history.iter().map(|record| after[record]).collect();
    assert!(moved.len() == 1 && before.values().all(|batch| !moved.contains(batch)));
    assert_eq!(before.iter().filter(|(record, batch)| after[*record] == **batch).count(), 1, "the allergy's");
    assert_eq!((epoch(&alice, Portion::History), epoch(&alice, Portion::Allergies)), (2, 1));
    assert_eq!(alice.contents().await, contents);
    let log = alice.read_access_log().await.unwrap();
    let rolled = log.entries.iter().find(|checked| checked.entry.kind == LogKind::PortionKeyRolled).unwrap();
    assert_eq!((rolled.verdict, log.problem), (Ok(()), None));
}

#[tokio::test]
async fn an_empty_portion_rolls_too() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.roll_portion_key(Portion::Insurance).await.unwrap();
    alice.publish(vec![note(Portion::Insurance, "Policy 77")]).await;
    assert_eq!((epoch(&alice, Portion::Insurance), alice.contents().await.len()), (2, 1));
}

#[tokio::test]
async fn a_roll_killed_at_any_step_leaves_every_record_openable_and_can_be_finished() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.publish(vec![note(Portion::History, "Asthma"), note(Portion::Allergies, "Nuts")]).await;
    let start = async || alice.sign_in(MortalHost::new(alice.host().clone())).await.unwrap();
    let mut program = start().await;
    for steps in 0.. {
        let (expected, before) = (program.contents().await, epoch(&program, Portion::History));
        program.forget_listing();
        program.host().die_after(steps);
        let roll = program.roll_portion_key(Portion::History);
        let is_whole = program.host().until_death(roll).await.map(Result::unwrap).is_some();

        program = start().await;
        assert_eq!(program.contents().await, expected, "step {steps}");
        // What a person does next: add a record, and let the roll that is due be done.
        program.publish(vec![note(Portion::History, &format!("Visit {steps}"))]).await;
        let rolled = program.roll_portion_key(Portion::History).await;
        assert_eq!(rolled, Ok(()), "step {steps}");
        assert!(epoch(&program, Portion::History) > before, "step {steps}");
        assert_eq!(program.contents().await.len(), expected.len() + 1, "step {steps}");
        if is_whole {
            assert!(steps > 8, "{steps} steps are too few for a roll");
            return;
        }
    }
}

#[tokio::test]
async fn a_second_device_in_the_middle_of_a_roll_loses_nothing() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    // The server switches, and this device never hears of it.
    alice.host().lose_answers::<RollPortionKeyEndpoint>(1);
    assert_eq!(alice.roll_portion_key(Portion::History).await, Err(FlowError::Away));

    assert_eq!(phone.contents().await.len(), 1);
    phone.publish(vec![note(Portion::History, "Eczema")]).await;
    phone.roll_portion_key(Portion::History).await.unwrap();
    alice.publish(vec![note(Portion::History, "Broken arm")]).await;
    alice.roll_portion_key(Portion::History).await.unwrap();
    let contents = alice.contents().await;
    assert_eq!((contents.len(), &phone.contents().await), (3, &contents));
    let tablet = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert_eq!(tablet.contents().await, contents);
}

#[tokio::test]
async fn two_devices_that_roll_at_once_end_with_one_card_and_every_record() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let (on_laptop, on_phone) =
        futures_util::future::join(alice.roll_portion_key(Portion::History), phone.roll_portion_key(Portion::History))
            .await;
    assert_eq!((on_laptop, on_phone), (Ok(()), Ok(())));
    assert_eq!((alice.contents().await.len(), phone.contents().await.len()), (1, 1));
    alice.publish(vec![note(Portion::History, "Eczema")]).await;
    phone.publish(vec![note(Portion::History, "Broken arm")]).await;
    assert_eq!((alice.contents().await.len(), phone.contents().await.len()), (3, 3));
}

#[tokio::test]
async fn an_upload_under_an_old_card_is_wrapped_again_and_taken() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    alice.roll_portion_key(Portion::ImagingDocuments).await.unwrap();
    phone.publish(vec![noise("scan", 700_000)]).await;
    assert_eq!(phone.host().spy().count("/api/v1/publications"), 2, "refused once, then taken");
    assert_eq!((epoch(&phone, Portion::ImagingDocuments), alice.contents().await.len()), (2, 1));
}

#[tokio::test]
async fn a_roll_waits_for_no_portal_and_closes_none() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema")]).await;
    let single = alice.list_records().await.unwrap().records[0].id();
    let scope = sesemr_common::sharing::Scope { portions: vec![Portion::Medications], records: vec![single] };
    let of_all = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let of_one = alice.lends(&dr_bob, decision(alice.now(), scope)).await;
    let (open, pending) = (dr_bob.opens(&of_all).await.unwrap(), of_one);
    alice.roll_portion_key(Portion::History).await.unwrap();
    alice.roll_portion_key(Portion::Medications).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&open).await.len(), 2);
    let opened = dr_bob.opens(&pending).await.unwrap();
    assert_eq!(dr_bob.lent_contents(&opened).await.len(), 1);
    // Written under the card that the opening names, which is an old one by now.
    dr_bob.write_prescription(&opened, sesemr_tests::prescription("Doxycycline")).await.unwrap();
    dr_bob.close_opening(&open).await.unwrap();
    dr_bob.close_opening(&opened).await.unwrap();
    alice.forget_listing();
    assert_eq!(alice.adopt_prescriptions().await.unwrap().len(), 1);
    assert_eq!(alice.contents().await.len(), 3);
}

#[tokio::test]
async fn a_record_that_is_damaged_never_stops_a_roll() {
    let backend = Backend::shared().await;
    let host = LyingHost::new(backend.host());
    let alice = Person::patient(host.clone(), "alice").await;
    let ids = alice.publish(vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema")]).await;
    let allergy = alice.publish(vec![note(Portion::Allergies, "Nuts")]).await[0];
    let damaged = [ids[0], allergy];
    host.lie::<ListRecordsEndpoint>(move |page| {
        for item in &mut page.items {
            if damaged.contains(&RecordHeader::decode(&item.header.0).unwrap().fields.record) {
                item.slot.0.wrapped.0[0] ^= 1;
            }
        }
    });
    assert_eq!(alice.roll_portion_key(Portion::History).await, Ok(()));
    assert_eq!(alice.roll_portion_key(Portion::Allergies).await, Ok(()));
    let listing = alice.list_records().await.unwrap();
    assert_eq!((listing.records.len(), listing.damaged.len()), (1, 2), "kept, and shown as damaged");
    host.tell_the_truth();
    assert_eq!(alice.contents().await.len(), 3, "what was only said to be damaged opens as before");
}

#[tokio::test]
async fn a_roll_that_the_server_does_not_answer_can_be_tried_again() {
    let host = LyingHost::new(Backend::shared().await.host());
    let alice = Person::patient(host.clone(), "alice").await;
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    host.refuse::<RollPortionKeyEndpoint>(CallError::Away, 1);
    assert_eq!(alice.roll_portion_key(Portion::History).await, Err(FlowError::Away));
    assert_eq!(alice.roll_portion_key(Portion::History).await, Ok(()));
    assert_eq!((epoch(&alice, Portion::History), alice.contents().await.len()), (2, 1));
}

#[tokio::test]
async fn a_candidate_that_the_vault_did_not_take_is_never_switched_to() {
    let backend = Backend::shared().await;
    let host = LyingHost::new(backend.host());
    let alice = Person::patient(host.clone(), "alice").await;
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    host.refuse::<WriteVaultEndpoint>(CallError::Away, 1);
    assert_eq!(alice.roll_portion_key(Portion::History).await, Err(FlowError::Away));
    // The next try switches, and the program ends before it hears of it.
    host.lose_answers::<RollPortionKeyEndpoint>(1);
    assert_eq!(alice.roll_portion_key(Portion::History).await, Err(FlowError::Away));
    let again = alice.sign_in(backend.host().on(host.device())).await.unwrap();
    assert_eq!(again.contents().await.len(), 1);
    again.publish(vec![note(Portion::History, "Eczema")]).await;
    assert_eq!((epoch(&again, Portion::History), again.contents().await.len()), (2, 2));
}

#[tokio::test]
async fn two_rolls_at_once_on_one_device_roll_what_is_due_once() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Nuts")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    alice.note_due_rolls().await.unwrap();
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let (one, other) = futures_util::future::join(alice.roll_due_portion_keys(), alice.roll_due_portion_keys()).await;
    assert_eq!((one, other), (Ok(vec![Portion::Allergies]), Ok(Vec::new())));
    assert_eq!((epoch(&alice, Portion::Allergies), alice.contents().await.len()), (2, 1));
    // Another device that still knows it as due does not bring it back with what it writes.
    assert_eq!(phone.vault().rolls_due, [Portion::Allergies]);
    phone.find_person(&Person::doctor(backend.host(), "dr-eve").await.handle).await.unwrap();
    assert!(phone.vault().rolls_due.is_empty());
}
