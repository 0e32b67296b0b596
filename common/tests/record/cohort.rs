//! One row per person from what several people lent.

use sesemr_common::{
    microagg::{GroupSize, Sheet},
    record::{
        CohortError, CohortValue, LentCourse, ReadingsSeries, Series, SeriesKey, build_cohort, offer_cohort,
        summarise_series,
    },
};

use super::support::{collection, import};

/// Series of a person: heart rates by day of August 2026, and a weight where there is one.
fn person(beats: &[f64], weight: Option<f64>) -> Vec<Series> {
    let category = r#""category":[{"coding":[{"code":"vital-signs"}]}]"#;
    let observation = |name: &str, code: &str, day: usize, value: f64, unit: &str| {
        format!(
            r#"{{"resourceType":"Observation","status":"final",{category},"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}],"text":"{name}"}},"effectiveDateTime":"2026-08-{:02}T08:00:00Z","valueQuantity":{{"value":{value},"unit":"{unit}","code":"{unit}"}}}}"#,
            day + 1
        )
    };
    let beats = beats.iter().enumerate().map(|(day, value)| observation("Heart rate", "8867-4", day, *value, "/min"));
    let weight = weight.into_iter().map(|weight| observation("Weight", "29463-7", 0, weight, "kg"));
    let resources: Vec<String> = beats.chain(weight).collect();
    import("bundle.json", collection(&resources.iter().map(String::as_str).collect::<Vec<_>>())).series
}

fn courses(series: &[Series]) -> Vec<LentCourse> {
    series.iter().filter_map(LentCourse::of_series).collect()
}

fn people() -> Vec<Vec<LentCourse>> {
    [person(&[70.0, 80.0, 60.0], Some(71.5)), person(&[90.0], Some(80.0)), person(&[50.0, 52.0], None)]
        .iter()
        .map(|series| courses(series))
        .collect()
}

fn key(people: &[Vec<LentCourse>], title: &str) -> SeriesKey {
    offer_cohort(people).into_iter().find(|offer| offer.title == title).unwrap().key
}

fn size(k: u32) -> GroupSize {
    GroupSize::try_from(k).unwrap()
}

#[test]
fn what_most_people_have_is_offered_first() {
    let offers = offer_cohort(&people());
    let offers: Vec<_> = offers.iter().map(|offer| (offer.title.as_str(), offer.people)).collect();
    assert_eq!(offers, [("Heart rate", 3), ("Weight", 2)]);
}

#[test]
fn a_row_holds_the_latest_the_mean_or_a_summary() {
    let people = people();
    let (heart, weight) = (key(&people, "Heart rate"), key(&people, "Weight"));
    let chosen = [(heart, CohortValue::Summary), (weight, CohortValue::Latest)];
    let cohort = build_cohort(&people, &chosen, size(2)).unwrap();
    let head =
        ["Heart rate (/min), mean", "Heart rate (/min), least", "Heart rate (/min), greatest", "Weight (kg), latest"];
    assert_eq!(cohort.head, head);
    assert_eq!(cohort.rows, [[70.0, 60.0, 80.0, 71.5], [90.0, 90.0, 90.0, 80.0]]);
    let latest = build_cohort(&people, &[(key(&people, "Heart rate"), CohortValue::Latest)], size(3)).unwrap();
    assert_eq!(latest.rows, [[60.0], [90.0], [52.0]]);
}

#[test]
fn fewer_people_than_a_group_are_refused() {
    let people = people();
    let both = [(key(&people, "Heart rate"), CohortValue::Mean), (key(&people, "Weight"), CohortValue::Mean)];
    let refused = build_cohort(&people, &both, size(3));
    assert_eq!(refused, Err(CohortError::TooFewPeople { people: 3, complete: 2, least: 3 }));
    assert!(build_cohort(&people, &both, size(2)).is_ok());
    assert_eq!(build_cohort(&people, &[], size(2)), Err(CohortError::NothingChosen));
    let nobody = build_cohort(&[], &both, size(2));
    assert_eq!(nobody, Err(CohortError::TooFewPeople { people: 0, complete: 0, least: 2 }));
}

#[test]
fn a_summary_stands_in_where_readings_were_not_lent() {
    let series = person(&[70.0, 72.0, 80.0, 82.0], None);
    let readings = ReadingsSeries::try_from(series[0].clone()).unwrap();
    let summary = LentCourse::of_summary(&summarise_series(&readings, size(2)).unwrap()).unwrap();
    let people = [vec![summary.clone()], courses(&series)];
    let chosen = |value| [(summary.key().clone(), value)];
    let mean = build_cohort(&people, &chosen(CohortValue::Summary), size(2)).unwrap();
    assert_eq!(mean.rows, [[76.0, 70.0, 82.0], [76.0, 70.0, 82.0]]);
    let latest = build_cohort(&people, &chosen(CohortValue::Latest), size(2)).unwrap();
    assert_eq!(latest.rows, [[81.0], [82.0]]);
}

#[test]
fn exact_readings_count_even_beside_a_summary_of_more() {
    let many = person(&[70.0, 72.0, 80.0, 82.0], None);
    let readings = ReadingsSeries::try_from(many[0].clone()).unwrap();
    let summary = LentCourse::of_summary(&summarise_series(&readings, size(2)).unwrap()).unwrap();
    let exact = courses(&person(&[60.0], None)).remove(0);
    let longer = courses(&person(&[61.0, 63.0], None)).remove(0);
    // In whichever order they were lent; of exact readings the longer course.
    let people = [
        vec![summary.clone(), exact.clone()],
        vec![exact.clone(), summary.clone()],
        vec![exact, summary.clone(), longer],
    ];
    let cohort = build_cohort(&people, &[(summary.key().clone(), CohortValue::Mean)], size(2)).unwrap();
    assert_eq!(cohort.rows, [[60.0], [60.0], [62.0]]);
}

#[test]
fn rows_leave_in_an_order_that_names_nobody_and_are_read_again() {
    let people = people();
    let cohort = build_cohort(&people, &[(key(&people, "Heart rate"), CohortValue::Latest)], size(2)).unwrap();
    let csv = cohort.to_csv();
    assert_eq!(String::from_utf8(csv.clone()).unwrap(), "\"Heart rate (/min), latest\"\n52\n60\n90\n");
    assert_eq!(Sheet::read(&csv).unwrap().rows().len(), 3);
}
