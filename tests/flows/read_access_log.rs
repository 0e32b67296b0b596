//! The access log: complete, in order, signed by whom it says.

use sesemr_common::api::ReadAccessLogEndpoint;
use sesemr_common::codec::Encode as _;
use sesemr_common::flow::{Host, LogObject};
use sesemr_common::id::OpeningId;
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{LogError, LogKind, SrsEvent};
use sesemr_tests::{Backend, LyingHost, Person, decision, note, prescription, whole};

/// What the SRS reported about an opening, in order.
pub(crate) async fn srs_events(patient: &Person<impl Host>, opening: OpeningId) -> Vec<SrsEvent> {
    let log = patient.read_access_log().await.unwrap();
    assert_eq!(log.problem, None);
    let reported = log.entries.iter().filter_map(|checked| match &checked.object {
        LogObject::Srs(entry) if entry.fields.opening == opening => Some(entry.fields.event),
        _ => None,
    });
    reported.collect()
}

/// A patient who lent an allergy, whose doctor read it, wrote a prescription and closed.
pub(crate) async fn whole_loop(backend: &Backend) -> (Person<LyingHost>, OpeningId) {
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.lent_contents(&portal).await;
    dr_bob.write_prescription(&portal, prescription("Doxycycline 100 mg capsules")).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    sesemr_tests::eventually(async || alice.find_opening(key.opening).await.end_confirmed.then_some(())).await;
    (alice, key.opening)
}

#[tokio::test]
async fn every_step_of_the_loop_stands_in_the_log_in_order_and_checks_out() {
    let (alice, opening) = whole_loop(Backend::shared().await).await;
    alice.forget_listing();
    assert_eq!(alice.adopt_prescriptions().await.unwrap().len(), 1);
    alice.roll_portion_key(Portion::Allergies).await.unwrap();
    let log = alice.read_access_log().await.unwrap();
    assert_eq!(log.problem, None);
    for checked in &log.entries {
        assert_eq!(checked.verdict, Ok(()), "{:?}", checked.entry.kind);
    }
    let sequences: Vec<u64> = log.entries.iter().map(|checked| checked.entry.sequence).collect();
    assert_eq!(sequences, (1..=sequences.len() as u64).collect::<Vec<_>>());
    // The SRS's reports arrive when they arrive; what people did stands in the order in which they did it.
    let done: Vec<LogKind> =
        log.entries.iter().map(|checked| checked.entry.kind).filter(|kind| *kind != LogKind::SrsReported).collect();
    assert_eq!(
        done,
        [
            LogKind::Registered,
            LogKind::RecordsPublished,
            LogKind::KeyRequested,
            LogKind::KeyRequestGranted,
            LogKind::RandomKeyIssued,
            LogKind::RecordsReleased,
            LogKind::PrescriptionWritten,
            LogKind::OpeningClosed,
            LogKind::RecordsPublished,
            LogKind::PortionKeyRolled,
        ]
    );
    assert_eq!(
        srs_events(&alice, opening).await,
        [SrsEvent::Registered, SrsEvent::Activated, SrsEvent::Attempted, SrsEvent::Opened, SrsEvent::Ended]
    );
}

#[tokio::test]
async fn the_log_goes_on_from_what_was_seen_on_another_device() {
    let backend = Backend::shared().await;
    let (alice, _) = whole_loop(backend).await;
    let length = alice.read_access_log().await.unwrap().entries.len() as u64;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert_eq!(phone.vault().log_head.sequence, length);
    let log = phone.read_access_log().await.unwrap();
    assert_eq!((log.problem, log.entries.len() as u64), (None, length + 1));
}

#[tokio::test]
async fn a_forged_signature_is_named_by_its_entry_and_the_rest_stands() {
    let (alice, _) = whole_loop(Backend::shared().await).await;
    for kind in [
        LogKind::Registered,
        LogKind::RecordsPublished,
        LogKind::KeyRequested,
        LogKind::KeyRequestGranted,
        LogKind::RandomKeyIssued,
        LogKind::SrsReported,
        LogKind::RecordsReleased,
        LogKind::PrescriptionWritten,
        LogKind::OpeningClosed,
    ] {
        let honest = alice.read_access_log().await.unwrap();
        let target = honest.entries.iter().find(|checked| checked.entry.kind == kind).unwrap().entry.sequence;
        alice.host().lie::<ReadAccessLogEndpoint>(move |page| {
            for row in page.entries.iter_mut().filter(|row| row.entry.0.sequence == target) {
                // The signature stands at the end of every signed object.
                let object = row.object.as_mut().unwrap();
                *object.0.last_mut().unwrap() ^= 1;
            }
        });
        let log = alice.read_access_log().await.unwrap();
        let forged: Vec<_> = log.entries.iter().filter_map(|checked| checked.verdict.err()).collect();
        assert_eq!(forged.first(), Some(&LogError::Forged(target)), "{kind:?}");
        assert_eq!(log.entries.len(), honest.entries.len(), "every entry is shown");
        if kind != LogKind::RandomKeyIssued {
            // A release is signed by a key that only the opening vouches for, so it falls with it.
            assert_eq!(forged.len(), 1, "{kind:?}");
        }
        alice.host().tell_the_truth();
    }
    assert!(alice.read_access_log().await.unwrap().entries.iter().all(|checked| checked.verdict.is_ok()));
}

#[tokio::test]
async fn an_entry_that_says_another_thing_than_its_object_is_named() {
    let (alice, _) = whole_loop(Backend::shared().await).await;
    let honest = alice.read_access_log().await.unwrap();
    let of = |kind| honest.entries.iter().find(|checked| checked.entry.kind == kind).unwrap().entry.sequence;
    let (request, grant) = (of(LogKind::KeyRequested), of(LogKind::KeyRequestGranted));
    alice.host().lie::<ReadAccessLogEndpoint>(move |page| {
        let object = |sequence| {
            let row = page.entries.iter().find(|row| row.entry.0.sequence == sequence);
            row.and_then(|row| row.object.clone())
        };
        let objects = (object(request), object(grant));
        for row in &mut page.entries {
            match row.entry.0.sequence {
                sequence if sequence == request => row.object.clone_from(&objects.1),
                sequence if sequence == grant => row.object.clone_from(&objects.0),
                _ => {}
            }
        }
    });
    let log = alice.read_access_log().await.unwrap();
    let forged: Vec<_> = log.entries.iter().filter_map(|checked| checked.verdict.err()).collect();
    assert_eq!(forged, [LogError::Forged(request), LogError::Forged(grant)]);
}

#[tokio::test]
async fn the_log_tells_in_its_bytes_neither_content_nor_title() {
    let (alice, _) = whole_loop(Backend::shared().await).await;
    let log = alice.read_access_log().await.unwrap();
    let mut needles = sesemr_tests::Needles::default();
    needles.add_text("a title", "Allergic to penicillin");
    needles.add_text("a medicine", "Doxycycline");
    for checked in &log.entries {
        assert_eq!(needles.find("entry", &checked.entry.encode()), []);
    }
    for exchange in alice.host().spy().exchanges().iter() {
        assert_eq!(needles.find(&exchange.path, &exchange.response), []);
    }
}
