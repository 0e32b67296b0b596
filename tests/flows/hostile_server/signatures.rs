//! Signatures that are stripped or changed, on every kind of object that somebody signs and a server hands on.

use sesemr_common::api::srs::{ConfirmOpeningEndpoint, EndOpeningEndpoint, RenewTicketEndpoint};
use sesemr_common::api::{
    FindPersonEndpoint, ListGrantsEndpoint, ListKeyRequestsEndpoint, ListOpeningsEndpoint, ListRecordsEndpoint,
    ReadBatchesEndpoint, ReadPortionCardsEndpoint, ReleaseRecordsEndpoint,
};
use sesemr_common::crypto::Signature;
use sesemr_common::flow::FlowError;
use sesemr_common::portion::Portion;
use sesemr_tests::{decision, note, prescription, whole};

use super::{alter_header, doctor, lent, patient, patient_with};

/// What becomes of a signature.
type Spoil = fn(&mut Signature);

const SPOILS: [(&str, Spoil); 3] = [
    ("stripped", |signature| *signature = Signature::ZERO),
    ("changed in its point", |signature| signature.0[0] ^= 1),
    ("changed in its number", |signature| signature.0[40] ^= 1),
];

/// Why a forged thing is not believed.
const REFUSED: Option<FlowError> = Some(FlowError::Untrustworthy("a signature"));

#[tokio::test]
async fn requests_and_refusals_without_their_signature_are_not_shown() {
    let (alice, dr_bob) = (patient().await, doctor("dr-bob").await);
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::History]).await).await;
    for (name, spoil) in SPOILS {
        alice.host().lie::<ListKeyRequestsEndpoint>(move |page| spoil(&mut page.items[0].act.0.signature));
        assert_eq!(alice.list_key_requests().await.unwrap().len(), 0, "a request {name}, to the patient");
        dr_bob.host().lie::<ListKeyRequestsEndpoint>(move |page| spoil(&mut page.items[0].act.0.signature));
        assert_eq!(dr_bob.list_key_requests().await.unwrap().len(), 0, "a request {name}, to the clinician");
    }
    alice.host().tell_the_truth();
    alice.refuse_key_request(&request.act, "no").await.unwrap();
    for (name, spoil) in SPOILS {
        dr_bob.host().lie::<ListKeyRequestsEndpoint>(move |page| {
            spoil(&mut page.items[0].refusal.as_mut().unwrap().0.signature);
        });
        assert_eq!(dr_bob.list_key_requests().await.unwrap().len(), 0, "a refusal {name}");
    }
    dr_bob.host().tell_the_truth();
    assert_eq!(dr_bob.list_key_requests().await.unwrap()[0].reason.as_deref().map(String::as_str), Some("no"));
}

#[tokio::test]
async fn grants_and_openings_without_their_signature_are_not_shown_to_either_side() {
    let (alice, dr_bob, _) = lent().await;
    for person in [&alice, &dr_bob] {
        let listed = (person.list_grants().await.unwrap().len(), person.list_openings().await.unwrap().len());
        assert_eq!(listed, (1, 1));
        for (name, spoil) in SPOILS {
            person.host().lie::<ListGrantsEndpoint>(move |page| spoil(&mut page.items[0].act.0.signature));
            assert_eq!(person.list_grants().await.unwrap().len(), 0, "a grant {name}");
            person.host().lie::<ListOpeningsEndpoint>(move |page| spoil(&mut page.items[0].act.0.signature));
            assert_eq!(person.list_openings().await.unwrap().len(), 0, "an opening {name}");
        }
        person.host().lie::<ListGrantsEndpoint>(|page| page.items[0].act.0.body.openings += 1);
        assert_eq!(person.list_grants().await.unwrap().len(), 0, "a grant of one opening more");
        person.host().lie::<ListOpeningsEndpoint>(|page| page.items[0].act.0.body.expires_at += 1);
        assert_eq!(person.list_openings().await.unwrap().len(), 0, "an opening that lasts longer");
    }
}

