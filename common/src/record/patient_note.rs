//! A short note in its author's own words: why a version replaces the one before it, what is wrong with a record, why a
//! prescription is void.

use super::make_visible;

/// One line of visible characters, never empty, at most [`PatientNote::MOST`] of them.
#[derive(Clone, PartialEq, Eq)]
pub struct PatientNote(String);

impl PatientNote {
    /// The most characters of a note.
    pub const MOST: usize = 500;
    /// The most bytes that so many characters take.
    pub(crate) const MOST_BYTES: usize = 4 * Self::MOST;

    /// From what was typed: white space becomes single spaces, tricks become visible. Nothing where nothing is left, or more
    /// than [`Self::MOST`] characters.
    pub fn of(text: &str) -> Option<Self> {
        let line = make_visible(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let fits = !line.is_empty() && line.chars().count() <= Self::MOST;
        fits.then_some(Self(line))
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It speaks of somebody's health: it does not belong in a log.
impl core::fmt::Debug for PatientNote {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PatientNote([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_line_of_visible_characters_and_says_something() {
        let note = PatientNote::of("  the dose\n was 5 mg,\u{202E} not 50 ");
        assert_eq!(note.as_ref().map(PatientNote::as_str), Some("the dose was 5 mg,⟨U+202E⟩ not 50"));
        assert_eq!(PatientNote::of(" \n "), None);
        assert!(PatientNote::of(&"é".repeat(PatientNote::MOST)).is_some());
        assert_eq!(PatientNote::of(&"é".repeat(PatientNote::MOST + 1)), None);
        assert_eq!(format!("{note:?}"), "Some(PatientNote([REDACTED]))");
    }
}
