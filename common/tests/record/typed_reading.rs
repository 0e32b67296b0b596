//! Readings typed by the patient.

use sesemr_common::{
    language::Language,
    portion::Portion,
    record::{ClinicalDate, ReadingDraft, ReadingError, ReadingKind, ReadingWords, TypedReading},
};

use super::support::import;

#[test]
fn a_typed_reading_becomes_an_observation_that_an_import_reads_alike() {
    let time = "2026-08-06T08:15:00+02:00".parse().unwrap();
    let typed = TypedReading::try_new(ReadingKind::BloodPressure, time, vec![128.0, 81.5]).unwrap();
    let record = typed.into_record("Amina Yusuf");
    assert_eq!(record.portion(), Portion::Readings);
    assert_eq!(record.summary().title.as_str(), "Blood pressure");
    let import = import("export.json", record.content());
    assert_eq!(import.records, [record]);
    assert_eq!(import.series[0].points()[0].values, [128.0, 81.5]);
    assert_eq!(import.series[0].columns()[0].unit.code, "mm[Hg]");
}

#[test]
fn a_reading_is_called_as_the_person_calls_it_and_says_in_which_language() {
    let words = ReadingWords {
        language: Language::German,
        name: "Blutdruck".to_owned(),
        columns: vec!["Oberer Wert".to_owned(), "Unterer Wert".to_owned()],
    };
    let time = "2026-08-06T08:15:00+02:00".parse().unwrap();
    let typed = TypedReading::try_new(ReadingKind::BloodPressure, time, vec![128.0, 81.5]).unwrap();
    let record = typed.in_words(Some(words)).into_record("Amina Yusuf");
    let observation: serde_json::Value = serde_json::from_slice(record.content()).unwrap();
    assert_eq!((record.summary().title.as_str(), &observation["language"]), ("Blutdruck", &"de".into()));
    assert_eq!(observation["component"][1]["code"]["text"], "Unterer Wert");
    assert_eq!(observation["code"]["coding"][0]["display"], ReadingKind::BloodPressure.spec().display);
}

#[test]
fn every_kind_takes_its_plausible_numbers_and_names_its_code_and_unit() {
    for kind in ReadingKind::ALL {
        let spec = kind.spec();
        let values: Vec<f64> = spec.columns.iter().map(|column| column.most).collect();
        let typed = TypedReading::try_new(kind, "2026-08-06".parse().unwrap(), values).unwrap();
        let observation: serde_json::Value = serde_json::from_slice(typed.into_record("Amina").content()).unwrap();
        assert_eq!(observation["code"]["coding"][0]["code"], spec.code);
        let quantity = match spec.columns.len() {
            1 => &observation["valueQuantity"],
            _ => &observation["component"][1]["valueQuantity"],
        };
        assert_eq!(quantity["code"], spec.unit_code);
        assert!(quantity["value"].is_u64(), "whole numbers are written whole: {quantity}");
    }
}

#[test]
fn a_slip_is_named() {
    let time = || "2026-08-06".parse().unwrap();
    let implausible = TypedReading::try_new(ReadingKind::BloodPressure, time(), vec![120.0, 820.0]).unwrap_err();
    assert_eq!(implausible.to_string(), "Lower (diastolic) must be between 20 and 200 mmHg");
    assert!(matches!(implausible, ReadingError::Implausible { column: 1, .. }));
    let one_number = TypedReading::try_new(ReadingKind::BloodPressure, time(), vec![120.0]).unwrap_err();
    assert_eq!(one_number.to_string(), "Blood pressure needs 2 numbers");
    assert!(TypedReading::try_new(ReadingKind::HeartRate, time(), vec![f64::NAN]).is_err());
    let no_day = TypedReading::try_new(ReadingKind::HeartRate, "2026-08".parse().unwrap(), vec![70.0]);
    assert_eq!(no_day.unwrap_err(), ReadingError::NoDay);
}

#[test]
fn what_was_typed_is_read_back_to_be_corrected_whatever_its_kind() {
    for kind in ReadingKind::ALL {
        let values: Vec<f64> = kind.spec().columns.iter().map(|column| column.least + 0.5).collect();
        let time: ClinicalDate = "2026-08-06T08:15:00+02:00".parse().unwrap();
        let typed = TypedReading::try_new(kind, time.clone(), values.clone()).unwrap();
        let draft = ReadingDraft::from_observation(typed.into_record("Amina").content());
        assert_eq!(draft, Some(ReadingDraft { kind, time: Some(time), values }));
    }
}

#[test]
fn a_reading_that_cannot_be_typed_is_not_taken_for_one_that_can() {
    let observation = |code: &str, quantity: &str| {
        let json = format!(
            r#"{{"resourceType":"Observation","status":"final","effectiveDateTime":"2026-08-06",
                "code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"valueQuantity":{quantity}}}"#
        );
        ReadingDraft::from_observation(json.as_bytes())
    };
    let slip = observation("29463-7", r#"{"value":7200,"unit":"kg","code":"kg"}"#).unwrap();
    assert_eq!((slip.kind, slip.values), (ReadingKind::BodyWeight, vec![7200.0]), "a slip is what is corrected");
    assert!(observation("29463-7", r#"{"value":72,"system":"http://unitsofmeasure.org","code":"kg"}"#).is_some());
    for (code, quantity, why) in [
        ("29463-7", r#"{"value":159,"unit":"lb","code":"[lb_av]"}"#, "another unit"),
        ("29463-7", r#"{"value":72,"system":"http://snomed.info/sct","code":"kg"}"#, "the same code of another system"),
        ("29463-7", r#"{"value":72,"system":"","code":"kg"}"#, "a system that is none"),
        ("29463-7", r#"{"value":72,"comparator":">","code":"kg"}"#, "a bound"),
        ("29463-7", r#"{"unit":"kg","code":"kg"}"#, "no number"),
        ("39156-5", r#"{"value":24.1,"code":"kg/m2"}"#, "another kind"),
        ("85354-9", r#"{"value":120,"code":"mm[Hg]"}"#, "one number where two are typed"),
    ] {
        assert_eq!(observation(code, quantity), None, "{why}");
    }
}

#[test]
fn the_time_of_a_reading_is_when_it_was_measured_and_no_other_date_in_it() {
    let time = |members: &str| {
        let json = format!(
            r#"{{"resourceType":"Observation","status":"final",{members}"issued":"2026-08-09T07:00:00Z",
                "code":{{"coding":[{{"system":"http://loinc.org","code":"29463-7"}}]}},
                "valueQuantity":{{"value":72,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}}}"#
        );
        ReadingDraft::from_observation(json.as_bytes()).map(|draft| draft.time)
    };
    let at = |date: &str| Some(Some(date.parse::<ClinicalDate>().unwrap()));
    assert_eq!(time(r#""effectiveDateTime":"2026-08-06","#), at("2026-08-06"));
    assert_eq!(time(r#""effectiveInstant":"2026-08-06T08:15:00.5+02:00","#), at("2026-08-06T08:15:00.5+02:00"));
    assert_eq!(time(""), Some(None), "when it was reported is not when it was measured");
    assert_eq!(time(r#""effectiveDateTime":"last summer","#), Some(None), "it must be typed");
    assert_eq!(time(r#""effectivePeriod":{"start":"2026-08-06","end":"2026-08-07"},"#), None);
    assert_eq!(time(r#""effectiveTiming":{"event":["2026-08-06"]},"#), None);
}
