//! Readings that can be typed, in words. Codes and limits are in `sesemr_common::record::ReadingKind`.

use sesemr_common::record::{ReadingError, ReadingKind, ReadingWords};

use crate::text::{Texts, decimal, language_of, t};

/// "Blood pressure".
pub fn reading_name(texts: Texts, kind: ReadingKind) -> &'static str {
    match kind {
        ReadingKind::BloodPressure => t!(texts, reading.blood_pressure),
        ReadingKind::HeartRate => t!(texts, reading.heart_rate),
        ReadingKind::BodyTemperature => t!(texts, reading.body_temperature),
        ReadingKind::BodyWeight => t!(texts, reading.body_weight),
        ReadingKind::BodyHeight => t!(texts, reading.body_height),
        ReadingKind::OxygenSaturation => t!(texts, reading.oxygen_saturation),
        ReadingKind::RespiratoryRate => t!(texts, reading.respiratory_rate),
        ReadingKind::GlucoseMoles | ReadingKind::GlucoseMass => t!(texts, reading.glucose),
    }
}

/// The unit as people write it.
pub fn reading_unit(texts: Texts, kind: ReadingKind) -> &'static str {
    match kind {
        ReadingKind::HeartRate => t!(texts, reading.beats),
        ReadingKind::RespiratoryRate => t!(texts, reading.breaths),
        // Symbols are the same in every language.
        _ => kind.spec().unit,
    }
}

/// The kind with its unit, which tells apart two kinds of one name: "Blood sugar (mmol/L)".
pub fn reading_kind(texts: Texts, kind: ReadingKind) -> String {
    t!(texts, reading.with_unit, name = reading_name(texts, kind), unit = reading_unit(texts, kind))
}

/// One of the numbers of a kind, with its unit: "Upper (systolic), mmHg".
pub fn column_label(texts: Texts, kind: ReadingKind, column: usize) -> String {
    t!(texts, reading.column, name = column_name(texts, kind, column), unit = reading_unit(texts, kind))
}

/// What a reading is called in its record.
pub fn reading_words(texts: Texts, kind: ReadingKind) -> ReadingWords {
    ReadingWords {
        language: language_of(texts),
        name: reading_name(texts, kind).to_owned(),
        columns: (0..kind.spec().columns.len()).map(|column| column_name(texts, kind, column).to_owned()).collect(),
    }
}

fn column_name(texts: Texts, kind: ReadingKind, column: usize) -> &'static str {
    match (kind, column) {
        (ReadingKind::BloodPressure, 0) => t!(texts, reading.systolic),
        (ReadingKind::BloodPressure, _) => t!(texts, reading.diastolic),
        _ => reading_name(texts, kind),
    }
}

/// Why a typed reading is not taken.
pub fn reading_problem(texts: Texts, kind: ReadingKind, error: &ReadingError) -> String {
    match *error {
        ReadingError::WrongCount { expected, .. } => t!(texts, reading.wrong_count, expected),
        ReadingError::Implausible { column, least, most, .. } => {
            let (least, most) = (decimal(texts, &least.to_string()), decimal(texts, &most.to_string()));
            let (name, unit) = (column_name(texts, kind, column), reading_unit(texts, kind));
            t!(texts, reading.implausible, name, least, most, unit)
        }
        ReadingError::NoDay => t!(texts, readings.time_wrong).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn no_two_kinds_are_called_the_same() {
        for texts in [Locale::en, Locale::de] {
            let mut names: Vec<String> = ReadingKind::ALL.iter().map(|kind| reading_kind(texts, *kind)).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), ReadingKind::ALL.len());
        }
    }

    #[test]
    fn a_slip_is_told_with_what_is_plausible() {
        let error = ReadingError::Implausible { column: 0, text: "", least: 0.3, most: 650.0, unit: "kg" };
        let told = reading_problem(Locale::de, ReadingKind::BodyWeight, &error);
        assert_eq!(told, "Gewicht: Geben Sie eine Zahl von 0,3 bis 650 kg ein.");
    }
}
