//! A table about many people: named columns, each of one kind and with one role. For one patient's series see
//! [`super::NumericTable`].

use super::{
    AggregateError, NumericTable, Space, TableError,
    space::{Axis, Centre, Codes},
    standardise::Scale,
};

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Names a person outright. Never leaves: dropped from every result.
    Identifier,
    /// Could single a person out together with others. Aggregated.
    QuasiIdentifier,
    /// What nobody should learn about a person. Kept, and checked: see [`super::Diversity`] and [`super::Closeness`].
    Confidential,
    /// Neither. Kept as it is.
    KeptAsIs,
}

/// The values of a column, one for each row.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers, all finite and at most [`NumericTable::LARGEST`] in magnitude. −999 is a number like any other.
    Numbers(Vec<f64>),
    /// Categories with an order, from least to greatest.
    Ordinal(Categories),
    /// Names without an order.
    Nominal(Categories),
}

/// Categories and which of them each row has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Categories {
    labels: Vec<String>,
    codes: Vec<usize>,
}

/// A named column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name at its head.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// What it holds.
    pub values: Values,
}

/// Columns of one length, at least one, with different names.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
}

impl Categories {
    /// From texts; categories are numbered as they first appear.
    pub fn as_they_appear<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut numbers = std::collections::HashMap::new();
        let mut labels = Vec::new();
        let mut code_of = |text: &'a str| {
            *numbers.entry(text).or_insert_with(|| {
                labels.push(text.to_owned());
                labels.len() - 1
            })
        };
        let codes = texts.into_iter().map(&mut code_of).collect();
        Self { labels, codes }
    }

    /// From texts, with the categories in their order. `None` where a text is none of them.
    pub fn in_order<'a>(labels: Vec<String>, texts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut numbers = std::collections::HashMap::new();
        for (number, label) in labels.iter().enumerate() {
            numbers.entry(label.as_str()).or_insert(number);
        }
        let codes = texts.into_iter().map(|text| numbers.get(text).copied()).collect::<Option<_>>()?;
        Some(Self { labels, codes })
    }

    /// The categories, in their order where they have one.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The category of each row, as a place among the labels.
    pub fn codes(&self) -> &[usize] {
        &self.codes
    }

    /// The same categories for other rows.
    pub(super) fn with_codes(&self, codes: Vec<usize>) -> Self {
        Self { labels: self.labels.clone(), codes }
    }

    fn to_axis_codes(&self) -> Codes {
        Codes { of_rows: self.codes.clone(), categories: self.labels.len() }
    }
}

impl Values {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Ordinal(categories) | Self::Nominal(categories) => categories.codes.len(),
        }
    }

    /// The value of a row as text: a number in the shortest form that reads back, a category by its label.
    pub fn text(&self, row: usize) -> String {
        match self {
            Self::Numbers(numbers) => numbers.get(row).map(f64::to_string).unwrap_or_default(),
            Self::Ordinal(categories) | Self::Nominal(categories) => {
                let label = categories.codes.get(row).and_then(|code| categories.labels.get(*code));
                label.cloned().unwrap_or_default()
            }
        }
    }

    /// Numbers by size, orders by their order, names by the alphabet.
    fn compare(&self, one: usize, other: usize) -> core::cmp::Ordering {
        match self {
            Self::Numbers(numbers) => {
                let number = |row: usize| numbers.get(row).copied().unwrap_or(0.0);
                number(one).total_cmp(&number(other))
            }
            Self::Ordinal(categories) => categories.codes.get(one).cmp(&categories.codes.get(other)),
            Self::Nominal(_) => self.text(one).cmp(&self.text(other)),
        }
    }

    /// The values of some rows, in their order.
    fn pick(&self, rows: &[usize]) -> Self {
        let codes = |categories: &Categories| {
            categories.with_codes(rows.iter().filter_map(|row| categories.codes.get(*row).copied()).collect())
        };
        match self {
            Self::Numbers(numbers) => Self::Numbers(rows.iter().filter_map(|row| numbers.get(*row).copied()).collect()),
            Self::Ordinal(categories) => Self::Ordinal(codes(categories)),
            Self::Nominal(categories) => Self::Nominal(codes(categories)),
        }
    }

    /// One number for each row by which rows can be told apart and, but for names, sorted.
    pub(super) fn keys(&self) -> Vec<f64> {
        match self {
            Self::Numbers(numbers) => numbers.clone(),
            Self::Ordinal(categories) | Self::Nominal(categories) => {
                categories.codes.iter().map(|code| super::standardise::as_f64(*code)).collect()
            }
        }
    }

    /// The axis of the distance; numbers are standardised as the column of `scale` is.
    pub(super) fn axis(&self, scale: &Self) -> Axis {
        match self {
            Self::Numbers(numbers) => {
                let scale = Scale::of(if let Self::Numbers(scale) = scale { scale } else { numbers });
                Axis { values: numbers.iter().map(|value| scale.apply(*value)).collect(), centre: Centre::Mean }
            }
            Self::Ordinal(categories) => Axis::ordinal(categories.to_axis_codes()),
            Self::Nominal(categories) => Axis::nominal(categories.to_axis_codes()),
        }
    }
}

