//! The row of each other family, and of what cannot be read.

use sesemr_common::record::{Absence, Interpretation, Phrase, RecordRow};

use super::{of_amina, own, view};

#[test]
fn an_allergy_is_shown_with_its_reactions() {
    let RecordRow::Allergy(row) = of_amina("Penicillin").row else { unreachable!("an allergy") };
    assert_eq!(row.substance, "Penicillin");
    let (what, severity) = ("Swollen lips and wheezing".to_owned(), "severe".to_owned());
    assert_eq!(row.reactions, [Phrase::Severity { what, severity }]);
    assert_eq!((row.criticality.as_deref(), row.status.as_deref()), (Some("high"), Some("Active")));
    assert_eq!(row.date.unwrap().as_str(), "1989");
}

#[test]
fn a_record_of_no_allergy_says_so_and_one_entered_by_mistake_says_nothing() {
    let row = |code: &str, verification: &str| {
        let json = format!(
            r#"{{"resourceType":"AllergyIntolerance","code":{{"coding":[{{"code":"{code}"}}]}},
                "verificationStatus":{{"coding":[{{"code":"{verification}"}}]}}}}"#
        );
        let RecordRow::Allergy(row) = view(&json).row else { unreachable!("an allergy") };
        (row.absence, row.is_mistake)
    };
    assert_eq!(row("716186003", "confirmed"), (Some(Absence::NoneKnown), false));
    assert_eq!(row("no-known-allergies", "confirmed"), (Some(Absence::NoneKnown), false));
    assert_eq!(row("409137002", "unconfirmed"), (Some(Absence::NoneOfAKind), false));
    assert_eq!(row("no-allergy-info", "confirmed"), (Some(Absence::NoInformation), false));
    assert_eq!(row("91936005", "refuted"), (None, true));
    assert_eq!(row("91936005", "entered-in-error"), (None, true));
    assert_eq!(row("91936005", "confirmed"), (None, false));
}

#[test]
fn a_condition_is_shown_with_onset_and_end() {
    let RecordRow::Condition(row) = of_amina("Sore throat").row else { unreachable!("a condition") };
    let day = |day: &str| Some(Phrase::Date(day.parse().unwrap()));
    assert_eq!((row.onset, row.abatement), (day("2025-11-03"), day("2025-11-12")));
    assert_eq!(row.status.as_deref(), Some("Resolved"));
    let json = r#"{"resourceType":"Condition","code":{"text":"Asthma"},"onsetAge":{"value":7,"unit":"years"}}"#;
    let RecordRow::Condition(row) = view(json).row else { unreachable!("a condition") };
    assert_eq!(row.onset, Some(Phrase::AtAge("7 years".to_owned())));
}

#[test]
fn a_blood_pressure_is_one_row_of_two_values() {
    let RecordRow::Observation(row) = of_amina("Blood pressure").row else { unreachable!("an observation") };
    let shown: Vec<_> =
        row.values.iter().map(|value| (value.label.as_deref(), value.value.clone(), value.unit.as_str())).collect();
    assert_eq!(
        shown,
        [(Some("Systolic blood pressure"), own("152"), "mmHg"), (Some("Diastolic blood pressure"), own("94"), "mmHg")]
    );
}

#[test]
fn a_value_stands_beside_its_range_and_a_word() {
    let value = |members: &str| {
        let json = format!(r#"{{"resourceType":"Observation","code":{{"text":"Sodium"}},{members}}}"#);
        let RecordRow::Observation(row) = view(&json).row else { unreachable!("an observation") };
        row.values[0].clone()
    };
    let range = r#""referenceRange":[{"low":{"value":133,"unit":"mmol/L"},"high":{"value":146,"unit":"mmol/L"}}]"#;
    let sodium = |number: u32| value(&format!(r#""valueQuantity":{{"value":{number},"unit":"mmol/L"}},{range}"#));
    assert_eq!(sodium(120).interpretation, Some(Interpretation::Low));
    assert_eq!(sodium(140).interpretation, Some(Interpretation::Normal));
    assert_eq!(sodium(150).interpretation, Some(Interpretation::High));
    assert!(sodium(150).is_compared_here);
    let (low, high) = ("133 mmol/L".to_owned(), "146 mmol/L".to_owned());
    assert_eq!(sodium(150).ranges, [Phrase::Between { low, high }]);
    let (women, men) = (r#"{"text":"12 to 16 g/dL, women"}"#, r#"{"text":"14 to 18 g/dL, men"}"#);
    let both = value(&format!(r#""valueQuantity":{{"value":15,"unit":"g/dL"}},"referenceRange":[{women},{men}]"#));
    assert_eq!(both.ranges, [own("12 to 16 g/dL, women"), own("14 to 18 g/dL, men")], "each for itself");
    let other_unit = value(&format!(r#""valueQuantity":{{"value":150,"unit":"mg/dL"}},{range}"#));
    assert_eq!(other_unit.interpretation, None);
    let said = value(&format!(
        r#""valueQuantity":{{"value":140,"unit":"mmol/L"}},{range},"interpretation":[{{"coding":[{{"code":"HH"}}]}}]"#
    ));
    assert_eq!((said.interpretation, said.is_compared_here), (Some(Interpretation::CriticallyHigh), false));
    let words =
        value(r#""valueCodeableConcept":{"coding":[{"display":"Positive"}]},"interpretation":[{"text":"Resistant"}]"#);
    assert_eq!(words.value, own("Positive"));
    assert_eq!(words.interpretation, Some(Interpretation::Other("Resistant".to_owned())));
    assert_eq!(value(r#""valueQuantity":{"value":5,"comparator":"<","unit":"mg/L"}"#).value, own("<5"));
    assert_eq!(value(r#""dataAbsentReason":{"text":"Refused"}"#).value, Phrase::NoValue("Refused".to_owned()));
}

#[test]
fn immunizations_and_visits_have_rows_of_their_own() {
    let RecordRow::Immunization(row) = of_amina("Influenza vaccine, 2025 season").row else {
        unreachable!("a vaccine")
    };
    assert_eq!((row.status.as_deref(), row.lot.as_deref()), (Some("completed"), Some("HB-25-117")));
    let title = "Yearly check of blood pressure and kidneys";
    let RecordRow::Encounter(row) = of_amina(title).row else { unreachable!("a visit") };
    assert_eq!((row.kind.as_str(), row.provider.as_deref()), (title, Some("Harrowby Health Centre")));
    assert_eq!(row.end.as_deref(), Some("2026-06-02T09:50:00+01:00"));
}

#[test]
fn a_resource_that_cannot_be_read_is_a_row_that_says_so() {
    for json in ["", "null", "{", r#"{"resourceType":"x"}"#, r#"{"resourceType":"Patient","id":"1","id":"2"}"#] {
        let view = view(json);
        assert_eq!(view.row, RecordRow::Unreadable, "{json}");
        assert_eq!(view.title.as_str(), "A record that cannot be shown");
    }
    let odd = view(
        r#"{"resourceType":"Observation","code":7,"component":{"valueQuantity":[]},"valueQuantity":"x","status":[]}"#,
    );
    assert!(matches!(odd.row, RecordRow::Observation(_)));
}
