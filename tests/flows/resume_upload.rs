//! Uploads that were cut off: the program is killed at every step of one, and a new one on the same device goes on.

use std::collections::{BTreeMap, BTreeSet};

use sesemr_common::api::{Endpoint as _, PutChunksEndpoint};
use sesemr_common::envelope::BytesSource;
use sesemr_common::flow::{FlowError, UnfinishedUpload};
use sesemr_common::id::RecordId;
use sesemr_common::portion::Portion;
use sesemr_common::record::MedicalRecord;
use sesemr_tests::{Backend, MortalHost, Needles, Person, Spy, TestHost, Watch, noise, note, noted};

/// Three records in two portions; the first takes so many bytes.
fn records(run: u32, length: usize) -> Vec<MedicalRecord> {
    vec![
        noise(&format!("scan {run}"), length),
        note(Portion::Allergies, &format!("Allergic to pollen, {run}")),
        note(Portion::Allergies, &format!("Allergic to nuts, {run}")),
    ]
}

/// More than one request of 4 MiB.
const TWO_REQUESTS: usize = 4_400_000;

fn contents(records: &[MedicalRecord]) -> Vec<Vec<u8>> {
    records.iter().map(|record| record.content().to_vec()).collect()
}

fn sources(records: &[MedicalRecord]) -> Vec<BytesSource> {
    contents(records).into_iter().map(BytesSource::new).collect()
}

#[tokio::test]
async fn an_upload_killed_at_any_step_goes_on_and_loses_nothing() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let mut known = BTreeSet::new();
    // A new program on the same device.
    let start = async || alice.sign_in(MortalHost::new(alice.host().clone())).await.unwrap();
    let mut program = start().await;
    for steps in 0.. {
        let (records, watch) = (records(steps, 300_000), Watch::default());
        program.host().die_after(steps);
        let publish = program.publish_records(noted(records.clone()), &watch);
        let is_whole = program.host().until_death(publish).await.map(Result::unwrap).is_some();

        program = start().await;
        let listed = new_contents(&program, &known).await.len();
        assert!(listed == 0 || listed == records.len(), "step {steps}: {listed} of {} are listed", records.len());
        for upload in program.unfinished_uploads().await.unwrap() {
            let resumed = program.resume_upload(upload.upload, sources(&records), &watch).await;
            assert!(resumed.is_ok(), "step {steps}: {:?}", resumed.err());
        }
        if new_contents(&program, &known).await.is_empty() {
            // It died before anything was drafted: whoever dropped the files drops them once more.
            program.publish(records.clone()).await;
        }
        let new = new_contents(&program, &known).await;
        assert_eq!(new.values().collect::<BTreeSet<_>>(), contents(&records).iter().collect(), "step {steps}");
        assert!(program.unfinished_uploads().await.unwrap().is_empty(), "step {steps}");
        known.extend(new.into_keys());
        if is_whole {
            assert!(steps > 15, "{steps} steps are too few for an upload");
            return;
        }
    }
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "what an interruption costs is a figure people ask for")]
async fn what_was_stored_before_an_interruption_is_not_sent_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let sent = |host: &TestHost| host.spy().bytes_sent(PutChunksEndpoint::PATH);
    alice.publish(records(0, TWO_REQUESTS)).await;
    let at_once = sent(alice.host());

    let (first, second) = (Spy::default(), Spy::default());
    let device = alice.host().clone();
    let upload = cut_off(&alice, &device.clone().seen_by(&first)).await;
    let program = alice.sign_in(device.seen_by(&second)).await.unwrap();
    let watch = Watch::default();
    program.resume_upload(upload.upload, sources(&records(0, TWO_REQUESTS)), &watch).await.unwrap();
    let (before, after) = (first.bytes_sent(PutChunksEndpoint::PATH), sent(program.host()));
    println!(
        "{at_once} bytes; cut off after {before}, {after} were sent on resuming: {} twice",
        before + after - at_once
    );
    assert!(before > 4_000_000 && before + after == at_once);
    assert_eq!(watch.progress().0, watch.progress().1);
}

/// The content of every record that is not known yet; stops the test where one does not open.
async fn new_contents(person: &Person<MortalHost>, known: &BTreeSet<RecordId>) -> BTreeMap<RecordId, Vec<u8>> {
    person.forget_listing();
    let listing = person.list_records().await.unwrap();
    assert!(listing.damaged.is_empty() && listing.missing.is_empty());
    let mut contents = BTreeMap::new();
    for record in listing.records.iter().filter(|record| !known.contains(&record.id())) {
        contents.insert(record.id(), person.read(record).await.unwrap());
    }
    contents
}

#[tokio::test]
async fn a_source_that_changed_in_between_is_not_continued() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let device = alice.host().device().clone();
    let upload = cut_off(&alice, &backend.host().on(&device)).await;

    let again = alice.sign_in(backend.host().on(&device)).await.unwrap();
    let mut other = contents(&records(0, TWO_REQUESTS));
    other[0][100] ^= 1;
    let other = other.into_iter().map(BytesSource::new).collect();
    let resumed = again.resume_upload(upload.upload, other, &Watch::default()).await;
    assert_eq!(resumed.err(), Some(FlowError::SourceChanged));
    assert!(again.contents().await.is_empty());
    // The right file still goes on.
    again.resume_upload(upload.upload, sources(&records(0, TWO_REQUESTS)), &Watch::default()).await.unwrap();
    assert_eq!(again.contents().await.len(), 3);
}

#[tokio::test]
async fn nothing_on_the_device_tells_what_an_unfinished_upload_holds() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    cut_off(&alice, &backend.host().on(alice.host().device())).await;
    let mut needles = Needles::default();
    needles.add_text("a title", "Allergic to pollen, 0");
    needles.add("a content", &contents(&records(0, TWO_REQUESTS))[0][..32]);
    for (name, value) in alice.host().device().values() {
        assert_eq!(needles.find(&name, &value), []);
    }
    needles.add("a name that is there", alice.account().as_bytes());
    let found = alice.host().device().values().iter().any(|(name, value)| !needles.find(name, value).is_empty());
    assert!(found, "what is there would have been found");
}

/// Cuts an upload off while its second request is on its way.
async fn cut_off(alice: &Person<TestHost>, host: &TestHost) -> UnfinishedUpload {
    let watch = Watch::that_cancels_at(1);
    let program = alice.sign_in(host.clone()).await.unwrap();
    let stopped = program.publish_records(noted(records(0, TWO_REQUESTS)), &watch).await;
    assert_eq!(stopped.err(), Some(FlowError::Cancelled));
    program.unfinished_uploads().await.unwrap().remove(0)
}