impl Table {
    /// From columns.
    ///
    /// # Errors
    /// [`TableError`], naming the first offending column and row.
    pub fn try_new(columns: Vec<Column>) -> Result<Self, TableError> {
        let expected = columns.first().ok_or(TableError::NoColumns)?.values.rows();
        let mut names = std::collections::HashSet::new();
        for (number, column) in (1..).zip(&columns) {
            if !names.insert(column.name.as_str()) {
                return Err(TableError::SameName(column.name.clone()));
            }
            if column.values.rows() != expected {
                return Err(TableError::Ragged { column: number, found: column.values.rows(), expected });
            }
            if let Values::Numbers(numbers) = &column.values
                && let Some((row, _)) = (1..).zip(numbers).find(|(_, value)| !NumericTable::is_usable(**value))
            {
                return Err(TableError::NotANumber { row, column: number });
            }
        }
        Ok(Self { columns })
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.rows())
    }

    /// The columns that are aggregated.
    pub fn aggregated(&self) -> impl Iterator<Item = &Column> {
        self.of_role(Role::QuasiIdentifier)
    }

    /// The columns of a role.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.role == role)
    }

    /// The rows as points: one axis for each aggregated column.
    ///
    /// # Errors
    /// [`TableError::NothingToAggregate`] without such a column.
    pub fn space(&self) -> Result<Space, TableError> {
        self.space_of(self)
    }

    /// The rows of another table, usually what became of this one, as points on this table's scales.
    ///
    /// # Errors
    /// [`TableError::NothingToAggregate`] without a column to aggregate.
    pub(super) fn space_of(&self, other: &Self) -> Result<Space, TableError> {
        let pairs = self.aggregated().zip(other.aggregated());
        let axes: Vec<Axis> = pairs.map(|(own, other)| other.values.axis(&own.values)).collect();
        if axes.is_empty() { Err(TableError::NothingToAggregate) } else { Ok(Space::new(other.rows(), axes)) }
    }

    /// The numbers of the only aggregated column, for methods that take one.
    ///
    /// # Errors
    /// [`AggregateError::NotOneColumn`] or [`AggregateError::NotNumbers`].
    pub fn only_numbers(&self) -> Result<&[f64], AggregateError> {
        let mut aggregated = self.aggregated();
        match (aggregated.next(), aggregated.count()) {
            (Some(Column { values: Values::Numbers(numbers), .. }), 0) => Ok(numbers),
            (Some(column), 0) => Err(AggregateError::NotNumbers(column.name.clone())),
            (first, others) => Err(AggregateError::NotOneColumn(usize::from(first.is_some()) + others)),
        }
    }

    /// The same columns without identifiers, each aggregated one with what `change` makes of it.
    pub(super) fn with_aggregated(
        &self,
        mut change: impl FnMut(&Column) -> Result<Values, AggregateError>,
    ) -> Result<Self, AggregateError> {
        let mut columns = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            match column.role {
                Role::Identifier => {}
                Role::QuasiIdentifier => columns.push(Column { values: change(column)?, ..column.clone() }),
                Role::Confidential | Role::KeptAsIs => columns.push(column.clone()),
            }
        }
        Ok(Self { columns })
    }

    /// The same rows in the order of their values, column by column: for a table that leaves, so that the order in which its
    /// rows once stood tells nobody whose they are.
    #[must_use]
    pub fn sorted(&self) -> Self {
        let mut rows: Vec<usize> = (0..self.rows()).collect();
        rows.sort_by(|one, other| {
            let by_column = |column: &Column| Some(column.values.compare(*one, *other)).filter(|order| order.is_ne());
            self.columns.iter().find_map(by_column).unwrap_or(core::cmp::Ordering::Equal)
        });
        let column = |column: &Column| Column { values: column.values.pick(&rows), ..column.clone() };
        Self { columns: self.columns.iter().map(column).collect() }
    }

    pub(super) fn from_columns(columns: Vec<Column>) -> Self {
        Self { columns }
    }
}
