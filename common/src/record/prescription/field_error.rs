//! What can be wrong with a prescription as typed, field by field. Found by `check_prescription`.

use serde::{Deserialize, Serialize};

use super::Line;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    /// It is needed and empty.
    #[error("is needed")]
    Missing,
    /// It is longer than [`Line::MOST`] characters.
    #[error("is longer than {} characters", Line::MOST)]
    TooLong,
    /// It holds characters that cannot be seen.
    #[error("holds characters that cannot be seen; type it again")]
    HiddenCharacters,
    /// It is not a number above zero.
    #[error("needs a number like 1 or 2.5")]
    NotAnAmount,
    /// It is not a whole number in the range.
    #[error("needs a whole number from {least} to {most}")]
    NotAWholeNumber {
        /// The least.
        least: u16,
        /// The largest.
        most: u16,
    },
    /// It is not a day.
    #[error("needs a day like 2026-08-06")]
    NotADay,
}

impl core::fmt::Display for FieldError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.field.words(), self.problem)
    }
}

impl PrescriptionField {
    /// What the field is called in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Medicine => "Medicine",
            Self::DoseAmount => "Dose",
            Self::DoseUnit => "Unit of the dose",
            Self::Route => "How it is taken",
            Self::Times => "How many times",
            Self::Every => "How often",
            Self::AsNeededReason => "What it is needed for",
            Self::Instructions => "Instructions",
            Self::Start => "First day",
            Self::Duration => "For how long",
            Self::Quantity => "Quantity",
            Self::QuantityUnit => "Unit of the quantity",
            Self::Repeats => "Repeats",
            Self::Reason => "Reason",
            Self::Requester => "Prescriber",
            Self::Subject => "Patient",
        }
    }
}
