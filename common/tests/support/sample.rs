//! One sealed record with what seals and opens it.

use sesemr_common::crypto::{FileKey, SigningKey};
use sesemr_common::envelope::{NativeBodyCipher, SealedRecord, seal_record};
use sesemr_common::id::Hash;
use sesemr_common::record::{RecordSummary, Title};

use crate::now::now;
use crate::subject::subject;

/// A summary of a record of this many bytes.
pub(crate) fn summary(byte_size: usize) -> RecordSummary {
    RecordSummary {
        title: Title::of("Haemoglobin A1c"),
        media_type: "application/fhir+json".parse().unwrap(),
        fhir_type: Some("Observation".parse().unwrap()),
        clinical_date: Some("2026-08-06".parse().unwrap()),
        byte_size: byte_size as u64,
        content_id: None,
        reason: None,
        voids: None,
    }
}

/// A sealed record with what seals and opens it.
pub(crate) struct Sample {
    pub(crate) content: Vec<u8>,
    pub(crate) file_key: FileKey,
    pub(crate) author: SigningKey,
    pub(crate) sealed: SealedRecord,
}

impl Sample {
    /// Seals these bytes.
    pub(crate) fn seal(content: Vec<u8>) -> Self {
        let (file_key, author) = (FileKey::make(), SigningKey::make());
        let summary = summary(content.len());
        let sealing = seal_record(subject(), &summary, content.clone(), &file_key, &author, &NativeBodyCipher);
        let sealed = now(sealing).unwrap();
        Self { content, file_key, author, sealed }
    }

    /// The chunk hashes, in order.
    pub(crate) fn hashes(&self) -> Vec<Hash> {
        self.sealed.chunks.iter().map(|chunk| chunk.hash).collect()
    }

    /// The chunks, in order.
    pub(crate) fn chunks(&self) -> Vec<Vec<u8>> {
        self.sealed.chunks.iter().map(|chunk| chunk.bytes.clone()).collect()
    }
}
