//! Verbs of a clinician under an opening. Views are in `model::opening` and `model::prescription`.
//! Reading records under one is `ReadRecord` and `ReadPortion` with `Source::Opening`.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{OpeningId, RecordId},
    record::{PatientWords, PrescriptionDraft},
};

use super::Typed;

/// Enter the random key: one attempt, right or wrong, burns it.
#[derive(Debug, Serialize, Deserialize)]
pub struct AttemptOpening {
    /// The opening.
    pub opening: OpeningId,
    /// The code as typed or scanned, any spacing or case; none to use the one that was sent in the app.
    pub code: Option<Typed>,
}

/// What an opening holds. Asked for again, it is answered from what is known: that is no use of the opening.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReadOpening {
    /// The opening.
    pub opening: OpeningId,
}

/// Sign and send.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WritePrescription {
    /// The opening, with write-back.
    pub opening: OpeningId,
    /// What.
    pub prescription: PrescriptionDraft,
    /// The same in the patient's words, as the clinician saw them.
    pub words: PatientWords,
}

/// Sign a prescription that takes the place of one of one's own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CorrectPrescription {
    /// The opening, with write-back.
    pub opening: OpeningId,
    /// The prescription that it corrects.
    pub record: RecordId,
    /// What.
    pub prescription: PrescriptionDraft,
    /// The same in the patient's words, as the clinician saw them.
    pub words: PatientWords,
    /// Why, in the clinician's words.
    pub why: String,
}

/// Withdraw a prescription of one's own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WithdrawPrescription {
    /// The opening, with write-back.
    pub opening: OpeningId,
    /// The prescription.
    pub record: RecordId,
    /// Why, in the clinician's words.
    pub why: String,
}

/// "Keep open": the person is still here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeepOpen {
    /// The opening.
    pub opening: OpeningId,
}

/// Close the portal: keys and plaintext are wiped whatever the server answers, and it gets a signed receipt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseOpening {
    /// The opening.
    pub opening: OpeningId,
}
