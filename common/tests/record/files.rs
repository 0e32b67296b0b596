//! Files that are not FHIR, and files that only say they are.

use std::collections::BTreeSet;

use sesemr_common::{
    portion::Portion,
    record::{
        ContentHasher, ContentId, FileClass, MAX_FHIR_BYTES, RejectReason, SourceFile, classify_file, import_records,
        sniff_media_type,
    },
};

use super::support::import;

const PDF: &[u8] = b"%PDF-1.7\nsome pages";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn dicom() -> Vec<u8> {
    [&[0; 128][..], b"DICM", b"rest"].concat()
}

#[test]
fn bytes_decide_what_a_file_is() {
    let cases: [(&[u8], &str); 16] = [
        (PDF, "application/pdf"),
        (b"\xEF\xBB\xBF\n%PDF-1.4", "application/pdf"),
        (PNG, "image/png"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "image/jpeg"),
        (&dicom(), "application/dicom"),
        (b"<?xml version=\"1.0\"?>\n<ClinicalDocument/>", "text/xml"),
        (b"<?xml version=\"1.0\"?><SVG onload='x()'/>", "image/svg+xml"),
        (b"<!DOCTYPE html><p>", "text/html"),
        ("plain wörds\n".as_bytes(), "text/plain"),
        (b"cut in a character \xC3", "text/plain"),
        (b"\xFF\xFEa\0\xE9\0", "text/plain"),
        (b"\xFE\xFF\0a\0", "text/plain"),
        (b"\xFF\xFEa\0\x01\0", "application/octet-stream"),
        (b"\xFF\xFE", "application/octet-stream"),
        (b"a\x01b", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(sniff_media_type(bytes).as_str(), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn any_file_is_stored_as_it_is_among_the_documents() {
    let cases: [(&str, &[u8], &str); 5] = [
        ("C:\\scans\\knee.png", PNG, "image/png"),
        ("letter", PDF, "application/pdf"),
        ("scan.dcm", &dicom(), "application/dicom"),
        ("settings.json", br#"{"theme":"dark"}"#, "application/json"),
        ("notes.txt", b"{not json", "text/plain"),
    ];
    for (name, bytes, media_type) in cases {
        let import = import(name, bytes);
        assert_eq!(import.records.len(), 1, "{name}");
        let record = &import.records[0];
        assert_eq!(record.portion(), Portion::ImagingDocuments, "{name}");
        assert_eq!(record.content(), bytes, "{name}");
        assert_eq!(record.summary().media_type.as_str(), media_type, "{name}");
        assert_eq!(record.summary().byte_size, bytes.len() as u64, "{name}");
        assert_eq!(record.summary().fhir_type, None, "{name}");
        let known = BTreeSet::from([record.content_id()]);
        let again = import_records(&SourceFile { name: "other name", declared_type: "", bytes }, &known);
        assert_eq!((again.records.len(), again.already_there.len()), (0, 1), "{name}");
    }
    assert_eq!(import("C:\\scans\\knee.png", PNG).records[0].summary().title.as_str(), "knee.png");
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused_by_both_names() {
    let reason = |name, declared, bytes: &[u8]| {
        let import = import_records(&SourceFile { name, declared_type: declared, bytes }, &BTreeSet::new());
        import.rejected.first().map(|rejected| rejected.reason.to_string())
    };
    let refused = |words: &str| Some(words.to_owned());
    assert_eq!(reason("x.pdf", "", PNG), refused("it says it is pdf, but it is image/png"));
    assert_eq!(
        reason("x", "application/pdf", b"<html >"),
        refused("it says it is application/pdf, but it is text/html")
    );
    assert_eq!(reason("x.pdf", "", b"\x01\x02"), refused("it says it is pdf, but it is application/octet-stream"));
    let fhir = br#"{"resourceType":"Patient","name":[{"text":"A"}]}"#;
    assert_eq!(reason("x.pdf", "", fhir), refused("it says it is pdf, but it is application/fhir+json"));
    assert_eq!(reason("x.txt", "text/plain", fhir), None);
    assert_eq!(reason("x.json", "", PNG), refused("it says it is JSON, but it is image/png"));
    assert_eq!(reason("x.json", "", b"plain words"), refused("it is broken at line 1, column 1"));
    assert_eq!(reason("x.json", "application/fhir+json", b"{\"a\":"), refused("the file ends in the middle of it"));
    assert_eq!(reason("x.json", "", b"{\"a\":1,\"a\":2}"), refused("a stands there twice, in the outermost object"));
    assert_eq!(reason("x.png", "image/png", b"\xFF\xD8\xFF\xE0\0\x10JFIF"), None, "one picture for another");
    assert_eq!(reason("x.csv", "text/csv", b"a,b\n1,2\n"), None);
    assert_eq!(reason("x.dat", "application/octet-stream", PDF), None);
    for name in ["x.json", "x.pdf", "x"] {
        assert_eq!(reason(name, "", b""), refused("it is empty"));
    }
}

#[test]
fn a_large_file_is_classified_by_its_first_bytes_and_streams() {
    let large = 200 * 1024 * 1024;
    let Ok(FileClass::StoreAsIs(head)) = classify_file(PDF, large, "scan.pdf", "application/pdf") else {
        unreachable!("a PDF is stored as it is")
    };
    assert_eq!((head.portion(), head.summary().byte_size), (Portion::ImagingDocuments, large));
    assert_eq!(head.summary().content_id, None);
    let fhir = br#"{ "resourceType": "Bundle", "#;
    assert_eq!(classify_file(fhir, MAX_FHIR_BYTES, "x.json", ""), Ok(FileClass::TakeApart));
    assert_eq!(classify_file(fhir, MAX_FHIR_BYTES + 1, "x.json", ""), Err(RejectReason::TooLarge));
    assert_eq!(classify_file(b"", 0, "x.json", ""), Err(RejectReason::Empty));
    assert!(matches!(classify_file(b"{\\rtf1 words}", 12, "x.rtf", ""), Ok(FileClass::StoreAsIs(_))));
}

#[test]
fn a_file_hashed_as_it_streams_is_recognised_like_one_hashed_whole() {
    let mut hasher = ContentHasher::for_file();
    hasher.update(&PDF[..5]);
    hasher.update(&PDF[5..]);
    assert_eq!(hasher.finish(), ContentId::of_file(PDF));
    assert_ne!(ContentId::of_file(PDF), ContentId::of_file(PNG));
}
