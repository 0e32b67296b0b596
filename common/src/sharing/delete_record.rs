//! The act of deleting a record, and the receipt that the server signs for it.
//!
//! The act outlives the record: it stands in the access log, in the index as an entry of kind delete, and is what a
//! clinician gets in place of a record that an opening names.

use super::act::act;
use super::{IndexEntry, IndexHead, IndexKind, Signed, extend_index};
use crate::codec::object;
use crate::id::{AccountId, Hash, RecordId};
use crate::portion::Portion;

act! {
    /// "Let it be gone": every version, body, summary and wrapped key of one record.
    DeleteRecord = "delete-record" to Sas {
        /// Which record.
        record: RecordId,
        /// Its last version.
        version: u32,
        /// The portion that version stands in.
        portion: Portion,
        /// Hash of that version's header, signature included.
        header: Hash,
        /// Hash of the index head after the entry that says so. Without its number: clinicians get this act, and how many
        /// entries an index has is not theirs to know.
        index_after: Hash,
    }
}

impl DeleteRecord {
    /// The act that deletes what `current` put, on top of `before`, and the index head after it.
    pub fn after(before: &IndexHead, current: &IndexEntry) -> Option<(Self, IndexHead)> {
        let IndexEntry { record, version, portion, header, .. } = *current;
        let act = Self { record, version, portion, header, index_after: Hash::ZERO };
        let (_, after) = act.extend(before)?;
        Some((Self { index_after: after.hash, ..act }, after))
    }

    /// The index entry that goes with this act and the head after it, or nothing where it was signed on top of another
    /// head than `before`.
    pub fn index_entry(&self, before: &IndexHead) -> Option<(IndexEntry, IndexHead)> {
        self.extend(before).filter(|(_, after)| after.hash == self.index_after)
    }

    fn extend(&self, before: &IndexHead) -> Option<(IndexEntry, IndexHead)> {
        let entry = IndexEntry {
            sequence: before.sequence.checked_add(1)?,
            kind: IndexKind::Delete,
            record: self.record,
            version: self.version,
            portion: self.portion,
            header: self.header,
        };
        let after = extend_index(before, &entry)?;
        Some((entry, after))
    }
}

object! {
    /// "It is gone": what the SAS vouches for.
    object struct DeletionReceiptFields = "deletion-receipt" {
        /// Whose record.
        patient: AccountId,
        /// Which.
        record: RecordId,
        /// Hash of the signed act.
        act: Hash,
        /// How many versions were deleted.
        versions: u32,
        /// How many sealed bytes they had.
        bytes: u64,
        /// Milliseconds since 1970 UTC, by the server's clock.
        deleted_at: u64,
    }
}

/// A receipt, signed by the SAS.
pub type DeletionReceipt = Signed<DeletionReceiptFields>;
