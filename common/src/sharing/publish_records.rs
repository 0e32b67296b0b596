//! The act of publishing records, and the record index that it extends.
//!
//! The index is a hash chain that only the patient extends, its head in the vault: a server that hides a record or
//! serves an old version is noticed. See [`super::WritePrescription`] for records that a clinician writes.

use super::act::act;
use crate::codec::{Encode, choice, object};
use crate::crypto::object_hash;
use crate::id::{Hash, RecordId, UploadId};
use crate::portion::Portion;

choice! {
    /// What an index entry says.
    IndexKind("index kind") {
        /// This version is now the record.
        Put = 1,
        /// This version is now the record, in another portion; the old portion's version is a tombstone.
        Move = 2,
        /// The record is gone, by the act [`super::DeleteRecord`].
        Delete = 3,
    }
}

object! {
    /// One entry of the record index.
    object struct IndexEntry = "record-index-entry" {
        /// From 1, without gaps.
        sequence: u64,
        /// What it says.
        kind: IndexKind,
        /// Of which record.
        record: RecordId,
        /// Which version.
        version: u32,
        /// In which portion.
        portion: Portion,
        /// Hash of the record header, signature included.
        header: Hash,
    }
}

object! {
    /// Where a record index ends.
    struct IndexHead {
        /// Number of entries.
        sequence: u64,
        /// `head_n = hash("record-index", head_(n-1) ‖ entry_n)`; zero for an empty index.
        hash: Hash,
    }
}

impl IndexHead {
    /// The head of an empty index.
    pub const EMPTY: Self = Self { sequence: 0, hash: Hash::ZERO };
}

/// The head after `entry`, or nothing where the entry does not follow `head`.
pub fn extend_index(head: &IndexHead, entry: &IndexEntry) -> Option<IndexHead> {
    let sequence = head.sequence.checked_add(1)?;
    (entry.sequence == sequence).then(|| {
        let mut bytes = head.hash.as_bytes().to_vec();
        bytes.extend(entry.encode());
        IndexHead { sequence, hash: object_hash("record-index", &bytes) }
    })
}

object! {
    /// One record version in an upload.
    struct PublishedRecord {
        /// Which record.
        record: RecordId,
        /// Which version.
        version: u32,
        /// In which portion.
        portion: Portion,
        /// Hash of the record header, signature included.
        header: Hash,
    }
}

act! {
    /// Commits one upload: its batches and records become visible together, and the index moves from one head to the next.
    /// A record that a clinician wrote enters the index the same way, re-wrapped into a batch of the patient's own.
    PublishRecords = "publish-records" to Sas {
        /// Which upload.
        upload: UploadId,
        /// The records, in index order.
        records: Vec<PublishedRecord>,
        /// Hashes of the key batches, signatures included.
        batches: Vec<Hash>,
        /// The index head that this extends.
        index_before: IndexHead,
        /// The index head afterwards.
        index_after: IndexHead,
    }
}
