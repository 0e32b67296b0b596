//! Reading and writing CSV: cells as texts, before their columns are typed. For typed columns see [`Table`].

use super::{Categories, CsvForm, NumericTable, Role, Table, TableError, Values, table::Column};

/// The cells of a file, all rows as long as the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    form: CsvForm,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// What a column is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers, with the sheet's decimal mark.
    Numbers,
    /// Categories in this order, lowest first; categories that are all numbers may be left to their size. Of other texts
    /// nothing tells the order but a person: the alphabet puts *high* before *low*.
    Ordinal(Option<Vec<String>>),
    /// Names.
    Nominal,
}

/// Why a file is not a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is no head or no row.
    #[error("the file holds no rows below a line of column names")]
    Empty,
    /// The bytes are not text in UTF-8.
    #[error("row {row}: the text is not UTF-8")]
    NotText {
        /// The row, counted from 1 below the head; 0 is the head.
        row: usize,
    },
    /// A row is longer or shorter than the head.
    #[error("row {row} has {found} cells where {expected} are expected")]
    Ragged {
        /// The row, counted from 1 below the head.
        row: usize,
        /// Its cells.
        found: usize,
        /// The head's.
        expected: usize,
    },
    /// A cell cannot be used.
    #[error("row {row}, column {column}: {problem}")]
    Cell {
        /// The row, counted from 1 below the head.
        row: usize,
        /// The column's name.
        column: String,
        /// What is wrong.
        problem: CellProblem,
    },
    /// No column has this name.
    #[error("there is no column called {0}")]
    NoSuchColumn(String),
    /// The categories of a column are not all numbers, and nobody said in which order they stand.
    #[error("column {column}: nobody has said in which order its categories stand ({})", few_of(categories))]
    NoOrder {
        /// The column's name.
        column: String,
        /// What stands in it, by the alphabet.
        categories: Vec<String>,
    },
    /// One category has two places in the order of a column.
    #[error("column {column}: {category:?} stands twice in the order of its categories")]
    TwiceInOrder {
        /// The column's name.
        column: String,
        /// The category.
        category: String,
    },
    /// The columns do not make a table.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellProblem {
    /// Nothing stands there, or a word for nothing (NA, NaN, null).
    #[error("the value is missing")]
    Missing,
    /// Something else than a number stands there.
    #[error("{0:?} is not a number")]
    NotANumber(String),
    /// A number too large to compute with.
    #[error("{0} is too large a number")]
    TooLarge(String),
    /// A category without a place in the order that was said.
    #[error("{0:?} is missing in the order of the column's categories")]
    NotInOrder(String),
}

