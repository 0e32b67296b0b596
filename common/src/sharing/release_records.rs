//! Releases: which sealed records an opening asks the SAS for, signed by w with a number unique in the opening.

use super::Signed;
use crate::codec::object;
use crate::id::{Hash, OpeningId, RecordId};

object! {
    /// What is signed.
    object struct ReleaseRecordsFields = "release-records" {
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// From 1, without gaps, within the opening.
        number: u32,
        /// Which records, at most 256, in the version that the opening names.
        records: Vec<RecordId>,
        /// Hash of the signed ticket shown with it.
        ticket: Hash,
    }
}

/// A release, signed by w.
pub type ReleaseRecords = Signed<ReleaseRecordsFields>;
