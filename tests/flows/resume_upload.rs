//! Uploads that were cut off: the program is killed at every step of one, and a new one on the same device goes on.

use std::collections::{BTreeMap, BTreeSet};

use sesemr_common::api::frame::{Frame, HEAD, MOST_CHUNK};
use sesemr_common::api::{Endpoint as _, PutChunksEndpoint, StartUploadEndpoint};
use sesemr_common::envelope::BytesSource;
use sesemr_common::flow::{FlowError, UnfinishedUpload};
use sesemr_common::id::RecordId;
use sesemr_common::portion::Portion;
use sesemr_common::record::MedicalRecord;
use sesemr_tests::{Backend, LyingHost, MortalHost, Needles, Person, Spy, TestHost, Watch, noise, note, noted};

/// Three records in two portions; the first takes three chunks.
fn records(run: u32) -> Vec<MedicalRecord> {
    vec![
        noise(&format!("scan {run}"), 560_000),
        note(Portion::Allergies, &format!("Allergic to pollen, {run}")),
        note(Portion::Allergies, &format!("Allergic to nuts, {run}")),
    ]
}

/// Room for one whole chunk and some small ones, so that these few records take three requests.
const REQUEST: usize = HEAD + MOST_CHUNK + 100_000;

fn watch() -> Watch {
    Watch::default().in_requests_of(REQUEST)
}

fn contents(records: &[MedicalRecord]) -> Vec<Vec<u8>> {
    records.iter().map(|record| record.content().to_vec()).collect()
}

fn sources(records: &[MedicalRecord]) -> Vec<BytesSource> {
    contents(records).into_iter().map(BytesSource::new).collect()
}

/// Bytes of all chunks that were sent, and of those that had been sent before.
fn sent(spy: &Spy) -> (usize, usize) {
    let (mut seen, mut all, mut twice) = (BTreeSet::new(), 0, 0);
    for exchange in spy.exchanges().iter().filter(|exchange| exchange.path == PutChunksEndpoint::PATH) {
        assert!(exchange.request.len() <= REQUEST);
        for frame in Frame::read_all(&exchange.request).unwrap() {
            let bytes = HEAD + frame.bytes.len();
            all += bytes;
            twice += if seen.insert((frame.record, frame.version, frame.index)) { 0 } else { bytes };
        }
    }
    (all, twice)
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "what an interruption costs is a figure people ask for")]
async fn an_upload_killed_at_any_step_goes_on_and_loses_nothing() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let (spy, mut known, mut most) = (Spy::default(), BTreeSet::new(), 0);
    // A new program on the same device.
    let start = async || alice.sign_in(MortalHost::new(alice.host().clone().seen_by(&spy))).await.unwrap();
    let mut program = start().await;
    for steps in 0.. {
        let (records, watch) = (records(steps), watch());
        spy.forget();
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
        let (all, twice) = sent(&spy);
        // What was on its way when the program died, and no more: one request.
        assert!(twice <= REQUEST, "step {steps}: {twice} bytes went twice");
        most = most.max(twice);
        if new_contents(&program, &known).await.is_empty() {
            // It died before anything was drafted: whoever dropped the files drops them once more.
            assert_eq!(all, 0, "step {steps}");
            program.publish(records.clone()).await;
        }
        let new = new_contents(&program, &known).await;
        assert_eq!(new.values().collect::<BTreeSet<_>>(), contents(&records).iter().collect(), "step {steps}");
        assert!(program.unfinished_uploads().await.unwrap().is_empty(), "step {steps}");
        known.extend(new.into_keys());
        if is_whole {
            println!("{all} bytes in {steps} steps; killed at each of them, at most {most} bytes went twice");
            assert!(steps > 24, "{steps} steps are too few for an upload of three requests");
            assert!(twice == 0 && most > 0, "a request that was cut off went twice, and nothing else");
            return;
        }
    }
}