impl Sheet {
    /// Reads a file, whose first line names the columns. The delimiter is the one of `;`, tab, `,` and `|` that cuts the first
    /// lines into most columns, the same number in each (a single column with decimal commas has none); the decimal mark is a
    /// comma where the delimiter is another and some cell is a number with a comma and none with a point. Empty lines are passed
    /// over, but not between the rows of a single column: there each is a row whose value is missing.
    ///
    /// # Errors
    /// [`SheetError`], naming the first offending row.
    pub fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let delimiter = sniff_delimiter(bytes);
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).flexible(true).from_reader(bytes);
        let names: Vec<String> =
            reader.headers().map_err(|_| SheetError::NotText { row: 0 })?.iter().map(str::to_owned).collect();
        let mut seen = std::collections::HashSet::new();
        if let Some(name) = names.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(TableError::SameName(name.clone()).into());
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        for record in reader.records() {
            if names.len() == 1 {
                let position = record.as_ref().map_or_else(csv::Error::position, csv::StringRecord::position);
                let gaps = position.map_or(0, |position| empty_lines(bytes, position.byte()));
                rows.extend((0..gaps).map(|_| vec![String::new()]));
            }
            let row = rows.len() + 1;
            let record = record.map_err(|_| SheetError::NotText { row })?;
            if record.len() != names.len() {
                return Err(SheetError::Ragged { row, found: record.len(), expected: names.len() });
            }
            rows.push(record.iter().map(str::to_owned).collect());
        }
        if rows.is_empty() || names.iter().all(String::is_empty) {
            return Err(SheetError::Empty);
        }
        let form = CsvForm { delimiter, decimal: sniff_decimal(delimiter, &rows) };
        Ok(Self { form, names, rows })
    }

    /// What parts the cells and whole numbers from fractions.
    pub const fn form(&self) -> CsvForm {
        self.form
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The rows of cells.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The kind that a column looks like: numbers where every cell is one, else names.
    pub fn looks_like(&self, column: usize) -> Kind {
        let is_number = |cell: &str| self.number(cell).is_ok();
        if self.cells(column).all(is_number) { Kind::Numbers } else { Kind::Nominal }
    }

    /// The kind that a column would look like if its missing values were filled in.
    pub fn looks_like_but_for_gaps(&self, column: usize) -> Kind {
        let mut cells = self.cells(column).filter(|cell| !is_missing(cell)).peekable();
        if cells.peek().is_some() && cells.all(|cell| self.number(cell).is_ok()) {
            Kind::Numbers
        } else {
            Kind::Nominal
        }
    }

    /// How many different texts a column holds, without what is missing.
    pub fn different(&self, column: usize) -> usize {
        self.cells(column).filter(|cell| !is_missing(cell)).collect::<std::collections::HashSet<_>>().len()
    }

    /// What stands in a column, each once and without what is missing: by size where all are numbers, else by the alphabet.
    pub fn categories(&self, column: usize) -> Vec<String> {
        let there: std::collections::BTreeSet<&str> = self.cells(column).filter(|cell| !is_missing(cell)).collect();
        let mut categories: Vec<String> = there.into_iter().map(str::to_owned).collect();
        if self.are_numbers(&categories) {
            categories.sort_by(|one, other| {
                let size = |category: &str| self.number(category).unwrap_or(0.0);
                size(one).total_cmp(&size(other))
            });
        }
        categories
    }

    /// The rows, counted from 1 below the head, where a column has no value.
    pub fn missing(&self, column: usize) -> Vec<usize> {
        self.cells(column).zip(1..).filter(|(cell, _)| is_missing(cell)).map(|(_, row)| row).collect()
    }

    /// The table of columns chosen with their roles and kinds, in the order given. A missing value is an error, never a
    /// number: −999 is one, an empty cell is none.
    ///
    /// # Errors
    /// [`SheetError`], naming the first offending cell.
    pub fn table(&self, choices: &[(String, Role, Kind)]) -> Result<Table, SheetError> {
        let columns = choices.iter().map(|(name, role, kind)| {
            let number = self.names.iter().position(|other| other == name);
            let number = number.ok_or_else(|| SheetError::NoSuchColumn(name.clone()))?;
            Ok(Column { name: name.clone(), role: *role, values: self.values(number, *role, kind)? })
        });
        Ok(Table::try_new(columns.collect::<Result<_, SheetError>>()?)?)
    }

    fn values(&self, column: usize, role: Role, kind: &Kind) -> Result<Values, SheetError> {
        let in_cell = |row, problem| SheetError::Cell { row, column: self.name(column), problem };
        if *kind == Kind::Numbers {
            let number = |(cell, row)| self.number(cell).map_err(|problem| in_cell(row, problem));
            return Ok(Values::Numbers(self.cells(column).zip(1..).map(number).collect::<Result<_, _>>()?));
        }
        // Identifiers are dropped and columns kept as they are may have gaps; where distances are taken none may.
        if matches!(role, Role::QuasiIdentifier | Role::Confidential)
            && let Some(row) = self.missing(column).first()
        {
            return Err(in_cell(*row, CellProblem::Missing));
        }
        let Kind::Ordinal(order) = kind else {
            return Ok(Values::Nominal(Categories::as_they_appear(self.cells(column))));
        };
        let order = match order {
            Some(order) => order.clone(),
            None => self.by_size(column)?,
        };
        let mut places = std::collections::HashSet::new();
        if let Some(category) = order.iter().find(|category| !places.insert(category.as_str())) {
            return Err(SheetError::TwiceInOrder { column: self.name(column), category: category.clone() });
        }
        if let Some((cell, row)) = self.cells(column).zip(1..).find(|(cell, _)| !places.contains(cell)) {
            return Err(in_cell(row, CellProblem::NotInOrder(cell.to_owned())));
        }
        // Every cell has its place.
        Ok(Categories::in_order(order, self.cells(column)).map_or_else(|| Values::Numbers(Vec::new()), Values::Ordinal))
    }

    /// The categories of a column whose order nobody said.
    fn by_size(&self, column: usize) -> Result<Vec<String>, SheetError> {
        let categories = self.categories(column);
        if self.are_numbers(&categories) {
            Ok(categories)
        } else {
            Err(SheetError::NoOrder { column: self.name(column), categories })
        }
    }

    fn are_numbers(&self, categories: &[String]) -> bool {
        categories.iter().all(|category| self.number(category).is_ok())
    }

    fn name(&self, column: usize) -> String {
        self.names.get(column).cloned().unwrap_or_default()
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.get(column).map_or("", String::as_str))
    }

    fn number(&self, cell: &str) -> Result<f64, CellProblem> {
        if is_missing(cell) {
            return Err(CellProblem::Missing);
        }
        let number = to_number(cell, self.form.decimal).ok_or_else(|| CellProblem::NotANumber(cell.to_owned()))?;
        if NumericTable::is_usable(number) { Ok(number) } else { Err(CellProblem::TooLarge(cell.to_owned())) }
    }
}

