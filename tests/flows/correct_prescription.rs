//! Correcting and withdrawing a prescription: the earlier one is void for whoever sees it, and only its author's word makes
//! it so.

use std::cell::Cell;
use std::rc::Rc;

use sesemr_common::api::{LogRow, PutChunksEndpoint, ReadAccessLogEndpoint, WritePrescriptionEndpoint};
use sesemr_common::crypto::ProtocolObject as _;
use sesemr_common::envelope::RecordHeader;
use sesemr_common::flow::{
    FlowError, Host, Judged, LentRecord, Listing, OwnRecord, Portal, VoidOutcome, Voids, WrittenPrescription,
    judge_voids,
};
use sesemr_common::id::{Hash, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::record::{
    Correction, PatientNote, Prescription, PrescriptionWithdrawal, PriorPrescription, VoidKind,
};
use sesemr_common::sharing::{LogKind, Scope};
use sesemr_tests::{Backend, LyingHost, Person, decision, note, prescription, whole};

const MEDICINES: &[Portion] = &[Portion::Medications];

fn why() -> PatientNote {
    PatientNote::of("The dose was 100 mg, not 1000").unwrap()
}

/// A patient with a medicine, a doctor, and an opening of the medicines that allows writing.
async fn opened() -> (Person<LyingHost>, Person<LyingHost>, Portal) {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(LyingHost::new(backend.host()), "dr-bob").await;
    alice.publish(vec![note(Portion::Medications, "Metformin")]).await;
    let portal = opens_medicines(&alice, &dr_bob).await;
    (alice, dr_bob, portal)
}

async fn opens_medicines(alice: &Person<LyingHost>, clinician: &Person<impl Host>) -> Portal {
    let key = alice.lends(clinician, decision(alice.now(), whole(MEDICINES))).await;
    clinician.opens(&key).await.unwrap()
}

/// What the patient sees once this device has taken over what checks out.
async fn adopted(alice: &Person<impl Host>) -> Rc<Listing> {
    alice.forget_listing();
    alice.adopt_prescriptions().await.unwrap();
    alice.forget_listing();
    alice.list_records().await.unwrap()
}

fn find(listing: &Listing, record: RecordId) -> Rc<OwnRecord> {
    Rc::clone(listing.records.iter().find(|own| own.id() == record).unwrap())
}

async fn withdraw<H: Host>(
    doctor: &Person<H>,
    portal: &Portal,
    earlier: &RecordHeader,
    content: &[u8],
) -> Result<Rc<WrittenPrescription>, FlowError> {
    let prescription = Prescription::from_medication_request(content).unwrap();
    let authored = "2026-08-07T09:00:00Z".parse().unwrap();
    doctor.withdraw_prescription(portal, earlier, prescription, why(), authored).await
}

/// What a clinician sees who opens the medicines.
fn judged(lent: &[LentRecord]) -> Voids {
    judge_voids(lent.iter().map(|lent| Judged { header: &lent.header, summary: &lent.summary, pending: false }))
}

#[tokio::test]
async fn a_corrected_prescription_is_void_for_its_patient_and_for_whoever_opens_the_medicines() {
    let (alice, dr_bob, portal) = opened().await;
    let first = dr_bob.write_prescription(&portal, prescription("Doxycycline 1000 mg")).await.unwrap();
    let corrected = prescription("Doxycycline 100 mg");
    let second = dr_bob.correct_prescription(&portal, &first.header, corrected.clone(), why()).await.unwrap();
    let written: Vec<RecordId> = portal.written().iter().map(|written| written.record()).collect();
    assert_eq!(written, [first.record(), second.record()]);
    dr_bob.close_opening(&portal).await.unwrap();

    let listing = adopted(&alice).await;
    assert_eq!(listing.voids.void.get(&first.record()), Some(&second.record()));
    assert_eq!(listing.voids.outcomes.get(&second.record()), Some(&VoidOutcome::Honoured));
    let own = find(&listing, second.record());
    assert_eq!(own.summary.reason, Some(why()));
    let voids = own.summary.voids.as_deref().unwrap();
    assert_eq!(
        (voids.kind, voids.prior.header),
        (VoidKind::Corrected, find(&listing, first.record()).header.object_hash())
    );
    let read = Prescription::from_medication_request(&alice.read(&own).await.unwrap()).unwrap();
    let corrects = Some(Correction { prior: voids.prior, reason: why() });
    assert_eq!(read, Prescription { corrects, ..corrected });

    // A doctor who has nothing to do with it sees the same.
    let dr_ada = Person::doctor(LyingHost::new(Backend::shared().await.host()), "dr-ada").await;
    let portal = opens_medicines(&alice, &dr_ada).await;
    let lent = dr_ada.list_opened_records(&portal).await.unwrap();
    assert_eq!(lent.records.len(), 3);
    assert_eq!(judged(&lent.records), listing.voids);
}

#[tokio::test]
async fn a_prescription_of_an_earlier_opening_is_withdrawn_under_a_new_one_and_a_correction_after_it_too() {
    let (alice, dr_bob, portal) = opened().await;
    let first = dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    adopted(&alice).await;

    let portal = opens_medicines(&alice, &dr_bob).await;
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    let earlier = lent.records.iter().find(|lent| lent.header.fields.record == first.record()).unwrap();
    let content = dr_bob.read_lent(&portal, earlier).await.unwrap();
    let second =
        dr_bob.correct_prescription(&portal, &earlier.header, prescription("Amoxicillin"), why()).await.unwrap();
    let third = withdraw(&dr_bob, &portal, &second.header, &second.content).await.unwrap();
    assert_eq!(content, *first.content);
    dr_bob.close_opening(&portal).await.unwrap();

    let listing = adopted(&alice).await;
    let void: Vec<_> = listing.voids.void.iter().map(|(void, by)| (*void, *by)).collect();
    assert_eq!(void, [(first.record(), second.record()), (second.record(), third.record())]);
    let withdrawal = String::from_utf8(alice.read(&find(&listing, third.record())).await.unwrap()).unwrap();
    assert!(
        withdrawal.contains(r#""status":"cancelled""#) && !withdrawal.contains("dosageInstruction"),
        "{withdrawal}"
    );
}

#[tokio::test]
async fn somebody_elses_prescription_is_neither_corrected_nor_withdrawn_and_a_forged_client_gets_nothing_by_it() {
    let (alice, dr_bob, portal) = opened().await;
    let first = dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    adopted(&alice).await;

    let eve = Person::doctor(LyingHost::new(Backend::shared().await.host()), "dr-eve").await;
    let portal = opens_medicines(&alice, &eve).await;
    let refused = eve.correct_prescription(&portal, &first.header, prescription("Poison"), why()).await.err();
    assert!(matches!(refused, Some(FlowError::Invalid(_))), "an honest client does not sign it: {refused:?}");
    assert!(matches!(withdraw(&eve, &portal, &first.header, &first.content).await, Err(FlowError::Invalid(_))));
    // A client that signs it all the same.
    let prior = PriorPrescription { record: first.record(), header: first.header.object_hash() };
    let corrects = Some(Correction { prior, reason: why() });
    let planted = eve.write_prescription(&portal, Prescription { corrects, ..prescription("Poison") }).await.unwrap();
    eve.close_opening(&portal).await.unwrap();

    let listing = adopted(&alice).await;
    assert!(listing.voids.void.is_empty(), "the doctor's own prescription counts");
    assert_eq!(listing.voids.outcomes.get(&planted.record()), Some(&VoidOutcome::OtherAuthor));
    // And nobody else is taken in either.
    let dr_ada = Person::doctor(LyingHost::new(Backend::shared().await.host()), "dr-ada").await;
    let portal = opens_medicines(&alice, &dr_ada).await;
    let lent = dr_ada.list_opened_records(&portal).await.unwrap();
    assert_eq!(judged(&lent.records), listing.voids);
}

#[tokio::test]
async fn one_that_names_an_unknown_prescription_another_version_or_a_withdrawal_is_not_honoured() {
    let (alice, dr_bob, portal) = opened().await;
    let first = dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    let withdrawn = dr_bob.write_prescription(&portal, prescription("Ramipril")).await.unwrap();
    let withdrawal = withdraw(&dr_bob, &portal, &withdrawn.header, &withdrawn.content).await.unwrap();
    let named = |record, header| PriorPrescription { record, header };
    let mut written = Vec::new();
    for prior in [
        named(RecordId::from_bytes([7; 16]), first.header.object_hash()),
        named(first.record(), Hash([7; 32])),
        named(withdrawal.record(), withdrawal.header.object_hash()),
    ] {
        let corrects = Some(Correction { prior, reason: why() });
        let order = Prescription { corrects, ..prescription("Amoxicillin") };
        written.push(dr_bob.write_prescription(&portal, order).await.unwrap().record());
    }
    dr_bob.close_opening(&portal).await.unwrap();
    let listing = adopted(&alice).await;
    let Voids { void, outcomes } = &listing.voids;
    assert_eq!(void.iter().collect::<Vec<_>>(), [(&withdrawn.record(), &withdrawal.record())]);
    let told: Vec<_> = written.iter().map(|record| outcomes.get(record).copied().unwrap()).collect();
    assert_eq!(told, [VoidOutcome::NotHere, VoidOutcome::OtherVersion, VoidOutcome::AlreadyWithdrawn]);
}

#[tokio::test]
async fn a_withdrawal_counts_once_the_log_bears_it_out_and_not_before() {
    let (alice, dr_bob, portal) = opened().await;
    let first = dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    adopted(&alice).await;
    let second = withdraw(&dr_bob, &portal, &first.header, &first.content).await.unwrap();
    // A server that keeps the log short: the withdrawal may have been planted.
    alice.host().lie::<ReadAccessLogEndpoint>(|page| {
        let written = |row: &LogRow| row.entry.0.kind == LogKind::PrescriptionWritten;
        let place = page.entries.iter().rposition(written).unwrap();
        page.entries.truncate(place);
    });
    let listing = adopted(&alice).await;
    assert!(listing.voids.void.is_empty());
    assert_eq!(listing.voids.outcomes.get(&second.record()), Some(&VoidOutcome::Pending));
    alice.host().tell_the_truth();
    let listing = adopted(&alice).await;
    assert_eq!(listing.voids.void.get(&first.record()), Some(&second.record()));
}

#[tokio::test]
async fn a_void_prescription_is_not_lent_without_what_makes_it_void() {
    let (alice, dr_bob, portal) = opened().await;
    let first = dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    adopted(&alice).await;
    let dr_ada = Person::doctor(Backend::shared().await.host(), "dr-ada").await;
    let single = Scope { portions: vec![Portion::Allergies], records: vec![first.record()] };
    alice.publish(vec![note(Portion::Allergies, "Nuts")]).await;
    let grant = alice.grants(&dr_ada, decision(alice.now(), single)).await;
    let second = withdraw(&dr_bob, &portal, &first.header, &first.content).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    adopted(&alice).await;

    let key = alice.issue_random_key(&grant).await.unwrap();
    let portal = dr_ada.opens(&key).await.unwrap();
    assert_eq!(dr_ada.lent_contents(&portal).await.into_values().collect::<Vec<_>>(), [b"Nuts"]);
    // Hidden is not lent, and takes along what it makes void.
    alice.hide_record(second.record()).await.unwrap();
    let key = alice.lends(&dr_ada, decision(alice.now(), whole(MEDICINES))).await;
    let portal = dr_ada.opens(&key).await.unwrap();
    assert_eq!(dr_ada.lent_contents(&portal).await.into_values().collect::<Vec<_>>(), [b"Metformin"]);
}

#[tokio::test]
async fn a_correction_or_withdrawal_whose_answer_was_lost_is_written_once_however_often_it_is_tried() {
    let (alice, dr_bob, portal) = opened().await;
    let first = dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.unwrap();
    let tries = Cell::new(0);
    let order = || {
        tries.set(tries.get() + 1);
        let authored = format!("2026-08-06T15:00:0{}Z", tries.get()).parse().unwrap();
        Prescription { authored, ..prescription("Amoxicillin") }
    };
    dr_bob.host().lose_answers::<PutChunksEndpoint>(1);
    let lost = dr_bob.correct_prescription(&portal, &first.header, order(), why()).await.err();
    assert_eq!(lost, Some(FlowError::Away));
    dr_bob.host().lose_answers::<WritePrescriptionEndpoint>(1);
    let lost = dr_bob.correct_prescription(&portal, &first.header, order(), why()).await.err();
    assert_eq!(lost, Some(FlowError::Away));
    let second = dr_bob.correct_prescription(&portal, &first.header, order(), why()).await.unwrap();
    assert_eq!(second.summary.clinical_date.as_ref().unwrap().as_str(), "2026-08-06T15:00:01Z", "the first try's");

    let withdrawal = |second: u8| {
        let authored = format!("2026-08-06T16:00:0{second}Z").parse().unwrap();
        dr_bob.withdraw_prescription(&portal, &first.header, prescription("Doxycycline"), why(), authored)
    };
    dr_bob.host().lose_answers::<WritePrescriptionEndpoint>(1);
    assert_eq!(withdrawal(1).await.err(), Some(FlowError::Away));
    let third = withdrawal(2).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    let listing = adopted(&alice).await;
    assert_eq!(listing.records.len(), 4, "the medicine, and one of each");
    // Both make it void; the later one is named.
    assert_eq!(listing.voids.void.get(&first.record()), Some(&third.record()));
    assert_ne!(second.record(), third.record());
}

#[test]
fn a_withdrawal_for_another_reason_is_another_one() {
    let prior = PriorPrescription { record: RecordId::from_bytes([1; 16]), header: Hash([2; 32]) };
    let of = |reason: &str, at: &str| {
        let reason = PatientNote::of(reason).unwrap();
        PrescriptionWithdrawal::of(prescription("Ramipril"), prior, reason, at.parse().unwrap())
    };
    let one = of("A cough", "2026-08-06T14:02:00Z");
    assert!(one.is_same_order(&of("A cough", "2026-08-06T14:03:00Z")));
    assert!(!one.is_same_order(&of("A rash", "2026-08-06T14:02:00Z")));
}
