//! Taking everything away, and reading it back on another server: every byte comes back to where it was.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use sesemr_common::api::{ReadChunksEndpoint, WriteVaultEndpoint};
use sesemr_common::codec::Decode as _;
use sesemr_common::crypto::FileKey;
use sesemr_common::envelope::{NativeBodyCipher, RecordHeader, chunk_hash, open_record};
use sesemr_common::export::archive::{
    ArchiveReader, LeftOutReason, ListedPaper, Manifest, MarkWord, PaperKind, ReadFault,
};
use sesemr_common::export::{LogActor, LogLine};
use sesemr_common::flow::{BroughtMark, CallError, FlowError, Host, NewRecord, TakeAway, TakeAwayWatch};
use sesemr_common::id::{Bytes, Encoded, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::record::{MedicalRecord, PatientNote};
use sesemr_common::sharing::{KeyCard, MarkKind, RecordMark};
use sesemr_tests::{
    Backend, LyingHost, MortalHost, Person, Watch as UploadWatch, decision, eventually, import_with_summaries, noise,
    note, noted, prescription, sample_bundle, whole,
};

/// Three chunks and a bit.
const LARGE: usize = 800_000;
const READ_ME: &str = "Everything of Alice's.\r\n";

/// A watch that cancels at so many bytes.
struct Watch(u64);

impl TakeAwayWatch for Watch {
    fn taken(&self, _: u64, _: u64) {}

    fn is_cancelled(&self) -> bool {
        self.0 == 0
    }
}

async fn take_away(person: &Person<impl Host>) -> (Vec<u8>, Manifest) {
    let log = person.read_access_log().await.unwrap();
    assert_eq!(log.problem, None);
    let line = |checked| {
        let actor =
            LogActor { account: person.account(), name: "Alice".to_owned(), handle: String::new(), is_server: false };
        LogLine::new(checked, actor, "It happened.".to_owned())
    };
    let lines: Vec<LogLine> = log.entries.iter().map(line).collect();
    let columns = std::array::from_fn(|column| format!("column {column}"));
    let words = TakeAway { read_me: READ_ME, columns: &columns, log: &log, lines: &lines };
    person.take_away(&words, Vec::new(), &Watch(1)).await.unwrap()
}

fn open(archive: &[u8]) -> ArchiveReader<Cursor<Vec<u8>>> {
    ArchiveReader::open(Cursor::new(archive.to_vec())).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Portion, title and bytes of everything that somebody has.
async fn everything(person: &Person<impl Host>) -> BTreeSet<(Portion, String, Vec<u8>)> {
    let contents = person.contents().await;
    let listing = person.list_records().await.unwrap();
    let of = |record: &std::rc::Rc<sesemr_common::flow::OwnRecord>| {
        let title = record.summary.title.as_str().to_owned();
        (record.header.fields.portion, title, contents[&record.id()].clone())
    };
    listing.records.iter().map(of).collect()
}

/// The records of an archive, and what is said of them in it.
fn read_back(archive: &[u8]) -> (Vec<MedicalRecord>, Vec<BroughtMark>) {
    let mut reader = open(archive);
    let mut records: Vec<MedicalRecord> = Vec::new();
    for listed in reader.manifest().records.clone() {
        records.push(reader.read_record(&listed).unwrap());
    }
    let said = reader.manifest().records.iter().zip(&records);
    let said = said.filter_map(|(listed, record)| listed.brought_mark(Some(record.content_id()))).collect();
    (records, said)
}

/// What is said of a record elsewhere.
fn brought(record: &MedicalRecord, kind: Option<MarkKind>, hidden: bool) -> BroughtMark {
    BroughtMark { content_id: record.content_id(), mark: kind.map(|kind| (kind, None)), hidden }
}

/// What a patient says of records, by their titles.
async fn said_of(person: &Person<impl Host>) -> BTreeSet<(String, String, bool)> {
    let listing = person.list_records().await.unwrap();
    let vault = person.vault();
    let said = listing.records.iter().filter_map(|own| {
        let mark = vault.mark_on(own.id());
        let note = mark.as_ref().and_then(|mark| mark.note.as_ref()).map(|note| note.as_str().to_owned());
        let hidden = vault.is_hidden(own.id());
        (mark.is_some() || hidden).then(|| (own.summary.title.as_str().to_owned(), note.unwrap_or_default(), hidden))
    });
    said.collect()
}

/// A patient with records of every kind, one corrected, one marked, one hidden, and a prescription by a doctor.
async fn alice_with_a_history(backend: &Backend) -> (Person<LyingHost>, RecordId, RecordId) {
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(import_with_summaries(&sample_bundle())).await;
    let ids = alice
        .publish(vec![
            note(Portion::Medications, "Ramipril 50 mg"),
            noise("scan", LARGE),
            note(Portion::History, "../../etc/passwd"),
            note(Portion::History, "Letter"),
            note(Portion::History, "letter"),
        ])
        .await;
    let before = find(&alice, ids[0]).await;
    let NewRecord { head, source, .. } = note(Portion::Medications, "Ramipril 5 mg").into();
    let head = head.because(PatientNote::of("It was 5 mg").unwrap());
    alice.publish_new(vec![NewRecord { head, source, replaces: Some(before) }]).await;
    let mark = RecordMark { record: ids[2], kind: MarkKind::NotMine, note: PatientNote::of("Somebody else") };
    alice.mark_record(&mark).await.unwrap();
    alice.hide_record(ids[3]).await.unwrap();

    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Medications]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    dr_bob.write_prescription(&portal, prescription("Amoxicillin")).await.unwrap();
    dr_bob.close_opening(&portal).await.unwrap();
    eventually(async || {
        alice.forget_listing();
        alice.adopt_prescriptions().await.unwrap().first().copied()
    })
    .await;
    (alice, ids[0], ids[1])
}

async fn find(alice: &Person<LyingHost>, record: RecordId) -> std::rc::Rc<sesemr_common::flow::OwnRecord> {
    alice.forget_listing();
    let listing = alice.list_records().await.unwrap();
    std::rc::Rc::clone(listing.records.iter().find(|own| own.id() == record).unwrap())
}

fn paper(manifest: &Manifest, kind: PaperKind) -> ListedPaper {
    manifest.papers.iter().find(|paper| paper.kind == kind).unwrap().clone()
}

/// A file of an archive, unpacked as any program would.
fn unpack(archive: &[u8], path: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut file = zip.by_name(path).unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn everything_comes_back_on_another_server_byte_for_byte_and_where_it_was() {
    let (alice, ..) = alice_with_a_history(Backend::shared().await).await;
    let (archive, manifest) = take_away(&alice).await;
    assert!(manifest.not_taken.is_empty());
    let before = everything(&alice).await;
    assert_eq!(manifest.records.len(), alice.list_records().await.unwrap().records.len());

    let elsewhere = Backend::start().await;
    let again = Person::patient(elsewhere.host(), "alice").await;
    let (records, said) = read_back(&archive);
    again.publish_records(noted(records), &UploadWatch::default().saying(said)).await.unwrap();
    assert_eq!(everything(&again).await, before);
    assert_eq!(said_of(&again).await, said_of(&alice).await);
    assert_eq!(said_of(&again).await.len(), 2, "one is marked, one is hidden");
    // What is recognised here is recognised there.
    let ids = async |person: &Person<_>| -> BTreeSet<_> {
        person.list_records().await.unwrap().records.iter().filter_map(|own| own.summary.content_id).collect()
    };
    assert!(
        ids(&again).await.len() >= manifest.records.iter().filter(|record| record.content_id.is_some()).count() - 1
    );
}

#[tokio::test]
async fn an_import_that_stops_at_any_step_shows_nothing_that_was_hidden() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    // A new program on the same device.
    let start = async || alice.sign_in(MortalHost::new(alice.host().clone())).await.unwrap();
    let mut program = start().await;
    for steps in 0.. {
        let record = note(Portion::History, &format!("Depression, {steps}"));
        let watch = UploadWatch::default().saying(vec![brought(&record, None, true)]);
        program.host().die_after(steps);
        let publish = program.publish_records(noted(vec![record]), &watch);
        let is_whole = program.host().until_death(publish).await.map(Result::unwrap).is_some();

        program = start().await;
        let listing = program.list_records().await.unwrap();
        assert!(listing.records.iter().all(|own| program.vault().is_hidden(own.id())), "step {steps}");
        for upload in program.unfinished_uploads().await.unwrap() {
            program.give_up_upload(upload.upload).await.unwrap();
        }
        if is_whole {
            assert!(!listing.records.is_empty() && steps > 5, "{steps} steps are too few");
            return;
        }
    }
}

#[tokio::test]
async fn an_archive_that_is_added_again_says_what_an_import_that_stopped_did_not() {
    let backend = Backend::shared().await;
    let (alice, ..) = alice_with_a_history(backend).await;
    let (archive, _) = take_away(&alice).await;
    let (records, said) = read_back(&archive);
    let again = Person::patient(backend.host(), "alice").await;
    // The first part came without what was said of it; then nothing more came.
    let is_said = |record: &MedicalRecord| said.iter().any(|said| said.content_id == record.content_id());
    let (first, rest): (Vec<_>, Vec<_>) = records.into_iter().partition(is_said);
    again.publish(first).await;
    assert!(said_of(&again).await.is_empty());

    assert_eq!(again.unsaid_marks(&said).await.unwrap().len(), 2, "all of it is still to be said");
    assert_eq!(again.bring_marks(&said).await, Ok(2));
    again.publish_records(noted(rest), &UploadWatch::default().saying(said.clone())).await.unwrap();
    assert_eq!(said_of(&again).await, said_of(&alice).await);
    assert!(again.unsaid_marks(&said).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_said_of_a_record_here_stays_and_nothing_is_written_where_nothing_is_new() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let [epilepsy, asthma, other] = ["Epilepsy", "Asthma", "Of nobody here"].map(|text| note(Portion::History, text));
    let ids = alice.publish(vec![epilepsy.clone(), asthma.clone()]).await;
    let mark = RecordMark { record: ids[0], kind: MarkKind::Wrong, note: PatientNote::of("Said here") };
    alice.mark_record(&mark).await.unwrap();
    alice.hide_record(ids[1]).await.unwrap();

    let said = [
        brought(&epilepsy, Some(MarkKind::NotMine), true),
        brought(&asthma, Some(MarkKind::NotMine), false),
        brought(&other, None, true),
    ];
    assert_eq!(alice.unsaid_marks(&said).await.unwrap().len(), 3);
    assert_eq!(alice.bring_marks(&said).await, Ok(2));
    assert_eq!(alice.vault().mark_on(ids[0]), Some(mark), "it is not replaced");
    assert_eq!(alice.vault().mark_on(ids[1]).map(|mark| mark.kind), Some(MarkKind::NotMine));
    assert!(ids.iter().all(|record| alice.vault().is_hidden(*record)), "one is hidden now, the other one stays so");

    let version = alice.vault().version;
    assert_eq!(alice.bring_marks(&said).await, Ok(0));
    assert_eq!(alice.unsaid_marks(&said).await.unwrap().len(), 1, "the one of nobody here");
    assert_eq!(alice.vault().version, version);
}

#[tokio::test]
async fn what_could_not_be_said_is_said_when_it_is_tried_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let letter = note(Portion::History, "Letter");
    let ids = alice.publish(vec![letter.clone()]).await;
    let said = [brought(&letter, Some(MarkKind::Wrong), true)];
    alice.host().refuse::<WriteVaultEndpoint>(CallError::Away, 1);
    assert_eq!(alice.bring_marks(&said).await, Err(FlowError::Away));
    assert!(!alice.vault().is_hidden(ids[0]));

    assert_eq!(alice.bring_marks(&said).await, Ok(1));
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert!(phone.vault().is_hidden(ids[0]) && phone.vault().mark_on(ids[0]).is_some());
}

#[tokio::test]
async fn a_large_file_is_read_back_piece_by_piece_and_history_and_log_as_files_to_read() {
    let (alice, _, scan) = alice_with_a_history(Backend::shared().await).await;
    let (archive, manifest) = take_away(&alice).await;
    let mut reader = open(&archive);
    let listed = manifest.records.iter().find(|listed| listed.record == scan).unwrap();
    let mut bytes = Vec::new();
    let head = reader.read_stream(listed, &mut |piece| {
        bytes.extend_from_slice(piece);
        true
    });
    assert_eq!(head.unwrap().portion(), Portion::ImagingDocuments);
    assert_eq!(bytes, noise("scan", LARGE).content());
    assert_eq!(reader.read_stream(listed, &mut |_| false).err(), Some(ReadFault::Stopped));

    for kind in [PaperKind::History, PaperKind::Consents, PaperKind::LogTable, PaperKind::SignedPrescription] {
        let document = reader.read_paper(&paper(&manifest, kind)).unwrap();
        assert_eq!(document.portion(), Portion::ImagingDocuments, "{kind:?}");
        let day = &manifest.made_at[..10];
        assert!(document.summary().title.as_str().contains(day), "{}", document.summary().title.as_str());
    }
}

#[tokio::test]
async fn versions_marks_consents_and_the_log_are_in_it() {
    let (alice, corrected, _) = alice_with_a_history(Backend::shared().await).await;
    let (archive, manifest) = take_away(&alice).await;
    assert_eq!(unpack(&archive, "README.txt"), READ_ME.as_bytes());

    let earlier = manifest.earlier_versions.iter().find(|earlier| earlier.record == corrected).unwrap();
    assert_eq!((earlier.version, unpack(&archive, &earlier.file.path)), (1, b"Ramipril 50 mg".to_vec()));
    let current = manifest.records.iter().find(|current| current.record == corrected).unwrap();
    assert_eq!((current.version, current.reason.as_deref()), (2, Some("It was 5 mg")));
    assert!(current.stored_at.is_some());
    let marked = manifest.records.iter().find_map(|record| record.mark.as_ref()).unwrap();
    assert_eq!((marked.kind, marked.note.as_deref()), (MarkWord::NotMine, Some("Somebody else")));
    assert_eq!(manifest.records.iter().filter(|record| record.hidden).count(), 1);

    let json = |path: &str| -> serde_json::Value { serde_json::from_slice(&unpack(&archive, path)).unwrap() };
    let history = json("history.json");
    let story = history["records"].as_array().unwrap().iter().find(|story| story["record"] == corrected.to_string());
    let versions = story.unwrap()["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0]["path"], earlier.file.path.as_str());
    assert_eq!(
        (&versions[1]["path"], &versions[1]["reason"]),
        (&current.file.path.as_str().into(), &"It was 5 mg".into())
    );
    let consents = json("consents.json");
    assert_eq!(consents["requests"].as_array().unwrap().len(), 1);
    assert_eq!(consents["grants"][0]["portions"], serde_json::json!(["medications"]));
    assert_eq!(consents["openings"].as_array().unwrap().len(), 1);
    assert!(consents["people"][0]["name"].as_str().unwrap().starts_with("dr-bob"));

    let bundle = json("fhir/records.fhir.json");
    let fhir = manifest.records.iter().filter(|record| record.fhir_type.is_some()).count();
    assert_eq!(bundle["entry"].as_array().unwrap().len(), fhir);
    assert!(fhir > 10, "the sample and the prescription");
    let audit = json("log/access-log.fhir.json");
    let table = String::from_utf8(unpack(&archive, "log/access-log.csv")).unwrap();
    assert_eq!(audit["entry"].as_array().unwrap().len(), table.lines().count() - 1);
}

#[tokio::test]
async fn names_lead_nowhere_and_no_two_are_the_same() {
    let (alice, ..) = alice_with_a_history(Backend::shared().await).await;
    let (archive, _) = take_away(&alice).await;
    let zip = zip::ZipArchive::new(Cursor::new(&archive)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.contains(&"records/history/_.._etc_passwd.txt".to_owned()), "{names:?}");
    assert!(names.contains(&"records/history/letter (2).txt".to_owned()));
    let different: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(different.len(), names.len());
}

/// Signature, hashes and bytes of a prescription hold without any server.
#[tokio::test]
async fn a_prescription_is_checked_with_what_is_in_the_file_alone() {
    let (alice, ..) = alice_with_a_history(Backend::shared().await).await;
    let (archive, manifest) = take_away(&alice).await;
    let signed = unpack(&archive, &paper(&manifest, PaperKind::SignedPrescription).file.path);
    let signed: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&signed).unwrap();
    let read = |name: &str| signed[name].clone();
    let bytes = |value| serde_json::from_value::<Bytes>(value).unwrap().0;
    let header = RecordHeader::decode(&bytes(read("header"))).unwrap();
    let cards: Vec<Encoded<KeyCard>> = serde_json::from_value(read("key_cards")).unwrap();
    let card = &cards.last().unwrap().0;
    assert_eq!((card.key_id(), card.fields.account), (header.fields.author_key, header.fields.author));
    let key = &card.fields.signing_key;
    header.verify(key).unwrap();
    let record_key: [u8; 32] = bytes(read("record_key")).try_into().unwrap();
    let sealed: Vec<Vec<u8>> =
        serde_json::from_value::<Vec<Bytes>>(read("sealed")).unwrap().into_iter().map(|chunk| chunk.0).collect();
    let hashes = sealed.iter().map(|chunk| chunk_hash(chunk)).collect();
    let opened = open_record(&header, key, &FileKey::from_bytes(record_key), hashes, sealed, &NativeBodyCipher).await;
    assert_eq!(*opened.unwrap().content, unpack(&archive, read("path").as_str().unwrap()));
}

#[tokio::test]
async fn a_damaged_record_is_named_and_the_others_are_taken() {
    let (alice, _, scan) = alice_with_a_history(Backend::shared().await).await;
    let small = note(Portion::Insurance, "Card 7");
    let small = alice.publish(vec![small]).await[0];
    alice.host().lie_in_frames::<ReadChunksEndpoint>(move |frames| {
        for frame in frames {
            if frame.record == small || frame.record == scan && frame.index == 2 {
                frame.bytes[0] ^= 1;
            }
        }
    });
    let (archive, manifest) = take_away(&alice).await;
    let named: BTreeMap<_, _> =
        manifest.not_taken.iter().map(|not| (not.record, (not.reason, not.part.clone()))).collect();
    assert_eq!(named.len(), 2);
    assert_eq!(named[&small], (LeftOutReason::Damaged, None));
    // Of a large one the part before the damage is there, and called that.
    let (reason, part) = &named[&scan];
    assert_eq!(*reason, LeftOutReason::Damaged);
    let part = unpack(&archive, part.as_ref().unwrap());
    assert!(noise("scan", LARGE).content().starts_with(&part));
    assert!(open(&archive).unlisted().is_empty());
    assert!(manifest.records.iter().all(|record| record.record != scan && record.record != small));
    assert!(manifest.records.len() > 10);
}

#[tokio::test]
async fn taking_away_stops_when_it_is_cancelled() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.publish(vec![note(Portion::History, "Letter")]).await;
    let log = alice.read_access_log().await.unwrap();
    let columns = std::array::from_fn(|_| String::new());
    let words = TakeAway { read_me: READ_ME, columns: &columns, log: &log, lines: &[] };
    let stopped = alice.take_away(&words, Vec::new(), &Watch(0)).await;
    assert_eq!(stopped.err(), Some(FlowError::Cancelled));
}
