//! The list of an archive: files that people keep for years must be read by every later version.

use std::io::{Cursor, Write as _};

use sesemr_common::export::archive::{ArchiveReader, LeftOutReason, ListedFile, Manifest, MarkWord, PaperKind};
use sesemr_common::portion::Portion;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::file::{Vector, parse};

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_list_reads_as_itself() {
    let file = parse(include_str!("archive.json"));
    let text = Vector(&file).text("manifest");
    let manifest: Manifest = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string_pretty(&manifest).unwrap(), text);

    let [creatinine, letter] = &manifest.records[..] else { panic!("two records") };
    assert_eq!((creatinine.version, creatinine.portion), (2, Portion::Laboratory));
    assert_eq!(creatinine.summary().content_id.map(|id| id.0), Some([2; 32]));
    assert_eq!(creatinine.mark.as_ref().map(|mark| mark.kind), Some(MarkWord::Wrong));
    assert_eq!((letter.hidden, letter.summary().content_id), (true, None));
    let reasons: Vec<LeftOutReason> = manifest.not_taken.iter().map(|not_taken| not_taken.reason).collect();
    assert_eq!(reasons, [LeftOutReason::Damaged, LeftOutReason::Missing, LeftOutReason::Deleted]);
    let kept: Vec<PaperKind> = manifest.papers.iter().map(|paper| paper.kind).filter(|kind| kind.is_kept()).collect();
    assert_eq!(kept, [PaperKind::SignedPrescription, PaperKind::History, PaperKind::Consents, PaperKind::LogTable]);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn an_archive_with_this_list_is_read_back() {
    let file = parse(include_str!("archive.json"));
    let text = Vector(&file).text("manifest");
    let manifest: Manifest = serde_json::from_str(text).unwrap();
    let contents: Vec<&str> = file["contents"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |listed: &ListedFile, content: &str| {
        zip.start_file(listed.path.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    let records = manifest.records.iter().chain(&manifest.earlier_versions);
    for (record, content) in records.zip(&contents) {
        add(&record.file, content);
    }
    for paper in &manifest.papers {
        let kind = serde_json::to_value(paper.kind).unwrap();
        add(&paper.file, kind.as_str().unwrap());
    }
    zip.start_file("manifest.json", SimpleFileOptions::default()).unwrap();
    zip.write_all(text.as_bytes()).unwrap();

    let mut reader = ArchiveReader::open(zip.finish().unwrap()).unwrap_or_else(|fault| panic!("{fault}"));
    for (listed, content) in manifest.records.iter().zip(contents) {
        let record = reader.read_record(listed).unwrap();
        assert_eq!((record.portion(), record.content()), (listed.portion, content.as_bytes()));
    }
    for paper in manifest.papers.iter().filter(|paper| paper.kind.is_kept()) {
        assert_eq!(reader.read_paper(paper).unwrap().portion(), Portion::ImagingDocuments);
    }
    assert!(reader.unlisted().is_empty());
}
