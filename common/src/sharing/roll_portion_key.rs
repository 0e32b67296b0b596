//! The act of rolling a portion's keys to the next epoch.

use super::{act::act, close_opening::OpenedRecord};
use crate::id::Hash;
use crate::portion::Portion;

act! {
    /// Switches the card and all home slots of a portion in one transaction, refused if one is missing that is not quarantined.
    RollPortionKey = "roll-portion-key" to Sas {
        /// Which portion.
        portion: Portion,
        /// Hash of the card before.
        card_before: Hash,
        /// Hash of the new card.
        card_after: Hash,
        /// Hashes of the new key batches, signatures included, in the order of the upload.
        batches: Vec<Hash>,
        /// Records whose batch or slot failed a check: kept, shown as damaged, never granted.
        quarantined: Vec<OpenedRecord>,
    }
}
