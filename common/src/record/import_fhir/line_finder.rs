//! Lines and columns of a file, for naming where it is broken.

/// A place in a file as editors count it, from 1; columns count bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::record) struct Position {
    pub(in crate::record) line: usize,
    pub(in crate::record) column: usize,
}

/// Finds positions. It remembers the last one: faults come in the order of the file, so naming very many of them takes
/// one pass over the file, not one for each.
#[derive(Clone, Debug)]
pub(in crate::record) struct LineFinder<'a> {
    file: &'a [u8],
    at: usize,
    line: usize,
    line_start: usize,
}

impl<'a> LineFinder<'a> {
    pub(in crate::record) const fn new(file: &'a [u8]) -> Self {
        Self { file, at: 0, line: 1, line_start: 0 }
    }

    /// The position of the byte `at`.
    pub(in crate::record) fn position(&mut self, at: usize) -> Position {
        if at < self.at {
            *self = Self::new(self.file);
        }
        let between = self.file.get(self.at..at).unwrap_or_default();
        for (index, _) in between.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            self.line += 1;
            self.line_start = self.at + index + 1;
        }
        self.at = at;
        Position { line: self.line, column: at - self.line_start + 1 }
    }
}
