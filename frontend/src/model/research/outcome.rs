//! What came of a method: the report, the pictures, and the tables beside it.

use serde::{Deserialize, Serialize};
use sesemr_common::microagg::{GroupReport, Report};

use super::{choice::MethodChoice, histogram::Histogram, sample::Sample};
use crate::message::Attachment;

/// What came of a method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeView {
    /// The method and its numbers.
    pub choice: MethodChoice,
    /// How many rows the table has.
    pub rows: u32,
    /// How long the method took, without the report.
    pub seconds: f64,
    /// The groups that were made, of methods that make some.
    #[serde(default)]
    pub groups: Option<GroupReport>,
    /// What was lost and what is still at risk.
    pub report: Report,
    /// One for each aggregated column, before and after.
    pub histograms: Vec<Histogram>,
    /// Some rows on a plane; none below two aggregated columns of numbers.
    #[serde(default)]
    pub sample: Option<Sample>,
    /// Every row with the centre of its group, or its changed values, as CSV.
    pub masked: Attachment,
    /// One row for each group with the number of its rows, as CSV.
    #[serde(default)]
    pub centroids: Option<Attachment>,
}

/// What can be said of the aggregated columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every row looks like at least k − 1 others.
    Grouped {
        /// The k that was reached.
        reached: usize,
    },
    /// The method promises nothing of the kind.
    NoPromise {
        /// How many rows stand alone.
        unique: usize,
    },
}

/// A confidential column in which whole groups agree.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreeing {
    /// The column.
    pub column: String,
    /// The share of rows, in percent, whose value anybody can read who finds their group.
    pub rows: f64,
}

impl OutcomeView {
    /// What can be said of the aggregated columns, counted in the finished table.
    pub fn standing(&self) -> Standing {
        let reached = &self.report.reached;
        match self.choice.k {
            Some(k) if self.choice.method.makes_groups() && reached.group_size_min >= widen(k) => {
                Standing::Grouped { reached: reached.group_size_min }
            }
            _ => Standing::NoPromise { unique: reached.unique_rows },
        }
    }

    /// The confidential columns in which whole groups agree.
    pub fn agreeing(&self) -> Vec<Agreeing> {
        let diversity = self.report.diversity.iter().filter(|diversity| diversity.homogeneous_rows > 0.0);
        diversity.map(|found| Agreeing { column: found.name.clone(), rows: found.homogeneous_rows }).collect()
    }

    /// The highest chance of a guess that k allows, in percent.
    pub fn ceiling(&self) -> Option<f64> {
        match self.standing() {
            Standing::Grouped { reached } => Some(100.0 / f64::from(u32::try_from(reached).unwrap_or(u32::MAX))),
            Standing::NoPromise { .. } => None,
        }
    }
}

fn widen(k: u32) -> usize {
    usize::try_from(k).unwrap_or(usize::MAX)
}