#[tokio::test]
async fn what_was_stored_before_an_interruption_is_not_sent_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let whole = Spy::default();
    let program = alice.sign_in(alice.host().clone().seen_by(&whole)).await.unwrap();
    program.publish_records(noted(records(0)), &watch()).await.unwrap();

    let (first, second) = (Spy::default(), Spy::default());
    let upload = cut_off(&alice, &alice.host().clone().seen_by(&first)).await;
    let program = alice.sign_in(alice.host().clone().seen_by(&second)).await.unwrap();
    let watch = watch();
    program.resume_upload(upload.upload, sources(&records(0)), &watch).await.unwrap();
    let ((before, _), (after, _)) = (sent(&first), sent(&second));
    assert!(before > 0 && after > 0, "{before} bytes before, {after} after: it was not cut off half way");
    assert_eq!((before + after, 0), sent(&whole), "each chunk went once");
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
async fn an_upload_that_was_cut_off_tells_how_far_it_came_and_when_it_began() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let before = alice.now();
    let upload = cut_off(&alice, &alice.host().clone()).await;
    assert!((before..=alice.now()).contains(&upload.begun_at));
    assert!(upload.stored > 0 && upload.stored < upload.bytes, "{} of {}", upload.stored, upload.bytes);
}

#[tokio::test]
async fn a_source_that_changed_in_between_is_not_continued() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let device = alice.host().device().clone();
    let upload = cut_off(&alice, &backend.host().on(&device)).await;

    let again = alice.sign_in(backend.host().on(&device)).await.unwrap();
    let mut other = contents(&records(0));
    other[0][100] ^= 1;
    let other = other.into_iter().map(BytesSource::new).collect();
    let resumed = again.resume_upload(upload.upload, other, &Watch::default()).await;
    assert_eq!(resumed.err(), Some(FlowError::SourceChanged));
    assert!(again.contents().await.is_empty());
    // The right file still goes on.
    again.resume_upload(upload.upload, sources(&records(0)), &Watch::default()).await.unwrap();
    assert_eq!(again.contents().await.len(), 3);
}

#[tokio::test]
async fn nothing_on_the_device_tells_what_an_unfinished_upload_holds() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    cut_off(&alice, &backend.host().on(alice.host().device())).await;
    let mut needles = Needles::default();
    needles.add_text("a title", "Allergic to pollen, 0");
    needles.add("a content", &contents(&records(0))[0][..32]);
    for (name, value) in alice.host().device().values() {
        assert_eq!(needles.find(&name, &value), []);
    }
    needles.add("a name that is there", alice.account().as_bytes());
    let found = alice.host().device().values().iter().any(|(name, value)| !needles.find(name, value).is_empty());
    assert!(found, "what is there would have been found");
}

#[tokio::test]
async fn a_server_that_says_it_has_published_what_its_index_does_not_show_ends_no_upload() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let device = alice.host().device().clone();
    let upload = cut_off(&alice, &backend.host().on(&device)).await;
    let again = alice.sign_in(LyingHost::new(backend.host().on(&device))).await.unwrap();
    again.host().lie::<StartUploadEndpoint>(|state| state.published = true);
    let resume = async || again.resume_upload(upload.upload, sources(&records(0)), &Watch::default()).await;
    assert_eq!(resume().await, Err(FlowError::Untrustworthy("the record index")));
    assert_eq!(again.unfinished_uploads().await.unwrap().len(), 1, "the draft is kept");
    again.host().tell_the_truth();
    assert_eq!(resume().await.unwrap().len(), 3);
    assert_eq!(again.contents().await.len(), 3);
}

/// Cuts an upload off between two requests: the first two of three are stored.
async fn cut_off(alice: &Person<TestHost>, host: &TestHost) -> UnfinishedUpload {
    let watch = Watch::that_cancels_at(1).in_requests_of(REQUEST);
    let program = alice.sign_in(host.clone()).await.unwrap();
    let stopped = program.publish_records(noted(records(0)), &watch).await;
    assert_eq!(stopped.err(), Some(FlowError::Cancelled));
    assert_eq!(host.spy().count(PutChunksEndpoint::PATH), 2);
    program.unfinished_uploads().await.unwrap().remove(0)
}
