//! Archives by strangers: names that lead elsewhere, bombs, lies about lengths and hashes; and names that no title bends.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use serde_json::{Value, json};
use sesemr_common::crypto::sha256;
use sesemr_common::export::archive::{
    ARCHIVE_HEAD_BYTES, ArchiveFault, ArchiveReader, ArchiveWriter, FileNames, Manifest, begins_like_archive,
    is_safe_path,
};
use sesemr_common::record::RejectReason;
use zip::write::{SimpleFileOptions, ZipWriter};

const LETTER: &[u8] = b"Dear Amina";

fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

fn person() -> Value {
    json!({ "account": "01010101-0101-8101-8101-010101010101", "name": "Amina", "handle": "amina" })
}

/// A record in a list, by its path and what is claimed of its content.
fn listed(path: &str, bytes: u64, content: &[u8], portion: &str, media_type: &str) -> Value {
    json!({
        "file": { "path": path, "bytes": bytes, "sha256": hex(&sha256(&[content]).0) },
        "record": "019a0000-0000-7000-8000-000000000001",
        "version": 1,
        "portion": portion,
        "title": "Letter",
        "media_type": media_type,
        "written_by": person(),
    })
}

fn letter(path: &str) -> Value {
    listed(path, LETTER.len() as u64, LETTER, "history", "text/plain")
}

