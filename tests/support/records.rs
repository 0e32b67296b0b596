//! Records to publish: sample bundles, taken apart as the application does, and small ones made for a test.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sesemr_common::crypto::sha256;
use sesemr_common::envelope::BytesSource;
use sesemr_common::flow::NewRecord;
use sesemr_common::microagg::GroupSize;
use sesemr_common::portion::Portion;
use sesemr_common::record::{
    Import, MediaType, MedicalRecord, Prescription, PrescriptionDraft, ReadingsSeries, RecordSummary, SourceFile,
    Title, import_records, summarise_series,
};

/// The bundles beside the project, each with the number of its entries.
pub const SHARED_BUNDLES: [(&str, usize); 7] = [
    ("01-adult-minimal-male-1984.json", 70),
    ("02-infant-vaccines-2020.json", 61),
    ("03-pregnancy-hypertension-1999.json", 148),
    ("04-depression-careplan-1973.json", 220),
    ("07-large-polymorbid-deceased-1915.json", 1111),
    ("08-ips-document-bundle.json", 20),
    ("09-ktc-patient-shared-bundle-minimal.json", 4),
];

/// A bundle beside the project, or nothing and a word why.
#[expect(clippy::print_stdout, reason = "the runner of the tests counts what was skipped")]
pub fn shared_bundle(name: &str) -> Option<Vec<u8>> {
    let read = std::fs::read(root().join("../shared/data/fhir").join(name));
    read.inspect_err(|error| println!("skipped: ../shared/data/fhir/{name}: {error}")).ok()
}

/// The project's own sample bundle.
pub fn sample_bundle() -> Vec<u8> {
    std::fs::read(root().join("tests/data/amina_yusuf.json")).unwrap()
}

/// The records of the project's own sample bundle, without summaries of readings.
pub fn sample() -> Vec<MedicalRecord> {
    import(&sample_bundle()).records
}

/// Takes a file apart, for an account that holds nothing yet.
pub fn import(bytes: &[u8]) -> Import {
    import_records(&SourceFile { name: "bundle.json", declared_type: "", bytes }, &BTreeSet::new())
}

/// Takes a file apart and adds the summary of every series of readings that is long enough, as the application does.
pub fn import_with_summaries(bytes: &[u8]) -> Vec<MedicalRecord> {
    let Import { mut records, series, .. } = import(bytes);
    let summaries = series.into_iter().filter_map(|series| {
        let series = ReadingsSeries::try_from(series).ok()?;
        Some(summarise_series(&series, GroupSize::DEFAULT).ok()?.into_record())
    });
    records.extend(summaries);
    records
}

/// A small record of text in any portion but the summaries'.
pub fn note(portion: Portion, text: &str) -> MedicalRecord {
    made(portion, text, text.as_bytes().to_vec())
}

/// Bytes that no codec shrinks, as a document: SHA-256 of seed and 0, 1, 2, …
pub fn noise(seed: &str, length: usize) -> MedicalRecord {
    let blocks = (0_u32..).flat_map(|number| sha256(&[seed.as_bytes(), &number.to_be_bytes()]).0);
    made(Portion::ImagingDocuments, seed, blocks.take(length).collect())
}

/// A record as it is published.
pub fn noted(records: Vec<MedicalRecord>) -> Vec<NewRecord<BytesSource>> {
    records.into_iter().map(NewRecord::from).collect()
}

/// A prescription as a doctor types it.
pub fn draft_prescription(medicine: &str) -> PrescriptionDraft {
    PrescriptionDraft {
        medicine: medicine.to_owned(),
        dose_amount: "1".to_owned(),
        dose_unit: "capsule".to_owned(),
        route: "by mouth".to_owned(),
        times: "3".to_owned(),
        start: "2026-08-06".to_owned(),
        duration: "7".to_owned(),
        ..PrescriptionDraft::default()
    }
}

/// A prescription, checked.
pub fn prescription(medicine: &str) -> Prescription {
    let authored = "2026-08-06T14:02:00Z".parse().unwrap();
    draft_prescription(medicine).check("Dr Grace Bello", "Amina Yusuf", authored).unwrap()
}

fn made(portion: Portion, title: &str, content: Vec<u8>) -> MedicalRecord {
    let summary = RecordSummary {
        title: Title::of(title),
        media_type: "text/plain".parse::<MediaType>().unwrap(),
        fhir_type: None,
        clinical_date: None,
        byte_size: content.len() as u64,
        content_id: None,
        reason: None,
        voids: None,
    };
    MedicalRecord::from_opened(portion, summary, content).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
