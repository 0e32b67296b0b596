//! The acts that end an opening: the clinician's signed closing receipt, and the word to the SRS to destroy fragments.

use super::{Signed, act::act};
use crate::codec::{choice, object};
use crate::id::{AccountId, Hash, OpeningId, RecordId};

object! {
    /// A record that was opened, or written, under an opening.
    struct OpenedRecord {
        /// Which record.
        record: RecordId,
        /// Which version.
        version: u32,
    }
}

act! {
    /// The closing receipt: what was opened and what was written.
    CloseOpening = "close-opening" to Sas {
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// The records released to the clinician.
        opened: Vec<OpenedRecord>,
        /// Header hashes of the records that the clinician wrote.
        written: Vec<Hash>,
    }
}

choice! {
    /// Why an opening ends.
    EndReason("end reason") {
        /// The clinician closed it.
        Closed = 1,
        /// The patient took it back.
        TakenBack = 2,
        /// Its time was up.
        Expired = 3,
        /// The random key was burnt without opening anything.
        Failed = 4,
    }
}

act! {
    /// To the SRS, by the clinician or the patient: destroy what is left of this opening.
    EndOpening = "end-opening" to Srs {
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening; zero where it was registered and never activated.
        opening_hash: Hash,
        /// Why.
        reason: EndReason,
    }
}

object! {
    /// Where the clinician's browser died, the SAS closes from its log; serves the checks of a receipt.
    object struct ServerClosingFields = "server-closing" {
        /// Whose records.
        patient: AccountId,
        /// The opening.
        opening: OpeningId,
        /// Hash of the signed opening.
        opening_hash: Hash,
        /// The records released.
        opened: Vec<OpenedRecord>,
        /// Header hashes of the records written.
        written: Vec<Hash>,
        /// Why.
        reason: EndReason,
        /// Milliseconds since 1970 UTC, by the server's clock.
        closed_at: u64,
    }
}

/// A closing by the server, marked as such by its type, signed by the SAS.
pub type ServerClosing = Signed<ServerClosingFields>;
