//! Publishing records: bundles whole, versions, moves, and nothing half.

use std::collections::BTreeSet;
use std::rc::Rc;

use sesemr_common::api::{ErrorCode, StartUploadEndpoint};
use sesemr_common::envelope::{BytesSource, ChunkLayout};
use sesemr_common::flow::{CallError, FlowError, NewRecord, OwnRecord};
use sesemr_common::portion::Portion;
use sesemr_common::record::{ContentId, MedicalRecord, SeriesSummary, SourceFile, import_records};
use sesemr_common::sharing::LogKind;
use sesemr_tests::{
    Backend, LyingHost, Person, SHARED_BUNDLES, TestHost, Watch, import, import_with_summaries, noise, note, noted,
    sample, sample_bundle, shared_bundle,
};

#[tokio::test]
async fn a_bundle_is_published_in_one_batch_a_portion_and_every_record_opens_to_its_exact_bytes() {
    publishes_exactly(&sample_bundle()).await;
}

#[tokio::test]
async fn every_bundle_beside_the_project_is_published_whole_and_opens_to_its_exact_bytes() {
    for (name, entries) in SHARED_BUNDLES {
        let Some(bundle) = shared_bundle(name) else { return };
        let published = publishes_exactly(&bundle).await;
        assert!(published >= entries, "{name}: {published} records of {entries} entries");
    }
}

/// Publishes all records of a bundle, in one go; answers how many.
async fn publishes_exactly(bundle: &[u8]) -> usize {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let records = import_with_summaries(bundle);
    let expected: Vec<Vec<u8>> = records.iter().map(|record| record.content().to_vec()).collect();
    let portions: BTreeSet<Portion> = records.iter().map(MedicalRecord::portion).collect();
    let ids = alice.publish(records).await;

    let contents = alice.contents().await;
    assert!(ids.iter().zip(&expected).all(|(id, content)| contents.get(id) == Some(content)));
    assert_eq!(contents.len(), expected.len());
    let listing = alice.list_records().await.unwrap();
    let batches: BTreeSet<_> = listing.records.iter().map(|record| record.slot.batch).collect();
    assert_eq!(batches.len(), portions.len());
    assert_eq!(alice.host().spy().count("/api/v1/publications"), 1);
    ids.len()
}

#[tokio::test]
async fn a_second_import_recognises_everything_that_is_there() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let count = alice.publish(sample()).await.len();
    let listing = alice.list_records().await.unwrap();
    let known: BTreeSet<ContentId> = listing.records.iter().filter_map(|record| record.summary.content_id).collect();
    let bytes = sample_bundle();
    let file = SourceFile { name: "again.json", declared_type: "", bytes: &bytes };
    let again = import_records(&file, &known);
    assert_eq!((again.records.len(), again.already_there.len()), (0, count));
}

#[tokio::test]
async fn summaries_of_readings_stand_in_a_portion_of_their_own_beside_the_exact_ones() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.publish(import_with_summaries(&sample_bundle())).await;
    let listing = alice.list_records().await.unwrap();
    let of = |portion| listing.records.iter().filter(move |record| record.header.fields.portion == portion);
    let exact = import(&sample_bundle()).records;
    let exact = exact.iter().filter(|record| record.portion() == Portion::Readings).count();
    assert_eq!(of(Portion::Readings).count(), exact);
    let summaries: Vec<&Rc<OwnRecord>> = of(Portion::ReadingsSummary).collect();
    assert!(!summaries.is_empty());
    for summary in summaries {
        let content = alice.read(summary).await.unwrap();
        assert!(SeriesSummary::decode(&content).unwrap().segments().iter().all(|segment| segment.count >= 3));
    }
}

#[tokio::test]
async fn a_new_version_replaces_the_one_before_it() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let ids = alice.publish(vec![note(Portion::History, "Asthma"), note(Portion::History, "Eczema")]).await;
    replace(&alice, &find(&alice, b"Asthma").await, note(Portion::History, "Asthma, mild")).await;

    let listing = alice.list_records().await.unwrap();
    assert_eq!(listing.records.len(), 2);
    let replaced = find(&alice, b"Asthma, mild").await;
    assert_eq!((replaced.id(), replaced.header.fields.version), (ids[0], 2));
}