impl Table {
    /// The table as CSV with a line of names, cells quoted where they must be, in this form: that of the sheet which the
    /// table was read from, so that it comes back as it came. Categories and names keep their spelling.
    pub fn to_csv(&self, form: CsvForm) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(form.delimiter).from_writer(Vec::new());
        let names: Vec<&str> = self.columns().iter().map(|column| column.name.as_str()).collect();
        // Writing into memory does not fail, and a row has as many cells as the head.
        let mut written = writer.write_record(&names);
        let cell = |values: &Values, row| match values {
            Values::Numbers(_) => form.spell(values.text(row)),
            Values::Ordinal(_) | Values::Nominal(_) => values.text(row),
        };
        for row in 0..self.rows() {
            let cells = self.columns().iter().map(|column| cell(&column.values, row));
            written = written.and_then(|()| writer.write_record(cells));
        }
        written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default()
    }
}

/// Some categories, so that a message has an end.
fn few_of(categories: &[String]) -> String {
    const NAMED: usize = 10;
    let named = categories.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let rest = categories.len().saturating_sub(NAMED);
    if rest == 0 { named } else { format!("{named} and {rest} more") }
}

/// Digits with a sign, a decimal mark and an exponent; no words like `inf`.
fn to_number(cell: &str, decimal: char) -> Option<f64> {
    if !cell.contains(|letter: char| letter.is_ascii_digit()) || (decimal != '.' && cell.contains('.')) {
        return None;
    }
    cell.replace(decimal, ".").parse().ok()
}

/// How many empty lines stand from where the reader was after a row: of a row that ends with CR and LF before the LF.
fn empty_lines(bytes: &[u8], place: u64) -> usize {
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    let (before, after) = bytes.split_at_checked(place).unwrap_or_default();
    let after = if before.ends_with(b"\r") { after.strip_prefix(b"\n").unwrap_or(after) } else { after };
    let length = after.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let ends = after.get(..length).unwrap_or_default();
    // CR and LF together end one line.
    length - ends.windows(2).filter(|pair| *pair == b"\r\n").count()
}

fn is_missing(cell: &str) -> bool {
    cell.is_empty() || ["na", "nan", "n/a", "null"].iter().any(|word| cell.eq_ignore_ascii_case(word))
}

fn sniff_delimiter(bytes: &[u8]) -> u8 {
    const LINES: usize = 20;
    let columns_by = |delimiter: &u8| {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(*delimiter).has_headers(false).flexible(true).from_reader(bytes);
        let mut lengths = reader.byte_records().take(LINES).filter_map(Result::ok).map(|record| record.len());
        let first = lengths.next().unwrap_or(0);
        let is_even = lengths.all(|length| length == first);
        (first > 1 && is_even, first, is_even)
    };
    // Of equals the last counts: a comma where nothing parts anything.
    *[b'|', b'\t', b';', b','].iter().max_by_key(|delimiter| columns_by(delimiter)).unwrap_or(&b',')
}

fn sniff_decimal(delimiter: u8, rows: &[Vec<String>]) -> char {
    let is_number_with = |decimal| {
        let mut cells = rows.iter().flatten().filter(|cell| cell.contains(decimal));
        cells.any(|cell| to_number(cell, decimal).is_some())
    };
    if delimiter != b',' && is_number_with(',') && !is_number_with('.') { ',' } else { '.' }
}
