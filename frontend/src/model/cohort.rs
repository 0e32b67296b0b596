//! Rows about people who lent records for research, as the Research page offers and gets them.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::OpeningId, record::CohortOffer};

use crate::message::Attachment;

/// What can be built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortOfferView {
    /// Whose records are open here for research, by name.
    pub people: Vec<String>,
    /// How many others gave access for research and are not open here.
    pub not_open: u32,
    /// What the people have.
    pub offers: Vec<CohortOffer>,
}

/// What came of building.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CohortView {
    /// The rows.
    Built {
        /// How many people are in it.
        rows: u32,
        /// Whose records these are: the rows go when one of them closes.
        openings: Vec<OpeningId>,
        /// The rows, as CSV.
        table: Attachment,
    },
    /// Fewer people than one group needs.
    TooFewPeople {
        /// How many people there are.
        people: u32,
        /// How many of them have all that was chosen.
        complete: u32,
        /// k.
        k: u32,
    },
}
