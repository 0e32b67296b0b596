//! What the tests of records share.

use std::{collections::BTreeSet, fs, path::PathBuf};

use sesemr_common::record::{Import, RejectReason, SourceFile, import_records};

/// The sample bundles beside the project.
pub(crate) const BUNDLES: [&str; 7] = [
    "01-adult-minimal-male-1984.json",
    "02-infant-vaccines-2020.json",
    "03-pregnancy-hypertension-1999.json",
    "04-depression-careplan-1973.json",
    "07-large-polymorbid-deceased-1915.json",
    "08-ips-document-bundle.json",
    "09-ktc-patient-shared-bundle-minimal.json",
];

/// A sample bundle beside the project, or nothing and a word why.
pub(crate) fn shared_bundle(name: &str) -> Option<String> {
    let read = fs::read_to_string(root().join("../shared/data/fhir").join(name));
    read.inspect_err(|error| println!("skipped: ../shared/data/fhir/{name}: {error}")).ok()
}

/// The sample bundle of the project.
pub(crate) fn amina() -> String {
    fs::read_to_string(root().join("tests/data/amina_yusuf.json")).unwrap()
}

/// Imports text from a file of this name, into an account that holds nothing yet.
pub(crate) fn import(name: &str, text: impl AsRef<[u8]>) -> Import {
    import_records(&SourceFile { name, declared_type: "", bytes: text.as_ref() }, &BTreeSet::new())
}

/// A collection of these resources, entry by entry.
pub(crate) fn collection(resources: &[&str]) -> String {
    bundle("collection", resources)
}

/// A bundle of these resources, entry by entry.
pub(crate) fn bundle(kind: &str, resources: &[&str]) -> String {
    let entries: Vec<String> = resources.iter().map(|resource| format!(r#"{{"resource":{resource}}}"#)).collect();
    format!(r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{}]}}"#, entries.join(","))
}

/// Places and reasons of what was rejected.
pub(crate) fn rejections(import: &Import) -> Vec<(String, RejectReason)> {
    import.rejected.iter().map(|entry| (entry.place.to_string(), entry.reason.clone())).collect()
}

/// The titles of the records, in order.
pub(crate) fn titles(import: &Import) -> Vec<&str> {
    import.records.iter().map(|record| record.summary().title.as_str()).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
