//! What the screen shows of a record.

use sesemr_common::record::{
    Absence, DayPart, Detail, Element, Interpretation, PeriodUnit, Phrase, ReadingKind, RecordRow, RecordView,
    ReferenceNames, TitleParts, TypedReading, WeekDay, title_parts, view_record,
};

use super::support::{BUNDLES, amina, import, shared_bundle};

fn view(json: &str) -> RecordView {
    view_record(json.as_bytes(), &ReferenceNames::default())
}

fn own(text: &str) -> Phrase {
    Phrase::Own(text.to_owned())
}

/// The first view of the sample whose title is this.
fn of_amina(title: &str) -> RecordView {
    let import = import("amina_yusuf.json", amina());
    let record = import.records.iter().find(|record| record.summary().title.as_str() == title).unwrap();
    view_record(record.content(), &ReferenceNames::default())
}

/// What the element at this path says: names of FHIR with a dot between them, and which of several it is.
fn detail<'a>(view: &'a RecordView, path: &str) -> Option<&'a Phrase> {
    let name = |Element { name, place }: &Element| match place {
        Some(place) => format!("{name} {place}"),
        None => name.clone(),
    };
    let is_it = |detail: &&Detail| detail.path.iter().map(name).collect::<Vec<_>>().join(".") == path;
    view.details.rows.iter().find(is_it).map(|detail| &detail.value)
}

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
fn any_other_resource_is_shown_element_by_element() {
    let view = of_amina("Coverage: Public health insurance");
    assert_eq!(detail(&view, "status"), Some(&own("active")));
    assert_eq!(detail(&view, "beneficiary"), Some(&own("Amina Yusuf")));
    let period = Phrase::Period { start: "2020-01-01".parse().ok(), end: None };
    assert_eq!(detail(&view, "period"), Some(&period));
    let letter = of_amina("Letter about the yearly check");
    let Some(Phrase::InlineFile { bytes }) = detail(&letter, "content.attachment") else { unreachable!("a file") };
    assert!((800..900).contains(bytes), "{bytes}");
}

#[test]
fn dates_periods_and_flags_within_a_resource_stay_what_they_are() {
    let json = r#"{"resourceType":"Basic","created":"2026-06-02T09:30:00+01:00","year":"2026","active":false,
        "period":{"start":"2026-06-02","end":"soon"},"part":[{"note":["a"]},{"note":[["b","c"]]}]}"#;
    let view = view(json);
    let date = "2026-06-02T09:30:00+01:00".parse().unwrap();
    for (path, says) in [
        ("created", Phrase::Date(date)),
        ("year", own("2026")),
        ("active", Phrase::Flag(false)),
        ("period.start", Phrase::Date("2026-06-02".parse().unwrap())),
        ("period.end", own("soon")),
        ("part 1.note", own("a")),
        ("part 2.note. 2", own("c")),
    ] {
        assert_eq!(detail(&view, path), Some(&says), "{path}");
    }
}

