//! A correction of a record that is being typed, as its form was left.

use serde::{Deserialize, Serialize};

use super::kept_reading::KeptReading;

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeptCorrection {
    /// Why.
    pub reason: String,
    /// What the reading says now, where it is one that can be typed and says something else.
    pub reading: Option<KeptReading>,
}

impl KeptCorrection {
    /// As it was left, where this device kept that in this form: what another version of the application kept in another form
    /// is not guessed at.
    pub fn resume(kept: Option<&str>) -> Option<Self> {
        serde_json::from_str(kept?).ok()
    }

    /// What is kept of a form whose fields began with `first`: nothing where nothing was typed, and no reading that was left as
    /// it was.
    pub fn to_keep(mut self, first: Option<&KeptReading>) -> Option<Self> {
        self.reading = self.reading.filter(|reading| Some(reading) != first);
        (!self.reason.is_empty() || self.reading.is_some()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use sesemr_common::record::ReadingKind;

    use super::*;

    fn height(centimetres: &str) -> KeptReading {
        KeptReading { kind: ReadingKind::BodyHeight, time: None, values: [centimetres.to_owned(), String::new()] }
    }

    fn typed(reason: &str, centimetres: &str) -> KeptCorrection {
        KeptCorrection { reason: reason.to_owned(), reading: Some(height(centimetres)) }
    }

    #[test]
    fn a_form_of_which_nothing_was_typed_keeps_nothing() {
        let first = height("61.5");
        assert_eq!(typed("", "61.5").to_keep(Some(&first)), None);
        assert_eq!(KeptCorrection::default().to_keep(None), None);
        assert_eq!(typed("", "161.5").to_keep(Some(&first)), Some(typed("", "161.5")));
    }

    #[test]
    fn a_reading_that_was_left_as_it_was_is_the_one_of_the_record() {
        let kept = typed("A slip", "61.5").to_keep(Some(&height("61.5"))).unwrap();
        assert_eq!(kept, KeptCorrection { reason: "A slip".to_owned(), reading: None });
    }

    #[test]
    fn what_was_typed_is_there_again_and_what_makes_no_sense_is_none() {
        let json = serde_json::to_string(&typed("A slip", "161.5")).unwrap();
        assert_eq!(KeptCorrection::resume(Some(&json)), Some(typed("A slip", "161.5")));
        for kept in [None, Some("{}"), Some("half a"), Some("\"A slip\"")] {
            assert_eq!(KeptCorrection::resume(kept), None, "{kept:?}");
        }
    }
}