fn manifest(records: &[Value]) -> Value {
    json!({
        "format": "sesemr-records",
        "version": 1,
        "made_at": "2026-11-26T05:40:00Z",
        "person": person(),
        "records": records,
        "earlier_versions": [],
        "papers": [],
        "not_taken": [],
    })
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn archive(manifest: &Value, files: &[(&str, &[u8])]) -> Vec<u8> {
    let list = manifest.to_string();
    zip(&[files, &[("manifest.json", list.as_bytes())]].concat())
}

fn open(bytes: Vec<u8>) -> Result<ArchiveReader<Cursor<Vec<u8>>>, ArchiveFault> {
    ArchiveReader::open(Cursor::new(bytes))
}

fn fault(bytes: Vec<u8>) -> ArchiveFault {
    open(bytes).err().unwrap()
}

/// Why the first record of an archive is not taken; nothing where it is.
fn first_reason(bytes: Vec<u8>) -> Option<RejectReason> {
    let mut reader = open(bytes).unwrap_or_else(|fault| unreachable!("{fault}"));
    let listed = reader.manifest().records[0].clone();
    reader.read_record(&listed).err()
}

#[test]
fn an_honest_archive_is_read() {
    let bytes = archive(&manifest(&[letter("records/a.txt")]), &[("records/a.txt", LETTER)]);
    assert_eq!(first_reason(bytes), None);
}

#[test]
fn any_other_file_is_not_one_of_ours() {
    let other = manifest(&[]).to_string().replace("sesemr-records", "other-records");
    for bytes in [Vec::new(), b"PK\x03\x04 and then nothing".to_vec(), LETTER.to_vec()] {
        assert_eq!(fault(bytes), ArchiveFault::Broken);
    }
    for bytes in [
        zip(&[("a.txt", LETTER)]),
        zip(&[("manifest.json", b"not json")]),
        zip(&[("manifest.json", b"{\"format\":7}")]),
        zip(&[("manifest.json", other.as_bytes())]),
    ] {
        assert_eq!(fault(bytes), ArchiveFault::NotOurs);
    }
}

#[test]
fn a_list_of_a_later_version_or_without_its_parts_is_named() {
    let mut later = manifest(&[]);
    later["version"] = json!(2);
    later["records"] = json!("something new");
    assert_eq!(fault(archive(&later, &[])), ArchiveFault::Newer { version: 2 });
    let mut broken = manifest(&[]);
    broken["records"] = json!("none");
    assert_eq!(fault(archive(&broken, &[])), ArchiveFault::BrokenList);
    // One key twice could be read in two ways.
    let twice = manifest(&[]).to_string().replacen('{', "{\"records\":[],", 1);
    assert_eq!(fault(zip(&[("manifest.json", twice.as_bytes())])), ArchiveFault::BrokenList);
}

#[test]
fn a_name_that_leads_elsewhere_refuses_the_whole_file() {
    for name in ["../up.txt", "records/../../up.txt", "/etc/passwd", "C:/up.txt", "a\\..\\up.txt", "a//b", "a/./b"] {
        let list = manifest(&[letter("records/a.txt")]);
        let bytes = archive(&list, &[("records/a.txt", LETTER), (name, b"x")]);
        assert!(matches!(fault(bytes), ArchiveFault::UnsafeName { .. }), "{name}");
    }
}

/// The writer refuses equal names, so one is changed in the finished file.
#[test]
fn two_files_of_one_name_refuse_the_whole_file() {
    let list = manifest(&[letter("records/a.txt")]);
    let mut bytes = archive(&list, &[("records/a.txt", LETTER), ("records/b.txt", b"Something else")]);
    let places: Vec<usize> =
        (0..bytes.len() - 13).filter(|place| bytes[*place..].starts_with(b"records/b.txt")).collect();
    assert_eq!(places.len(), 2, "beside the content, and in the directory");
    for place in places {
        bytes[place + 8] = b'a';
    }
    assert_eq!(fault(bytes), ArchiveFault::SameName);

    let list = manifest(&[letter("records/a.txt"), letter("records/a.txt")]);
    assert_eq!(fault(archive(&list, &[("records/a.txt", LETTER)])), ArchiveFault::SameName);
}

#[test]
fn a_list_of_too_much_is_refused_before_anything_is_unpacked() {
    let half = listed("a", 3 * 1024 * 1024 * 1024, LETTER, "history", "text/plain");
    let other = listed("b", 3 * 1024 * 1024 * 1024, LETTER, "history", "text/plain");
    assert_eq!(fault(archive(&manifest(&[half, other]), &[])), ArchiveFault::TooMuch);
    let most = listed("a", u64::MAX, LETTER, "history", "text/plain");
    assert_eq!(fault(archive(&manifest(&[most.clone(), letter("b")]), &[])), ArchiveFault::TooMuch);
}

/// 64 MiB of zeros pack to 64 KiB; the list says that they are ten bytes.
#[test]
fn a_bomb_is_unpacked_no_further_than_its_list_says() {
    let bomb = vec![0; 64 * 1024 * 1024];
    let list = manifest(&[listed("a", 10, &bomb, "imaging_documents", "application/octet-stream")]);
    let bytes = archive(&list, &[("a", &bomb)]);
    assert!(bytes.len() < 200_000);
    let mut reader = open(bytes).unwrap_or_else(|fault| unreachable!("{fault}"));
    let listed = reader.manifest().records[0].clone();
    let mut unpacked = 0;
    let read = reader.read_stream(&listed, &mut |piece| {
        unpacked += piece.len();
        true
    });
    assert_eq!(read.err(), Some(RejectReason::OtherBytes.into()));
    assert!(unpacked <= 10);
}

#[test]
fn a_record_that_is_not_what_the_list_says_is_named_and_the_others_are_taken() {
    let other = listed("a", LETTER.len() as u64, b"Dear Grace", "history", "text/plain");
    let longer = listed("a", LETTER.len() as u64 + 1, LETTER, "history", "text/plain");
    for record in [other, longer] {
        let bytes = archive(&manifest(&[record, letter("b")]), &[("a", LETTER), ("b", LETTER)]);
        assert_eq!(first_reason(bytes.clone()), Some(RejectReason::OtherBytes));
        let mut reader = open(bytes).unwrap_or_else(|fault| unreachable!("{fault}"));
        let good = reader.manifest().records[1].clone();
        assert_eq!(reader.read_record(&good).unwrap().content(), LETTER);
    }
    assert_eq!(first_reason(archive(&manifest(&[letter("a")]), &[])), Some(RejectReason::NotThere));
    let empty = listed("a", 0, b"", "history", "text/plain");
    assert_eq!(first_reason(archive(&manifest(&[empty]), &[("a", b"")])), Some(RejectReason::Empty));
}

#[test]
fn bytes_decide_what_a_record_is_and_no_exact_reading_gets_among_the_summaries() {
    let claims = |content: &[u8], portion: &str, media_type: &str, fhir_type: Option<&str>| {
        let mut record = listed("a", content.len() as u64, content, portion, media_type);
        record["fhir_type"] = json!(fhir_type);
        first_reason(archive(&manifest(&[record]), &[("a", content)]))
    };
    let refused = |reason: Option<RejectReason>| matches!(reason, Some(RejectReason::NotWhatItSays { .. }));
    let observation = br#"{"resourceType":"Observation"}"#;
    assert!(refused(claims(LETTER, "history", "application/pdf", None)));
    assert!(refused(claims(b"%PDF-1.7", "history", "text/plain", None)));
    assert!(refused(claims(observation, "readings_summary", "application/fhir+json", Some("Observation"))));
    assert!(refused(claims(LETTER, "readings_summary", "application/vnd.sesemr.series-summary+json", None)));
    assert!(refused(claims(LETTER, "readings", "application/vnd.sesemr.series-summary+json", None)));
    assert_eq!(claims(observation, "readings", "application/fhir+json", Some("Observation")), None);
    let other = claims(observation, "readings", "application/fhir+json", Some("Patient"));
    assert_eq!(other, Some(RejectReason::OtherBytes));
    let twice = br#"{"resourceType":"Observation","id":"1","id":"2"}"#;
    let reason = claims(twice, "readings", "application/fhir+json", Some("Observation"));
    assert!(matches!(reason, Some(RejectReason::DuplicateKey { .. })), "{reason:?}");
}

#[test]
fn what_the_list_does_not_name_is_told() {
    let bytes = archive(&manifest(&[letter("a")]), &[("a", LETTER), ("b", LETTER), ("folder/", b"")]);
    let reader = open(bytes).unwrap_or_else(|fault| unreachable!("{fault}"));
    assert_eq!(reader.unlisted(), ["b"]);
}

#[test]
fn an_archive_that_was_cut_off_is_broken_and_knows_itself_by_its_beginning() {
    let mut writer = ArchiveWriter::new(Vec::new(), 1_790_000_000_000);
    writer.add("README.txt", b"What this is").unwrap();
    let manifest: Manifest = serde_json::from_value(manifest(&[])).unwrap();
    let mut bytes = writer.finish(&manifest).unwrap();
    assert!(begins_like_archive(&bytes[..ARCHIVE_HEAD_BYTES]));
    bytes.truncate(bytes.len() - 30);
    assert_eq!(fault(bytes), ArchiveFault::Broken);
    assert!(!begins_like_archive(&zip(&[("a.txt", LETTER)])));
}

/// What a writer wrote in one go, a reader reads, and `sha256sum` would agree.
#[test]
fn what_was_written_without_going_back_is_read() {
    let mut writer = ArchiveWriter::new(Vec::new(), 1_790_000_000_000);
    let path = writer.name("records", "Letter", "", "text/plain");
    let mut file = writer.begin(&path).unwrap();
    for piece in LETTER.chunks(3) {
        file.write(piece).unwrap();
    }
    let listed = file.end();
    assert_eq!((listed.bytes, &listed.sha256), (LETTER.len() as u64, &hex(&sha256(&[LETTER]).0)));
    let manifest: Manifest = serde_json::from_value(manifest(&[letter(&path)])).unwrap();
    let bytes = writer.finish(&manifest).unwrap();
    assert_eq!(first_reason(bytes), None);
}

fn title() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "..",
        "/",
        "\\",
        ":",
        ".",
        " ",
        "con",
        "NUL",
        "com1",
        "\0",
        "\n",
        "\u{202e}",
        "\u{200b}",
        "é",
        "e\u{301}",
        "ß",
        "SS",
        "İ",
        "a",
        "A",
        ".pdf",
        ".exe",
        "*",
        "?",
        "\"",
        "<",
        "|",
        "日本",
        "👩‍⚕️",
        "\u{feff}",
        "~",
        "-",
        "LPT9",
    ]);
    prop_oneof![prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn whatever_records_are_called_their_files_have_names_of_their_own_that_lead_nowhere(
        titles in prop::collection::vec(title(), 1..30),
        media_type in prop::sample::select(vec!["text/plain", "application/pdf", "application/octet-stream", "x/y", ""]),
    ) {
        let mut names = FileNames::default();
        let mut seen = BTreeSet::new();
        for title in titles {
            let path = names.name("records/history", &title, "", media_type);
            prop_assert!(is_safe_path(&path), "{path:?}");
            let name = path.strip_prefix("records/history/").unwrap();
            prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']), "{name:?}");
            prop_assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']), "{name:?}");
            prop_assert!(name.len() <= 255, "{} bytes", name.len());
            let stem = name.split('.').next().unwrap().trim_end().to_lowercase();
            prop_assert!(!["con", "nul", "com1", "lpt9"].contains(&stem.as_str()), "{name:?}");
            prop_assert!(!name.to_lowercase().ends_with(".exe"), "{name:?}");
            prop_assert!(seen.insert(name.to_lowercase()), "{name:?} twice");
        }
    }

    #[test]
    fn no_bytes_whatever_stop_the_reader(mut bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0_usize..2000) {
        prop_assert!(open(bytes.clone()).is_err());
        let whole = archive(&manifest(&[letter("a")]), &[("a", LETTER)]);
        let cut = cut.min(whole.len());
        bytes.splice(..0, whole[..cut].iter().copied());
        if let Ok(mut reader) = open(bytes) {
            for listed in reader.manifest().records.clone() {
                drop(reader.read_record(&listed));
            }
        }
    }
}