#[test]
fn a_resource_of_very_many_elements_says_that_there_are_more() {
    let json = |count: usize| format!(r#"{{"resourceType":"Basic","note":{:?}}}"#, vec!["x"; count]);
    assert!(!view(&json(500)).details.has_more);
    let more = view(&json(501)).details;
    assert!(more.has_more && more.rows.len() == 500);
}

#[test]
fn what_was_put_to_a_title_here_is_told_from_what_the_record_says() {
    let fhir_type = |name: &str| name.parse().unwrap();
    for (resource, parts) in [
        (r#"{"resourceType":"CarePlan"}"#, TitleParts::Kind),
        (r#"{"resourceType":"CarePlan","title":"Walk more"}"#, TitleParts::Own("Walk more")),
        (r#"{"resourceType":"CarePlan","title":"Care plan: walk"}"#, TitleParts::Own("Care plan: walk")),
        (r#"{"resourceType":"Claim","type":{"text":"pharmacy"}}"#, TitleParts::KindOf("pharmacy")),
        (r#"{"resourceType":"ExplanationOfBenefit"}"#, TitleParts::Kind),
    ] {
        let kind = resource.split('"').nth(3).unwrap();
        let title = import("one.json", resource.as_bytes()).records[0].summary().title.clone();
        assert_eq!(title_parts(title.as_str(), Some(&fhir_type(kind))), parts, "{title}");
    }
    assert_eq!(title_parts("Without a title", None), TitleParts::Untitled);
    assert_eq!(title_parts("Care plan", None), TitleParts::Own("Care plan"), "a file of this name");
}

#[test]
fn a_code_that_means_something_else_than_the_words_is_shown_beside_them() {
    let json =
        r#"{"resourceType":"Basic","code":{"text":"Vitamin C","coding":[{"display":"Warfarin","code":"11289"}]}}"#;
    assert_eq!(detail(&view(json), "code"), Some(&own("Vitamin C (Warfarin, 11289)")));
    let agreeing = json.replace("Warfarin", "Vitamin C");
    assert_eq!(detail(&view(&agreeing), "code"), Some(&own("Vitamin C (11289)")));
}

#[test]
fn a_record_whose_code_is_called_otherwise_than_its_words_says_so() {
    let says = |fhir_type: &str, key: &str, text: &str, displays: &[&str]| {
        let codings: Vec<String> = displays.iter().map(|display| format!(r#"{{"display":"{display}"}}"#)).collect();
        let concept = format!(r#"{{"text":"{text}","coding":[{}]}}"#, codings.join(","));
        view(&format!(r#"{{"resourceType":"{fhir_type}","{key}":{concept}}}"#)).code_says
    };
    for (fhir_type, key) in [
        ("MedicationRequest", "medicationCodeableConcept"),
        ("MedicationStatement", "medicationCodeableConcept"),
        ("AllergyIntolerance", "code"),
        ("Condition", "code"),
        ("Observation", "code"),
        ("Immunization", "vaccineCode"),
    ] {
        assert_eq!(says(fhir_type, key, "Vitamin C", &["Warfarin"]).as_deref(), Some("Warfarin"), "{fhir_type}");
    }
    let condition = |text: &str, displays: &[&str]| says("Condition", "code", text, displays);
    assert_eq!(condition("Hypertension", &["Essential hypertension"]), None, "one holds the other");
    assert_eq!(
        condition("  ESSENTIAL  Hypertension ", &["essential hypertension"]),
        None,
        "but for spaces and capitals"
    );
    assert_eq!(condition("Asthma", &["Airway disease", "Asthma"]), None, "one of its codes is called so");
    assert_eq!(condition("Asthma", &["Gout", "Gout", "Arthritis"]).as_deref(), Some("Gout; Arthritis"));
    assert_eq!(condition("Asthma", &[]), None);
    assert_eq!(condition("Asthma", &["Go\u{202e}ut"]).as_deref(), Some("Go⟨U+202E⟩ut"));
    assert_eq!(says("CarePlan", "code", "Asthma", &["Gout"]), None, "its details say it");
    let contained = r#"{"resourceType":"MedicationRequest","medicationReference":{"reference":"\u0023m"},"contained":[
        {"resourceType":"Condition","id":"c","code":{"text":"Cold","coding":[{"display":"Gout"}]}},
        {"resourceType":"Medication","id":"m","code":{"text":"Vitamin C","coding":[{"display":"Warfarin"}]}}]}"#;
    assert_eq!(view(contained).code_says.as_deref(), Some("Warfarin"));
}

#[test]
fn what_a_patient_calls_a_reading_is_not_held_against_the_code_that_was_chosen_here() {
    let time = "2026-08-06T08:15:00+02:00".parse().unwrap();
    let typed = TypedReading::try_new(ReadingKind::OxygenSaturation, time, vec![97.0]).unwrap();
    let typed = String::from_utf8(typed.into_record("Amina Yusuf").content().to_vec()).unwrap();
    assert_eq!(view(&typed).code_says, None);
    let imported = typed.replacen('{', r#"{"id":"o1","#, 1);
    assert_eq!(view(&imported).code_says.as_deref(), Some("Oxygen saturation in Arterial blood"));
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

#[test]
fn a_narrative_becomes_plain_text_and_nothing_runs() {
    let narrative = |div: &str| {
        let div = serde_json::to_string(div).unwrap();
        view(&format!(r#"{{"resourceType":"CarePlan","text":{{"div":{div}}}}}"#)).narrative.unwrap_or_default()
    };
    assert_eq!(
        narrative(
            "<div><p>Care &amp; <b>rest</b></p>\n<ul><li>Walk</li><li>Sleep</li></ul><table><tr><td>a</td><td>b</td></tr></table></div>"
        ),
        "Care & rest\n- Walk\n- Sleep\na | b"
    );
    assert_eq!(narrative("a<script>alert('<b>')</script>b<style>p{}</style>c<!-- > d -->e"), "abce");
    assert_eq!(narrative("<img src=x onerror='a>b' title=\"c>d\">shown"), "shown");
    assert_eq!(narrative("&lt;script&gt; &#65;&#x42; &nbsp;&unknown; &amp;lt; a&b"), "<script> AB &unknown; &lt; a&b");
    assert_eq!(narrative("x\u{202e}y"), "x⟨U+202E⟩y");
    assert_eq!(narrative("open <b"), "open");
    assert_eq!(narrative("<script>never ends"), "");
}

#[test]
fn hostile_narratives_are_plain_text_too() {
    let narrative = |div: &str| {
        let div = serde_json::to_string(div).unwrap();
        view(&format!(r#"{{"resourceType":"CarePlan","text":{{"div":{div}}}}}"#)).narrative.unwrap_or_default()
    };
    let cases = [
        ("<SCRIPT>alert(1)</SCRIPT >a", "a"),
        ("<script\n>alert(1)</script\n>a", "a"),
        ("<scr<script>ipt>alert(1)</script>", "ipt>alert(1)"),
        ("<script><!--</script>a", "a"),
        ("<svg onload=alert(1)><iframe srcdoc='<script>x</script>'></iframe></svg>a", "a"),
        ("<a href=\"javascript:alert(1)\">see</a>", "see"),
        ("<img src=//elsewhere.example/x><link rel=stylesheet href=//elsewhere.example/>a", "a"),
        ("<style>@import url(//elsewhere.example)</style>a", "a"),
        ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;", "]>&e;"),
        ("&#x202E;gm 5&#8206;", "⟨U+202E⟩gm 5⟨U+200E⟩"),
        ("&#0;&#xD800;&#x110000;&#x1;", "⟨U+0000⟩&#xD800;&#x110000;⟨U+0001⟩"),
        ("<p title='&quot;><script>'>a</p>", "a"),
    ];
    for (hostile, plain) in cases {
        assert_eq!(narrative(hostile), plain, "{hostile}");
    }
}

#[test]
fn a_monstrous_narrative_is_cut_and_ends() {
    for part in ["<", "<div>", "&", "</", "<!--", "<script>", "</script", "<a '", "&#"] {
        let div = serde_json::to_string(&part.repeat(200_000)).unwrap();
        let shown = view(&format!(r#"{{"resourceType":"CarePlan","text":{{"div":{div}}}}}"#)).narrative;
        assert!(shown.unwrap_or_default().chars().count() <= 20_001, "{part}");
    }
}

#[test]
fn joiners_that_spell_words_stay_and_tricks_do_not() {
    let title = |text: &str| {
        let text = serde_json::to_string(text).unwrap();
        view(&format!(r#"{{"resourceType":"Condition","code":{{"text":{text}}}}}"#)).title.as_str().to_owned()
    };
    // Persian "I want" is written with a zero-width non-joiner.
    assert_eq!(title("می\u{200c}خواهم"), "می\u{200c}خواهم");
    assert_eq!(title("5\u{200d}00 mg"), "5⟨U+200D⟩00 mg");
    assert_eq!(title("pay\u{2066}pal"), "pay⟨U+2066⟩pal");
}

#[test]
fn every_record_of_the_samples_has_a_row_and_details() {
    let bundles = BUNDLES.into_iter().filter_map(shared_bundle).chain([amina()]);
    for text in bundles {
        let import = import("bundle.json", text);
        let mut names = ReferenceNames::default();
        for record in &import.records {
            names.learn(record.content());
        }
        for record in import.records.iter().filter(|record| record.summary().fhir_type.is_some()) {
            let view = view_record(record.content(), &names);
            assert_ne!(view.row, RecordRow::Unreadable);
            assert!(!view.details.rows.is_empty());
            if record.summary().fhir_type.as_ref().unwrap().as_str() != "Bundle" {
                assert_eq!(view.title, record.summary().title);
            }
            if let RecordRow::Medication(row) = view.row {
                assert!(!row.medicine.is_empty() && !row.medicine.starts_with("Medication "), "{}", row.medicine);
            }
        }
    }
}
