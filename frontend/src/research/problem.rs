//! From what stopped the core to what the page says about it.

use sesemr_common::{
    microagg::{AggregateError, CellProblem, PartitionError, SheetError, TableError},
    record::make_visible,
};

use crate::{message::research::TableProblem, text::few};

/// As much of a cell as is shown, in characters.
const SHOWN: usize = 40;

impl From<SheetError> for TableProblem {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Empty => Self::NoRows,
            SheetError::NotText { row } => Self::NotText { row: few(row) },
            SheetError::Ragged { row, found, expected } => {
                Self::Ragged { row: few(row), found: few(found), expected: few(expected) }
            }
            SheetError::Cell { row, column, problem } => {
                let (row, column) = (few(row), make_visible(&column));
                match problem {
                    CellProblem::Missing => Self::Missing { row, column },
                    CellProblem::NotANumber(found) => {
                        let found = make_visible(&found.chars().take(SHOWN).collect::<String>());
                        Self::NotANumber { row, column, found }
                    }
                    CellProblem::TooLarge(_) => Self::HugeNumber { row, column },
                    CellProblem::NotInOrder(_) => Self::NoOrder { column },
                }
            }
            SheetError::NoOrder { column, .. } | SheetError::TwiceInOrder { column, .. } => {
                Self::NoOrder { column: make_visible(&column) }
            }
            SheetError::NoSuchColumn(_) => Self::Defect(error.to_string()),
            SheetError::Table(error) => error.into(),
        }
    }
}

impl From<TableError> for TableProblem {
    fn from(error: TableError) -> Self {
        match error {
            TableError::NothingToAggregate | TableError::NoColumns => Self::NothingToAggregate,
            TableError::SameName(column) => Self::SameName { column: make_visible(&column) },
            TableError::Ragged { .. } | TableError::NotANumber { .. } => Self::Defect(error.to_string()),
        }
    }
}

impl From<AggregateError> for TableProblem {
    fn from(error: AggregateError) -> Self {
        match error {
            AggregateError::TooFewRows(PartitionError::TooFewRows { rows, least }) => {
                Self::TooFewRows { rows: few(rows), k: few(least) }
            }
            AggregateError::Table(error) => error.into(),
            AggregateError::NotOneColumn(found) => Self::NotOneColumn { found: few(found) },
            AggregateError::NotNumbers(column) => Self::NotNumbers { column: make_visible(&column) },
            AggregateError::Cancelled => Self::Cancelled,
            AggregateError::OtherTable => Self::Defect(error.to_string()),
        }
    }
}
