//! Numbers by column: what every method takes. Refuses what has no mean. For z-scores see `standardise`.

/// Rows of numbers, kept column by column: at least one column, all of one length, every number finite.
#[derive(Clone, Debug, PartialEq)]
pub struct NumericTable {
    columns: Vec<Vec<f64>>,
}

/// Why columns do not make a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// There is no column.
    #[error("there is no column of numbers")]
    NoColumns,
    /// A column is longer or shorter than the first.
    #[error("column {column} has {found} rows where {expected} are expected")]
    Ragged {
        /// The column, counted from 1.
        column: usize,
        /// Its number of rows.
        found: usize,
        /// The first column's number of rows.
        expected: usize,
    },
    /// No column has the role of a quasi-identifier.
    #[error("no column is to be aggregated")]
    NothingToAggregate,
    /// Two columns have one name.
    #[error("two columns are called {0}")]
    SameName(String),
    /// A number is missing, infinite or beyond [`NumericTable::LARGEST`].
    #[error("row {row}, column {column} is not a usable number")]
    NotANumber {
        /// The row, counted from 1, as [`super::SheetError`] counts.
        row: usize,
        /// The column, counted from 1.
        column: usize,
    },
}

impl NumericTable {
    /// Beyond this magnitude squares leave the range of `f64`.
    pub const LARGEST: f64 = 1e100;

    /// From `columns[column][row]`.
    ///
    /// # Errors
    /// [`TableError`], naming the first offending column and row.
    pub fn try_new(columns: Vec<Vec<f64>>) -> Result<Self, TableError> {
        let expected = columns.first().ok_or(TableError::NoColumns)?.len();
        for (column, values) in (1..).zip(&columns) {
            if values.len() != expected {
                return Err(TableError::Ragged { column, found: values.len(), expected });
            }
            if let Some((row, _)) = (1..).zip(values).find(|(_, value)| !Self::is_usable(**value)) {
                return Err(TableError::NotANumber { row, column });
            }
        }
        Ok(Self { columns })
    }

    /// Whether a number can be computed with: finite and at most [`NumericTable::LARGEST`] in magnitude.
    pub(super) fn is_usable(value: f64) -> bool {
        (-Self::LARGEST..=Self::LARGEST).contains(&value)
    }

    /// The columns, all of length [`NumericTable::rows`].
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}
