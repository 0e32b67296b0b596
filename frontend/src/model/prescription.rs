//! A prescription that was signed and sent. The form is `sesemr_common::record::PrescriptionDraft`, which also checks it
//! and says it in the patient's words.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::RecordId, record::PrescriptionDraft};

use super::moment::Moment;

/// A prescription that is being written, as its form was left.
#[derive(Clone, Default)]
pub struct KeptDraft {
    /// What is prescribed.
    pub draft: PrescriptionDraft,
    /// Why an earlier one is void.
    pub why: String,
}

/// A prescription that was signed and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrescriptionReceipt {
    /// The record it became.
    pub record: RecordId,
    /// When it was signed.
    pub signed_at: Moment,
    /// To whom: the patient's name.
    pub patient: String,
}
