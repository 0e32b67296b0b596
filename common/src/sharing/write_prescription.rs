//! The act of writing a prescription back under an opening.

use super::act::act;
use crate::id::{Hash, OpeningId, RecordId, UploadId};
use crate::portion::Portion;

act! {
    /// One new record, version 1, in a batch of one, under the card that the opening names.
    WritePrescription = "write-prescription" to Sas {
        /// The upload that carries it.
        upload: UploadId,
        /// The opening that permits it.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// The record, unused until now.
        record: RecordId,
        /// The portion that the opening names.
        portion: Portion,
        /// Hash of the record header, signature included.
        header: Hash,
        /// Hash of the key batch, signature included.
        batch: Hash,
    }
}
