//! How a CSV is spelled, found out when a [`super::Sheet`] is read, so that what becomes of it is spelled alike.

/// What parts the cells and what parts whole numbers from fractions. The default is a comma and a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvForm {
    pub(super) delimiter: u8,
    pub(super) decimal: char,
}

impl CsvForm {
    /// What parts the cells: `,`, `;`, tab or `|`.
    pub fn delimiter(self) -> char {
        char::from(self.delimiter)
    }

    /// What parts whole numbers from fractions: `.` or `,`.
    pub const fn decimal(self) -> char {
        self.decimal
    }

    /// A number, as Rust spells it, with this decimal mark.
    pub(super) fn spell(self, number: String) -> String {
        if self.decimal == '.' { number } else { number.replace('.', &self.decimal.to_string()) }
    }
}

impl Default for CsvForm {
    fn default() -> Self {
        Self { delimiter: b',', decimal: '.' }
    }
}