#[tokio::test]
async fn key_cards_and_registrations_without_their_signature_are_nobodys() {
    let (alice, dr_bob) = (patient().await, doctor("dr-bob").await);
    for (name, spoil) in SPOILS {
        alice.host().lie::<FindPersonEndpoint>(move |person| spoil(&mut person.key_cards[0].0.signature));
        assert_eq!(alice.find_person(&dr_bob.handle).await.err(), REFUSED, "a card {name}");
        alice.host().lie::<FindPersonEndpoint>(move |person| spoil(&mut person.register.0.signature));
        assert_eq!(alice.find_person(&dr_bob.handle).await.err(), REFUSED, "an act {name}");
    }
    alice.host().lie::<FindPersonEndpoint>(|person| {
        person.register.0.body.profile.organisation = "A better hospital".to_owned();
    });
    assert_eq!(alice.find_person(&dr_bob.handle).await.err(), REFUSED, "a better hospital");
    alice.host().tell_the_truth();
    assert!(alice.find_person(&dr_bob.handle).await.is_ok());
}

#[tokio::test]
async fn record_headers_and_batches_without_their_signature_open_nothing() {
    let alice = patient_with(vec![note(Portion::History, "Asthma")]).await;
    let dr_bob = doctor("dr-bob").await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::History]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    for (name, spoil) in SPOILS {
        alice.host().lie::<ListRecordsEndpoint>(move |page| {
            alter_header(&mut page.items[0].header, |header| spoil(&mut header.signature));
        });
        alice.forget_listing();
        assert_eq!(alice.list_records().await.unwrap().damaged.len(), 1, "a header {name}");
        alice.host().tell_the_truth();
        alice.host().lie::<ReadBatchesEndpoint>(move |answer| spoil(&mut answer.batches[0].0.signature));
        alice.forget_listing();
        assert_eq!(alice.list_records().await.unwrap().damaged.len(), 1, "a batch {name}");
        alice.host().tell_the_truth();

        dr_bob.host().lie::<ReleaseRecordsEndpoint>(move |answer| {
            alter_header(&mut answer.records[0].header, |header| spoil(&mut header.signature));
        });
        assert_eq!(dr_bob.list_opened_records(&portal).await.unwrap().damaged.len(), 1, "a lent header {name}");
        dr_bob.host().lie::<ReleaseRecordsEndpoint>(move |answer| spoil(&mut answer.batches[0].0.signature));
        assert_eq!(dr_bob.list_opened_records(&portal).await.unwrap().damaged.len(), 1, "a lent batch {name}");
    }
    dr_bob.host().tell_the_truth();
    assert!(dr_bob.list_opened_records(&portal).await.unwrap().damaged.is_empty());
}

#[tokio::test]
async fn tickets_receipts_and_portion_cards_without_their_signature_are_not_believed() {
    for (name, spoil) in SPOILS {
        let (_, dr_bob, key) = lent().await;
        let portal = dr_bob.opens(&key).await.unwrap();
        dr_bob.host().lie::<RenewTicketEndpoint>(move |answer| spoil(&mut answer.ticket.0.signature));
        assert_eq!(dr_bob.keep_open(&portal).await.err(), REFUSED, "a ticket {name}");
        dr_bob.host().lie::<ReadPortionCardsEndpoint>(move |answer| spoil(&mut answer.cards[0].0.signature));
        let written = dr_bob.write_prescription(&portal, prescription("Doxycycline")).await.err();
        // The opening names the card by a hash over its signature, so it is another card.
        assert_eq!(written, Some(FlowError::Untrustworthy("a portion card")), "a portion card {name}");
        dr_bob.host().lie::<EndOpeningEndpoint>(move |answer| spoil(&mut answer.receipt.0.signature));
        assert_eq!(dr_bob.close_opening(&portal).await.err(), REFUSED, "a receipt {name}");
    }
}

#[tokio::test]
async fn a_first_ticket_without_its_signature_opens_no_portal() {
    let (_, dr_bob, key) = lent().await;
    dr_bob.host().lie::<ConfirmOpeningEndpoint>(|answer| answer.ticket.0.signature = Signature::ZERO);
    assert_eq!(dr_bob.opens(&key).await.err(), REFUSED);
}
