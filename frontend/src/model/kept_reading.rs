//! A reading that is being typed, as its fields were left.

use serde::{Deserialize, Serialize};
use sesemr_common::record::ReadingKind;

/// What the fields of a reading say. Not checked: half a number is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReading {
    /// What.
    pub kind: ReadingKind,
    /// When, as the field says it; nothing where it says what the form began with, which may be more exact.
    pub time: Option<String>,
    /// The numbers, as they were typed.
    pub values: [String; 2],
}

impl KeptReading {
    /// As it was left, where this device kept that in this form: what another version of the application kept in another form
    /// is not guessed at.
    pub fn resume(kept: Option<&str>) -> Option<Self> {
        serde_json::from_str(kept?).ok()
    }

    /// Whether a number was typed, among those that the kind has a field for.
    pub fn has_values(&self) -> bool {
        let columns = self.kind.spec().columns.len();
        self.values.iter().take(columns).any(|text| !text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn left(kind: ReadingKind, values: [&str; 2]) -> KeptReading {
        KeptReading { kind, time: Some("2026-08-06T14:02".to_owned()), values: values.map(str::to_owned) }
    }

    #[test]
    fn what_was_typed_is_there_again_and_what_makes_no_sense_is_none() {
        let typed = left(ReadingKind::BloodPressure, ["12o", "8"]);
        let json = serde_json::to_string(&typed).unwrap();
        assert_eq!(KeptReading::resume(Some(&json)), Some(typed));
        for kept in [None, Some("{}"), Some("half a"), Some(r#"{"kind":"mood","time":null,"values":["1",""]}"#)] {
            assert_eq!(KeptReading::resume(kept), None, "{kept:?}");
        }
    }

    #[test]
    fn a_number_counts_where_there_is_a_field_for_it() {
        assert!(left(ReadingKind::BloodPressure, ["", "80"]).has_values());
        assert!(!left(ReadingKind::HeartRate, ["", "80"]).has_values(), "it is on no field that is shown");
        assert!(!left(ReadingKind::HeartRate, [" ", ""]).has_values());
    }
}
