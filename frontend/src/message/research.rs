//! What the page and the research worker say to each other. That worker holds no key and knows nobody: it is given one
//! question with a table beside it, and is ended after the answer.
//!
//! ```text
//!  page                                 worker
//!                          ◀─────────   FromResearch::Ready
//!  ToResearch    + table   ─────────▶   research
//!                          ◀─────────   FromResearch::Progress       any number
//!                          ◀─ + files   FromResearch::Answer         exactly one
//! ```
//!
//! There is no message that cancels: the methods run to their end without listening, so the page ends the worker.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::model::research::{
    choice::{ColumnChoice, MethodChoice},
    outcome::OutcomeView,
    table::TableView,
};

/// From the page to the worker. The table travels beside it, as CSV.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToResearch {
    /// Look into a table.
    InspectTable(InspectTable),
    /// Run a method.
    AggregateTable(AggregateTable),
}

/// From the worker to the page.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromResearch {
    /// It listens.
    Ready,
    /// How much of the work is done, in thousandths.
    Progress(u32),
    /// What came of it.
    Answer(Result<Box<RawValue>, TableProblem>),
}

/// Look into a table: its columns, first rows and gaps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InspectTable {}

/// Run a method on a table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AggregateTable {
    /// The columns, in the table's order.
    pub columns: Vec<ColumnChoice>,
    /// The method.
    pub method: MethodChoice,
}

/// A question to the research worker, and what it is answered with.
pub trait AskResearch: Into<ToResearch> {
    /// The view that answers it.
    type Answer: Serialize + DeserializeOwned;
}

impl AskResearch for InspectTable {
    type Answer = TableView;
}

impl AskResearch for AggregateTable {
    type Answer = OutcomeView;
}

impl From<InspectTable> for ToResearch {
    fn from(verb: InspectTable) -> Self {
        Self::InspectTable(verb)
    }
}

impl From<AggregateTable> for ToResearch {
    fn from(verb: AggregateTable) -> Self {
        Self::AggregateTable(verb)
    }
}

/// Why nothing came of it. `page::research::problem_words` has a sentence and a next step for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableProblem {
    /// There are no rows below a line of column names.
    NoRows,
    /// The file is larger than can be worked on.
    TooLarge,
    /// The browser cannot read the file (any more).
    Unreadable,
    /// Bytes that are not text.
    NotText {
        /// The row, counted from 1 below the head; 0 is the head.
        row: u32,
    },
    /// A row is longer or shorter than the head.
    Ragged {
        /// The row.
        row: u32,
        /// Its cells.
        found: u32,
        /// The head's.
        expected: u32,
    },
    /// Two columns have one name.
    SameName {
        /// Which.
        column: String,
    },
    /// A value is missing where there must be one.
    Missing {
        /// The row.
        row: u32,
        /// The column.
        column: String,
    },
    /// Something else than a number.
    NotANumber {
        /// The row.
        row: u32,
        /// The column.
        column: String,
        /// What stands there, shortened, with hidden characters made visible.
        found: String,
    },
    /// A number too large to compute with.
    HugeNumber {
        /// The row.
        row: u32,
        /// The column.
        column: String,
    },
    /// No column is to be aggregated.
    NothingToAggregate,
    /// Fewer rows than one group needs.
    TooFewRows {
        /// How many there are.
        rows: u32,
        /// k.
        k: u32,
    },
    /// The method takes one column.
    NotOneColumn {
        /// How many were chosen.
        found: u32,
    },
    /// It is not known in which order the categories of a column stand, or not of all.
    NoOrder {
        /// The column.
        column: String,
    },
    /// The method takes numbers, and two methods orders too.
    NotNumbers {
        /// A column that holds something else.
        column: String,
    },
    /// The person cancelled.
    Cancelled,
    /// The worker could not be started, or failed: most likely there was not enough memory.
    Stopped,
    /// Something that should not happen; in English, for a report to the makers.
    Defect(String),
}
