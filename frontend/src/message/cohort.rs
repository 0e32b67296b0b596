//! Verbs about rows of people who lent records for research. Views are in `model::cohort`.

use serde::{Deserialize, Serialize};
use sesemr_common::record::{CohortValue, SeriesKey};

/// What people whose records are open here for research have. Reading it is a use of their openings.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListCohort {}

/// One row for each of these people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BuildCohort {
    /// What stands in the rows.
    pub chosen: Vec<(SeriesKey, CohortValue)>,
    /// k: with fewer people nothing is built.
    pub group_size: u32,
}
