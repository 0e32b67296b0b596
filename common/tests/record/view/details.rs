//! Everything a record says, element by element.

use sesemr_common::record::Phrase;

use super::{detail, of_amina, own, view};

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
