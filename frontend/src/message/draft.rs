//! Verbs about what is being typed, which this device keeps so that a reload does not lose it. The list of readings has verbs
//! of its own, in `record`.

use serde::{Deserialize, Serialize};
use sesemr_common::id::{AccountId, KeyRequestId, OpeningId, RecordId};

/// What is being typed, as the page of its form knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftOf {
    /// A prescription. It is kept for the patient of its opening, and the next opening of the same patient finds it.
    Prescription {
        /// Under which opening.
        opening: OpeningId,
        /// The prescription that it corrects.
        corrects: Option<RecordId>,
    },
    /// A request for access.
    KeyRequest {
        /// To whom.
        patient: AccountId,
        /// The earlier request that it repeats.
        again: Option<KeyRequestId>,
    },
    /// The answer to a request, whichever it will be.
    KeyAnswer {
        /// To which.
        request: KeyRequestId,
    },
    /// Why a record is to be replaced, and what a corrected reading says.
    Correction {
        /// Which.
        record: RecordId,
    },
    /// What the patient is about to say of a record.
    Mark {
        /// Of which.
        record: RecordId,
    },
    /// Why a prescription is to be withdrawn. It is kept for the patient of its opening, as a prescription is.
    Withdrawal {
        /// Under which opening.
        opening: OpeningId,
        /// Which.
        record: RecordId,
    },
    /// The reading that stands in the fields and is not on the list yet.
    Reading,
}

/// What was typed, in the form's own JSON; nothing where nothing is kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadDraft {
    /// Into which form.
    pub of: DraftOf,
}

/// Keep what was typed, in the place of what was kept before.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepDraft {
    /// Into which form.
    pub of: DraftOf,
    /// The form's own JSON; nothing forgets it.
    pub content: Option<String>,
}
