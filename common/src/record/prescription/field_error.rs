//! What can be wrong with a prescription as typed, field by field. Found by `check_prescription`; the words are the page's.

use serde::{Deserialize, Serialize};

/// A field of the page, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrescriptionField {
    /// The medicine.
    Medicine,
    /// How much at a time.
    DoseAmount,
    /// Of what.
    DoseUnit,
    /// How it is taken.
    Route,
    /// How many times.
    Times,
    /// In how much time.
    Every,
    /// What for, as needed.
    AsNeededReason,
    /// Anything else.
    Instructions,
    /// The first day.
    Start,
    /// For how long.
    Duration,
    /// How much is handed out.
    Quantity,
    /// Of what.
    QuantityUnit,
    /// How many more times it may be handed out.
    Repeats,
    /// What it is for.
    Reason,
    /// Who prescribes.
    Requester,
    /// For whom.
    Subject,
}

/// One wrong field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which.
    pub field: PrescriptionField,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    /// It is needed and empty.
    Missing,
    /// It is longer than [`super::Line::MOST`] characters.
    TooLong,
    /// It holds characters that cannot be seen.
    HiddenCharacters,
    /// It is not a number above zero.
    NotAnAmount,
    /// It is not a whole number in the range.
    NotAWholeNumber {
        /// The least.
        least: u16,
        /// The largest.
        most: u16,
    },
    /// It is not a day.
    NotADay,
}