#[tokio::test]
async fn a_record_that_is_moved_stands_in_its_new_portion_alone() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.publish(vec![note(Portion::History, "Depression"), note(Portion::History, "Eczema")]).await;
    replace(&alice, &find(&alice, b"Depression").await, note(Portion::Personal, "Depression")).await;

    let moved = find(&alice, b"Depression").await;
    assert_eq!((moved.header.fields.portion, moved.header.fields.version), (Portion::Personal, 2));
    let listing = alice.list_records().await.unwrap();
    let in_history = listing.records.iter().filter(|record| record.header.fields.portion == Portion::History);
    assert_eq!(in_history.count(), 1);
    let log = alice.read_access_log().await.unwrap();
    assert_eq!(log.entries.iter().filter(|checked| checked.entry.kind == LogKind::RecordsPublished).count(), 2);
    assert_eq!(log.problem, None);
}

#[tokio::test]
async fn a_version_made_from_an_old_listing_is_refused_and_changes_nothing() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    alice.publish(vec![note(Portion::History, "Asthma")]).await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let old = find(&phone, b"Asthma").await;
    replace(&alice, &find(&alice, b"Asthma").await, note(Portion::History, "Asthma, mild")).await;

    let mut second = NewRecord::from(note(Portion::History, "Asthma, severe"));
    second.replaces = Some(old);
    let refused = phone.publish_records(vec![second], &Watch::default()).await.err();
    assert_eq!(refused, Some(FlowError::Untrustworthy("the record index")));
    assert_eq!(phone.contents().await.into_values().collect::<Vec<_>>(), [b"Asthma, mild"]);
}

#[tokio::test]
async fn a_file_of_the_length_that_people_are_told_fits_the_servers_limit_and_a_byte_more_does_not() {
    let backend = Backend::start_with(&["--record-limit", "1000000"]).await;
    let alice = Person::patient(backend.host(), "alice").await;
    let most = usize::try_from(ChunkLayout::most_content(1_000_000)).unwrap();
    alice.publish(vec![noise("fits", most)]).await;
    let refused = alice.publish_records(noted(vec![noise("is too long", most + 1)]), &Watch::default()).await;
    assert!(refused.is_err_and(|error| error.is_refusal(ErrorCode::TooLarge)));
    assert_eq!(alice.contents().await.len(), 1);
}

#[tokio::test]
async fn a_cancelled_upload_lists_nothing_and_is_not_forgotten() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let records = || noted(vec![noise("scan 1", 3 << 20), noise("scan 2", 3 << 20)]);
    let watch = Watch::that_cancels_at(1);
    assert_eq!(alice.publish_records(records(), &watch).await.err(), Some(FlowError::Cancelled));
    assert!(alice.contents().await.is_empty());

    let unfinished = alice.unfinished_uploads().await.unwrap();
    let titles: Vec<&str> = unfinished[0].records.iter().map(|summary| summary.title.as_str()).collect();
    assert_eq!((unfinished.len(), titles), (1, vec!["scan 1", "scan 2"]));
    alice.give_up_upload(unfinished[0].upload).await.unwrap();
    assert!(alice.unfinished_uploads().await.unwrap().is_empty());
    assert!(alice.contents().await.is_empty());
}

#[tokio::test]
async fn an_upload_waits_for_a_server_that_is_away() {
    let host = LyingHost::new(Backend::shared().await.host());
    let alice = Person::patient(host.clone(), "alice").await;
    host.refuse::<StartUploadEndpoint>(CallError::Away, 3);
    let watch = Watch::default();
    alice.publish_records(noted(vec![note(Portion::Insurance, "Policy 77")]), &watch).await.unwrap();
    assert!(watch.has_waited());
    let (stored, of) = watch.progress();
    assert!(stored == of && of > 0);
    assert_eq!(alice.contents().await.len(), 1);
}

/// The record with this content.
async fn find(person: &Person<TestHost>, content: &[u8]) -> Rc<OwnRecord> {
    person.forget_listing();
    let listing = person.list_records().await.unwrap();
    for record in &listing.records {
        if person.read(record).await.unwrap() == content {
            return Rc::clone(record);
        }
    }
    panic!("no record with this content")
}

async fn replace(person: &Person<TestHost>, before: &Rc<OwnRecord>, record: MedicalRecord) {
    let mut version: NewRecord<BytesSource> = NewRecord::from(record);
    version.replaces = Some(Rc::clone(before));
    person.publish_new(vec![version]).await;
}
