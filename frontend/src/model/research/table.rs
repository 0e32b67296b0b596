//! A table as it was brought: its columns, its first rows, its gaps.

use serde::{Deserialize, Serialize};

use super::choice::{ColumnChoice, ColumnKind, ColumnRole};

/// Rows that are shown.
pub const HEAD: usize = 5;
/// Rows without a value that are named.
pub const NAMED_GAPS: usize = 5;
/// The most categories that a person is asked to put in order.
pub const MOST_IN_ORDER: u32 = 30;

/// A table as it was brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableView {
    /// How many rows there are below the head.
    pub rows: u32,
    /// What parts the cells.
    pub delimiter: char,
    /// What parts whole numbers from fractions.
    pub decimal: char,
    /// The first rows, with hidden characters made visible.
    pub head: Vec<Vec<String>>,
    /// The columns.
    pub columns: Vec<ColumnView>,
}

/// A column as it was brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnView {
    /// The name at its head.
    pub name: String,
    /// What it looks like.
    pub kind: ColumnKind,
    /// How many different texts it holds; gaps are none.
    pub different: u32,
    /// What stands in it, by the alphabet; none of a column of numbers, and of one with more than [`MOST_IN_ORDER`].
    pub categories: Vec<String>,
    /// In how many rows it has no value.
    pub missing: u32,
    /// The first of them, counted from 1 below the head.
    pub missing_rows: Vec<u32>,
}

impl ColumnView {
    /// What is proposed: numbers are aggregated, everything else is left out until somebody wants it otherwise. Where values
    /// are missing nothing can be aggregated.
    pub fn proposed(&self) -> ColumnChoice {
        let aggregate = self.kind == ColumnKind::Numbers && self.missing == 0 && self.different > 1;
        let role = if aggregate { ColumnRole::Aggregate } else { ColumnRole::Drop };
        ColumnChoice { name: self.name.clone(), role, kind: self.kind, order: self.categories.clone() }
    }

    /// Whether its gaps stand in the way of what was chosen for it.
    pub fn gaps_stop(&self, choice: &ColumnChoice) -> bool {
        self.missing > 0 && matches!(choice.role, ColumnRole::Aggregate | ColumnRole::Confidential)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(kind: ColumnKind, missing: u32) -> ColumnView {
        let (name, categories) = ("x".to_owned(), Vec::new());
        ColumnView { name, kind, different: 9, categories, missing, missing_rows: Vec::new() }
    }

    #[test]
    fn names_leave_only_when_somebody_says_so() {
        assert_eq!(column(ColumnKind::Nominal, 0).proposed().role, ColumnRole::Drop);
        assert_eq!(column(ColumnKind::Numbers, 0).proposed().role, ColumnRole::Aggregate);
        assert_eq!(column(ColumnKind::Numbers, 1).proposed().role, ColumnRole::Drop);
    }

    #[test]
    fn gaps_stop_only_what_is_computed_with() {
        let gappy = column(ColumnKind::Numbers, 2);
        let choice = |role| ColumnChoice { role, ..gappy.proposed() };
        assert!(gappy.gaps_stop(&choice(ColumnRole::Aggregate)) && gappy.gaps_stop(&choice(ColumnRole::Confidential)));
        assert!(!gappy.gaps_stop(&choice(ColumnRole::Drop)) && !gappy.gaps_stop(&choice(ColumnRole::Keep)));
    }
}
