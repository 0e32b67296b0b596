//! What the screen shows of a medicine: its dosage says no less than the record.

use sesemr_common::record::{DayPart, PeriodUnit, Phrase, RecordRow, ReferenceNames, WeekDay, view_record};

use super::{of_amina, own, view};

#[test]
fn a_medicine_is_shown_with_dosage_reason_and_prescriber() {
    let RecordRow::Medication(row) = of_amina("Amlodipine 5 mg tablets").row else { unreachable!("a medicine") };
    assert_eq!(row.medicine, "Amlodipine 5 mg tablets");
    assert_eq!(row.dosage, [own("1 tablet by mouth, once a day")]);
    assert_eq!(row.reason.as_deref(), Some("High blood pressure"));
    assert_eq!(row.requester.as_deref(), Some("Dr Grace Bello"));
    assert_eq!(row.date.unwrap().as_str(), "2026-06-02");
}

#[test]
fn a_dosage_without_words_is_put_together() {
    let json = r#"{"resourceType":"MedicationStatement","medicationCodeableConcept":{"text":"X"},"dosage":[{"timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},"route":{"coding":[{"display":"Oral use"}]},"doseAndRate":[{"doseQuantity":{"value":1,"unit":"tablet"}}],"asNeededBoolean":true}]}"#;
    let RecordRow::Medication(row) = view(json).row else { unreachable!("a medicine") };
    let parts = vec![own("1 tablet"), own("Oral use"), times(2.0, 1.0, PeriodUnit::Day), Phrase::WhenNeeded(None)];
    assert_eq!(row.dosage, [Phrase::Parts(parts)]);
}

fn times(frequency: f64, period: f64, unit: PeriodUnit) -> Phrase {
    Phrase::Times { frequency, frequency_max: None, period, period_max: None, unit }
}

/// What is said of a medicine with these dosages, in JSON.
fn dosages(json: &str) -> Vec<Phrase> {
    let json = format!(
        r#"{{"resourceType":"MedicationRequest","medicationCodeableConcept":{{"text":"X"}},"dosageInstruction":[{json}]}}"#
    );
    let RecordRow::Medication(row) = view(&json).row else { unreachable!("a medicine") };
    row.dosage
}

