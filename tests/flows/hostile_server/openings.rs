//! Lies about openings: replayed answers, fragments and boxes of others, one opening for two, records that were not lent.

use sesemr_common::api::srs::{AttemptOpeningEndpoint, ConfirmOpeningEndpoint, EndOpeningEndpoint};
use sesemr_common::api::{
    ErrorCode, ListOpeningsEndpoint, ListRecordsEndpoint, OpeningState, ReadBatchesEndpoint,
    ReadReleasedChunksEndpoint, ReleaseRecordsEndpoint,
};
use sesemr_common::crypto::OpeningCode;
use sesemr_common::flow::{FlowError, Lent, Portal, RandomKey};
use sesemr_common::portion::Portion;
use sesemr_tests::{LyingHost, Person, decision, noise, note, whole};

use super::{doctor, keep, lent, patient_with, read_header};

async fn titles(dr_bob: &Person<LyingHost>, portal: &Portal) -> (Vec<String>, usize) {
    let Lent { records, damaged, .. } = dr_bob.list_opened_records(portal).await.unwrap();
    let mut titles: Vec<_> = records.iter().map(|record| record.summary.title.as_str().to_owned()).collect();
    titles.sort();
    (titles, damaged.len())
}

fn code(key: &RandomKey) -> OpeningCode {
    OpeningCode::from_groups(&key.code).unwrap()
}

#[tokio::test]
async fn a_ke2_of_another_opening_shown_again_opens_nothing() {
    let (alice, dr_bob, first) = lent().await;
    let kept = keep::<AttemptOpeningEndpoint>(dr_bob.host());
    dr_bob.opens(&first).await.unwrap();
    let second = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let old = kept.borrow()[0].clone();
    dr_bob.host().lie::<AttemptOpeningEndpoint>(move |answer| *answer = old.clone());
    assert_eq!(dr_bob.opens(&second).await.err(), Some(FlowError::WrongRandomKey));
}

#[tokio::test]
async fn a_box_of_another_opening_or_an_altered_one_opens_nothing() {
    let (alice, dr_bob, first) = lent().await;
    let kept = keep::<AttemptOpeningEndpoint>(dr_bob.host());
    dr_bob.opens(&first).await.unwrap();
    let other = kept.borrow()[0].sealed_box.clone();
    let refused = Some(FlowError::Untrustworthy("the box of an opening"));
    let scope = || decision(alice.now(), whole(&[Portion::Allergies]));
    let second = alice.lends(&dr_bob, scope()).await;
    dr_bob.host().lie::<AttemptOpeningEndpoint>(move |answer| answer.sealed_box = other.clone());
    assert_eq!(dr_bob.opens(&second).await.err(), refused);
    let third = alice.lends(&dr_bob, scope()).await;
    dr_bob.host().lie::<AttemptOpeningEndpoint>(|answer| *answer.sealed_box.0.last_mut().unwrap() ^= 1);
    assert_eq!(dr_bob.opens(&third).await.err(), refused);
}

#[tokio::test]
async fn a_different_ke1_after_the_first_is_never_answered_whichever_device_it_comes_from() {
    let (_, dr_bob, key) = lent().await;
    let phone = dr_bob.sign_in_with_kit(LyingHost::new(sesemr_tests::Backend::shared().await.host())).await.unwrap();
    let seen_before = phone.find_opening(key.opening).await;
    let kept = keep::<AttemptOpeningEndpoint>(phone.host());
    assert!(dr_bob.opens(&key).await.is_ok());
    let second = phone.open_record(&seen_before, &code(&key)).await;
    assert!(second.is_err_and(|error| error.is_refusal(ErrorCode::RandomKeyUsed)));
    assert!(kept.borrow().is_empty(), "no second KE2");
}

#[tokio::test]
async fn one_opening_handed_out_twice_opens_once() {
    let (_, dr_bob, key) = lent().await;
    let dr_eve = doctor("dr-eve").await;
    let kept = keep::<ListOpeningsEndpoint>(dr_bob.host());
    dr_bob.opens(&key).await.unwrap();
    let pending = kept.borrow()[0].clone();
    assert_eq!(pending.items[0].state, OpeningState::Pending);

    // To him once more, as if it had not been used.
    dr_bob.host().answer::<ListOpeningsEndpoint>(&pending, usize::MAX);
    let again = dr_bob.opens(&key).await;
    assert!(again.is_err_and(|error| error.is_refusal(ErrorCode::RandomKeyUsed)));
    // To another, whom it does not name.
    dr_eve.host().answer::<ListOpeningsEndpoint>(&pending, usize::MAX);
    assert_eq!(dr_eve.list_openings().await.unwrap().len(), 0, "not hers");
}

#[tokio::test]
async fn a_fragment_of_another_capsule_opens_none_of_its_records() {
    let (_, dr_bob, key) = lent().await;
    dr_bob.host().lie::<ConfirmOpeningEndpoint>(|answer| {
        let [first, second] = &mut answer.fragments[..] else { panic!("two fragments") };
        std::mem::swap(&mut first.fragment, &mut second.fragment);
    });
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(titles(&dr_bob, &portal).await, (vec![], 2));
}

