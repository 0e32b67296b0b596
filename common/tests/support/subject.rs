//! The record version that samples and vectors are about.

use sesemr_common::envelope::{Authority, RecordSubject};
use sesemr_common::id::{AccountId, Hash, KeyId, RecordId};
use sesemr_common::portion::Portion;

/// A record version of one patient.
pub(crate) fn subject() -> RecordSubject {
    RecordSubject {
        patient: AccountId::from_bytes([1; 16]),
        record: RecordId::from_bytes([2; 16]),
        version: 1,
        portion: Portion::Laboratory,
        author: AccountId::from_bytes([1; 16]),
        author_key: KeyId([3; 32]),
        authority: Authority::Own,
        previous: Hash::ZERO,
    }
}