/// What is said of one dosage of this timing, in JSON.
fn timing(json: &str) -> Vec<Phrase> {
    match dosages(&format!(r#"{{"timing":{json}}}"#)).pop() {
        Some(Phrase::Parts(parts)) => parts,
        phrase => phrase.into_iter().collect(),
    }
}

#[test]
fn a_timing_says_the_most_as_well_as_the_least() {
    let repeat = |members: &str| timing(&format!(r#"{{"repeat":{{{members}}}}}"#));
    let up_to_four = Phrase::Times {
        frequency: 1.0,
        frequency_max: Some(4.0),
        period: 1.0,
        period_max: None,
        unit: PeriodUnit::Day,
    };
    assert_eq!(repeat(r#""frequency":1,"frequencyMax":4,"period":1,"periodUnit":"d""#), [up_to_four]);
    let four_to_six_hours = Phrase::Times {
        frequency: 1.0,
        frequency_max: None,
        period: 4.0,
        period_max: Some(6.0),
        unit: PeriodUnit::Hour,
    };
    assert_eq!(repeat(r#""frequency":1,"period":4,"periodMax":6,"periodUnit":"h""#), [four_to_six_hours]);
    assert_eq!(repeat(r#""period":12,"periodUnit":"h""#), [times(1.0, 12.0, PeriodUnit::Hour)], "FHIR: once");
}

#[test]
fn a_timing_says_its_days_parts_of_days_clock_times_and_dates() {
    let repeat = |members: &str| timing(&format!(r#"{{"repeat":{{{members}}}}}"#));
    let days = Phrase::OnDays(vec![WeekDay::Monday, WeekDay::Thursday]);
    let weekly = r#""frequency":2,"period":1,"periodUnit":"wk","dayOfWeek":["mon","thu"]"#;
    assert_eq!(repeat(weekly), [times(2.0, 1.0, PeriodUnit::Week), days]);
    let clock = Phrase::AtClock(vec!["08:00".to_owned(), "20:30".to_owned()]);
    assert_eq!(repeat(r#""timeOfDay":["08:00:00","20:30:00"]"#), [clock]);
    let parts = Phrase::InDayParts(vec![DayPart::Morning, DayPart::Bedtime]);
    assert_eq!(repeat(r#""when":["MORN","HS"]"#), [parts]);
    let until = Phrase::Period { start: "2026-06-02".parse().ok(), end: "2026-06-12".parse().ok() };
    let bound = r#""frequency":1,"period":1,"periodUnit":"d","boundsPeriod":{"start":"2026-06-02","end":"2026-06-12"}"#;
    assert_eq!(repeat(bound), [times(1.0, 1.0, PeriodUnit::Day), until]);
}

#[test]
fn where_a_timing_says_more_than_the_phrase_the_phrase_says_so() {
    let daily = || times(2.0, 1.0, PeriodUnit::Day);
    let more = || Phrase::MoreAboutWhen;
    let base = r#""frequency":2,"period":1,"periodUnit":"d""#;
    for member in [
        r#""count":20"#,
        r#""boundsDuration":{"value":10,"unit":"days","system":"http://unitsofmeasure.org","code":"d"}"#,
        r#""duration":30,"durationUnit":"min""#,
        r#""when":["PCD"],"offset":30"#,
        r#""when":["ACM","EVE"]"#,
        r#""timeOfDay":["soon"]"#,
        r#""dayOfWeek":["mon","someday"]"#,
        r#""boundsPeriod":{"start":"soon"}"#,
        r#""extension":[{"url":"https://hospital.example/not-on-holidays","valueBoolean":true}]"#,
    ] {
        assert_eq!(timing(&format!(r#"{{"repeat":{{{base},{member}}}}}"#)), [daily(), more()], "{member}");
    }
    for (what, why) in [
        (r#"{"repeat":{"frequency":2,"period":1,"periodUnit":"fortnight"}}"#, "a unit that is none"),
        (r#"{"repeat":{"frequency":"2","period":1,"periodUnit":"d"}}"#, "a number that is none"),
        (r#"{"repeat":{"frequency":2}}"#, "in no time"),
        (r#"{"repeat":{"count":1}}"#, "how often in all"),
        (r#"{"event":["2026-06-02T09:00:00+01:00"]}"#, "dates"),
        (r#"{"repeat":"daily"}"#, "words where none belong"),
    ] {
        assert_eq!(timing(what), [more()], "{why}");
    }
    let clock = Phrase::AtClock(vec!["08:00".to_owned(), "20:00".to_owned()]);
    let twice = r#"{"repeat":{"period":1,"periodUnit":"d","timeOfDay":["08:00:00","20:00:00"]}}"#;
    assert_eq!(timing(twice), [clock, more()], "never \"once a day\" where two times are named");
    let twice_daily = r#""code":{"text":"BID"}"#;
    assert_eq!(timing(&format!(r#"{{{twice_daily},"repeat":{{{base}}}}}"#)), [own("BID")], "a code says it all");
    let for_ten_days = r#""repeat":{"boundsDuration":{"value":10,"unit":"days"}}"#;
    assert_eq!(timing(&format!("{{{twice_daily},{for_ten_days}}}")), [own("BID"), more()], "but for its bounds");
}

#[test]
fn where_a_dosage_says_more_than_the_phrase_the_phrase_says_so() {
    let one = |members: &str| {
        dosages(&format!(r#"{{"doseAndRate":[{{"doseQuantity":{{"value":1,"unit":"tablet"}}}}]{members}}}"#))
    };
    let (tablet, more) = (|| own("1 tablet"), || Phrase::MoreAboutHow);
    assert_eq!(one(r#","sequence":1"#), [tablet()]);
    let warned = Phrase::Parts(vec![tablet(), own("Not with milk"), own("Swallow whole")]);
    assert_eq!(
        one(r#","additionalInstruction":[{"text":"Not with milk"}],"patientInstruction":"Swallow whole""#),
        [warned],
        "an instruction does not stand for the dose"
    );
    let ceiling =
        r#","maxDosePerPeriod":{"numerator":{"value":4,"unit":"tablet"},"denominator":{"value":1,"unit":"d"}}"#;
    assert_eq!(one(ceiling), [Phrase::Parts(vec![tablet(), more()])]);
    let rate = r#"{"doseAndRate":[{"rateQuantity":{"value":2,"unit":"mL/h"}}]}"#;
    assert_eq!(dosages(rate), [more()]);
    let in_turn =
        r#"{"sequence":1,"doseAndRate":[{"doseQuantity":{"value":2,"unit":"mg"}}]},{"sequence":2,"text":"1 mg"}"#;
    assert_eq!(dosages(in_turn), [Phrase::Parts(vec![own("2 mg"), more()]), own("1 mg")]);
}

#[test]
fn a_medicine_named_by_reference_is_shown_by_name() {
    let medicine = r#"{"resourceType":"Medication","id":"m1","code":{"text":"Anastrozole 1 mg"}}"#;
    let mut names = ReferenceNames::default();
    names.learn(medicine.as_bytes());
    names.learn(b"not JSON");
    for reference in ["Medication/m1", "https://hospital.example/fhir/Medication/m1", "urn:uuid:m1"] {
        let json =
            format!(r#"{{"resourceType":"MedicationRequest","medicationReference":{{"reference":"{reference}"}}}}"#);
        let RecordRow::Medication(row) = view_record(json.as_bytes(), &names).row else { unreachable!("a medicine") };
        assert_eq!(row.medicine, "Anastrozole 1 mg", "{reference}");
    }
}