#[tokio::test]
async fn a_fragment_that_is_missing_or_replaced_spoils_its_own_batch_alone() {
    let (alice, dr_bob, key) = lent().await;
    let kept = keep::<ConfirmOpeningEndpoint>(dr_bob.host());
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(titles(&dr_bob, &portal).await, (vec!["Asthma".to_owned(), "Nuts".to_owned()], 0));
    let old = kept.borrow()[0].fragments.clone();

    let scope = || decision(alice.now(), whole(&[Portion::Allergies, Portion::History]));
    let again = alice.lends(&dr_bob, scope()).await;
    // Made by another rk, for the same capsule.
    dr_bob.host().lie::<ConfirmOpeningEndpoint>(move |answer| answer.fragments[0].fragment = old[0].fragment.clone());
    let portal = dr_bob.opens(&again).await.unwrap();
    assert_eq!(titles(&dr_bob, &portal).await.1, 1);
    let again = alice.lends(&dr_bob, scope()).await;
    dr_bob.host().lie::<ConfirmOpeningEndpoint>(|answer| answer.fragments.truncate(1));
    let portal = dr_bob.opens(&again).await.unwrap();
    assert_eq!(titles(&dr_bob, &portal).await.1, 1);
}

#[tokio::test]
async fn released_headers_slots_and_batches_that_are_swapped_open_nothing() {
    let alice = patient_with(vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema")]).await;
    let dr_bob = doctor("dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    assert_eq!(titles(&dr_bob, &portal).await.1, 0);
    dr_bob.host().lie::<ReleaseRecordsEndpoint>(|answer| {
        let [first, second] = &mut answer.records[..] else { panic!("two records") };
        std::mem::swap(&mut first.header, &mut second.header);
    });
    assert_eq!(titles(&dr_bob, &portal).await, (vec![], 2));
    dr_bob.host().lie::<ReleaseRecordsEndpoint>(|answer| {
        let [first, second] = &mut answer.records[..] else { panic!("two records") };
        std::mem::swap(&mut first.slot, &mut second.slot);
    });
    assert_eq!(titles(&dr_bob, &portal).await, (vec![], 2));
    dr_bob.host().lie::<ReleaseRecordsEndpoint>(|answer| answer.batches[0].0.kem_ciphertext.0[0] ^= 1);
    assert_eq!(titles(&dr_bob, &portal).await, (vec![], 2));
    dr_bob.host().lie::<ReleaseRecordsEndpoint>(|answer| drop(answer.records.pop()));
    assert_eq!(titles(&dr_bob, &portal).await.1, 1, "one that is kept back is named");
}

#[tokio::test]
async fn a_record_that_was_not_lent_does_not_open_even_where_the_server_hands_it_over() {
    let alice = patient_with(vec![note(Portion::History, "Asthma"), note(Portion::Personal, "Lives alone")]).await;
    let dr_bob = doctor("dr-bob").await;
    let (all, batches) = (keep::<ListRecordsEndpoint>(alice.host()), keep::<ReadBatchesEndpoint>(alice.host()));
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let (all, batches) = (all.borrow()[0].items.clone(), batches.borrow()[0].batches.clone());
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.host().lie::<ReleaseRecordsEndpoint>(move |answer| {
        let secret = all.iter().find(|item| read_header(&item.header).fields.portion == Portion::Personal).unwrap();
        answer.records[0].header = secret.header.clone();
        answer.records[0].slot = secret.slot.clone();
        answer.batches.extend(batches.clone());
    });
    assert_eq!(titles(&dr_bob, &portal).await, (vec![], 1));
}

#[tokio::test]
async fn released_chunks_that_are_altered_reach_nobody() {
    let alice = patient_with(vec![noise("scan", 700_000)]).await;
    let dr_bob = doctor("dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::ImagingDocuments]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    assert_eq!(dr_bob.read_lent(&portal, &lent.records[0]).await.unwrap().len(), 700_000);
    dr_bob.host().lie_in_frames::<ReadReleasedChunksEndpoint>(|frames| frames.swap(0, 1));
    assert_eq!(dr_bob.read_lent(&portal, &lent.records[0]).await, Err(FlowError::AlteredOrDamaged));
    dr_bob.host().lie_in_frames::<ReadReleasedChunksEndpoint>(|frames| frames[1].bytes[5] ^= 1);
    assert_eq!(dr_bob.read_lent(&portal, &lent.records[0]).await, Err(FlowError::AlteredOrDamaged));
    // Hashes that fit the altered chunks do not fit what the author signed.
    dr_bob.host().tell_the_truth();
    dr_bob.host().lie::<ReleaseRecordsEndpoint>(|answer| answer.records[0].chunk_hashes.swap(0, 1));
    let lent = dr_bob.list_opened_records(&portal).await.unwrap();
    let read = match lent.records.first() {
        Some(record) => dr_bob.read_lent(&portal, record).await.err(),
        None => Some(FlowError::AlteredOrDamaged),
    };
    assert_eq!(read, Some(FlowError::AlteredOrDamaged));
}

#[tokio::test]
async fn a_ticket_of_another_opening_is_not_taken() {
    let (alice, dr_bob, first) = lent().await;
    let kept = keep::<ConfirmOpeningEndpoint>(dr_bob.host());
    dr_bob.opens(&first).await.unwrap();
    let other = kept.borrow()[0].ticket.clone();
    let second = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    dr_bob.host().lie::<ConfirmOpeningEndpoint>(move |answer| answer.ticket = other.clone());
    assert_eq!(dr_bob.opens(&second).await.err(), Some(FlowError::Untrustworthy("a ticket")));
}

#[tokio::test]
async fn a_receipt_for_another_opening_confirms_no_end() {
    let (alice, dr_bob, first) = lent().await;
    let kept = keep::<EndOpeningEndpoint>(dr_bob.host());
    let portal = dr_bob.opens(&first).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    let other = kept.borrow()[0].clone();
    let second = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&second).await.unwrap();
    dr_bob.host().lie::<EndOpeningEndpoint>(move |answer| *answer = other.clone());
    assert_eq!(dr_bob.close_opening(&portal).await, Err(FlowError::Untrustworthy("a receipt")));
}
