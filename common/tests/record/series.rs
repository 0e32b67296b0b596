//! Series from Observations, and their summaries.

use proptest::prelude::*;
use sesemr_common::{
    microagg::GroupSize,
    portion::Portion,
    record::{
        LeftOutReason, MedicalRecord, ReadingKind, ReadingsSeries, Series, SeriesSummary, SeriesSummaryError,
        SummariseError, TypedReading, collect_series, summarise_series,
    },
};

use super::support::{amina, collection, import};

const CATEGORY: &str = r#""category":[{"coding":[{"code":"vital-signs"}]}]"#;

fn heart_rate(time: &str, members: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final",{CATEGORY},"code":{{"coding":[{{"system":"http://loinc.org","code":"8867-4"}}],"text":"Heart rate"}},"effectiveDateTime":"{time}",{members}}}"#
    )
}

fn beats(time: &str, value: f64) -> String {
    heart_rate(time, &format!(r#""valueQuantity":{{"value":{value},"unit":"beats/min","code":"/min"}}"#))
}

fn readings(series: &Series) -> ReadingsSeries {
    ReadingsSeries::try_from(series.clone()).unwrap()
}

/// A series of heart rates on the days of August 2026.
fn heart_rates(values: &[f64]) -> ReadingsSeries {
    let day = |(day, value): (usize, &f64)| beats(&format!("2026-08-{:02}T08:00:00Z", day + 1), *value);
    let resources: Vec<String> = values.iter().enumerate().map(day).collect();
    let import = import("bundle.json", collection(&resources.iter().map(String::as_str).collect::<Vec<_>>()));
    readings(&import.series[0])
}

#[test]
fn components_are_columns_of_one_series_whatever_their_order() {
    let import = import("amina_yusuf.json", amina());
    let readings: Vec<&Series> = import.series.iter().filter(|series| series.portion() == Portion::Readings).collect();
    let names: Vec<&str> = readings.iter().map(|series| series.code().text.as_str()).collect();
    assert_eq!(names, ["Blood pressure", "Heart rate"]);
    let columns: Vec<&str> = readings[0].columns().iter().map(|column| column.code.code.as_str()).collect();
    assert_eq!(columns, ["8480-6", "8462-4"]);
    assert_eq!(readings[0].points().len(), 10);
    assert_eq!(readings[0].points()[1].values, [149.0, 91.0]);
    assert_eq!(readings[1].columns()[0].unit.code, "/min");
}

#[test]
fn points_stand_in_time_order_across_offsets_and_precisions() {
    let resources = [
        beats("2026-08-06T10:00:00+02:00", 3.0),
        beats("2026-08-06T07:59:59.5Z", 2.0),
        beats("2026-08", 1.0),
        beats("2026-08-07", 4.0),
    ];
    let import = import("bundle.json", collection(&resources.iter().map(String::as_str).collect::<Vec<_>>()));
    let values: Vec<f64> = import.series[0].points().iter().map(|point| point.values[0]).collect();
    assert_eq!(values, [1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn another_unit_or_portion_is_another_series() {
    let resources = [
        beats("2026-08-01", 70.0),
        heart_rate("2026-08-02", r#""valueQuantity":{"value":1.2,"unit":"Hz","code":"Hz"}"#),
        beats("2026-08-03", 71.0).replace("vital-signs", "laboratory"),
        beats("2026-08-04", 72.0).replace("vital-signs", "vital-sign"),
    ];
    let import = import("bundle.json", collection(&resources.iter().map(String::as_str).collect::<Vec<_>>()));
    let portions: Vec<Portion> = import.series.iter().map(Series::portion).collect();
    assert_eq!(portions, [Portion::History, Portion::Laboratory, Portion::Readings, Portion::Readings]);
}

#[test]
fn readings_that_make_no_point_say_why() {
    let cases = [
        (heart_rate("soon", r#""valueQuantity":{"value":70}"#), LeftOutReason::NoDate),
        (heart_rate("2026", r#""valueString":"fast""#), LeftOutReason::NoNumber),
        (heart_rate("2026", r#""valueQuantity":{"value":1e300}"#), LeftOutReason::NoNumber),
        (heart_rate("2026", r#""valueQuantity":{"value":200,"comparator":">"}"#), LeftOutReason::Bound),
        (
            heart_rate("2026", r#""valueQuantity":{"value":70}"#).replace("final", "entered-in-error"),
            LeftOutReason::Withdrawn,
        ),
    ];
    for (resource, reason) in cases {
        let import = import("one.json", &resource);
        assert_eq!(import.series, [], "{resource}");
        assert_eq!(import.left_out.len(), 1, "{resource}");
        assert_eq!(import.left_out[0].reason, reason, "{resource}");
        assert_eq!(import.left_out[0].source, import.records[0].content_id());
    }
}

#[test]
fn old_and_new_readings_make_one_series_and_none_counts_twice() {
    let import = import("amina_yusuf.json", amina());
    let records: Vec<&MedicalRecord> = import.records.iter().chain(&import.records).collect();
    let (series, left_out) =
        collect_series(records.iter().map(|record| (record.portion(), record.content_id(), record.content())));
    assert_eq!(series, import.series);
    assert!(left_out.is_empty());
}

#[test]
fn laboratory_values_get_no_summary() {
    let import = import("amina_yusuf.json", amina());
    let laboratory = import.series.iter().find(|series| series.portion() == Portion::Laboratory).unwrap();
    assert_eq!(ReadingsSeries::try_from(laboratory.clone()).unwrap_err().0, Portion::Laboratory);
}

#[test]
fn a_summary_keeps_start_end_count_mean_and_extremes() {
    let series = heart_rates(&[60.0, 62.0, 64.0, 90.0, 91.0, 95.0, 92.0]);
    let summary = summarise_series(&series, GroupSize::DEFAULT).unwrap();
    let told: Vec<_> = summary
        .segments()
        .iter()
        .map(|segment| (segment.start.as_str(), segment.end.as_str(), segment.count, segment.columns[0]))
        .map(|(start, end, count, spread)| (start, end, count, spread.mean, spread.min, spread.max))
        .collect();
    assert_eq!(
        told,
        [
            ("2026-08-01T08:00:00Z", "2026-08-03T08:00:00Z", 3, 62.0, 60.0, 64.0),
            ("2026-08-04T08:00:00Z", "2026-08-07T08:00:00Z", 4, 92.0, 90.0, 95.0),
        ]
    );
    assert_eq!(summary.key(), series.series().key());
    let record = summary.clone().into_record();
    assert_eq!(record.portion(), Portion::ReadingsSummary);
    assert_eq!(record.summary().title.as_str(), "Heart rate, summary");
    assert_eq!(record.summary().media_type.as_str(), "application/vnd.sesemr.series-summary+json");
    assert_eq!(record.summary().clinical_date.as_ref().unwrap().as_str(), "2026-08-07T08:00:00Z");
    assert_eq!(SeriesSummary::decode(record.content()).unwrap(), summary);
}

#[test]
fn fewer_than_k_readings_are_kept_exact() {
    let too_few = summarise_series(&heart_rates(&[60.0, 61.0]), GroupSize::DEFAULT).unwrap_err();
    assert_eq!(too_few, SummariseError::TooFew { points: 2, k: 3 });
    assert_eq!(too_few.to_string(), "2 readings are too few to summarise in groups of 3");
}

#[test]
fn only_a_summary_moves_among_the_summaries() {
    let reading = TypedReading::try_new(ReadingKind::HeartRate, "2026-08-06".parse().unwrap(), vec![70.0]).unwrap();
    let record = reading.into_record("Amina Yusuf");
    let reopen = |portion| MedicalRecord::from_opened(portion, record.summary().clone(), record.content().to_vec());
    assert_eq!(reopen(Portion::History).unwrap().portion(), Portion::History);
    assert_eq!(reopen(Portion::Readings).unwrap(), record);
    assert!(reopen(Portion::ReadingsSummary).is_err());
    let short = MedicalRecord::from_opened(Portion::Readings, record.summary().clone(), Vec::new());
    assert!(short.is_err());
}

#[test]
fn a_summary_that_cannot_be_right_is_refused() {
    let summary = summarise_series(&heart_rates(&[60.0, 62.0, 64.0, 90.0, 91.0, 95.0]), GroupSize::DEFAULT).unwrap();
    let json = String::from_utf8(summary.encode()).unwrap();
    let refuse = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        SeriesSummary::decode(json.replacen(from, to, 1).as_bytes()).unwrap_err()
    };
    assert_eq!(refuse(r#""version":1"#, r#""version":2"#), SeriesSummaryError::UnknownVersion(2));
    assert_eq!(refuse(r#""k":3"#, r#""k":1"#), SeriesSummaryError::Contradiction("group size"));
    assert_eq!(refuse(r#""count":3"#, r#""count":1"#), SeriesSummaryError::Contradiction("number of readings"));
    assert_eq!(refuse("62.0", "65.0"), SeriesSummaryError::Contradiction("order of minimum, mean and maximum"));
    assert_eq!(refuse("2026-08-01T", "2026-08-09T"), SeriesSummaryError::Contradiction("order of times"));
    assert_eq!(refuse("optimal_partition", "hand"), SeriesSummaryError::Contradiction("method"));
    assert_eq!(refuse(r#""k":3"#, r#""k": 3"#), SeriesSummaryError::NotASummary);
    assert_eq!(refuse(r#""k":3"#, r#""k":3,"k":3"#), SeriesSummaryError::NotASummary);
    assert_eq!(refuse(r#""k":3"#, r#""k":3,"note":"""#), SeriesSummaryError::NotASummary);
}

proptest! {
    #[test]
    fn a_summary_reads_back_and_bounds_its_readings(values in prop::collection::vec(30.0..220.0_f64, 3..28), k in 2..5_u32) {
        let series = heart_rates(&values);
        prop_assume!(values.len() >= k as usize);
        let summary = summarise_series(&series, GroupSize::try_from(k).unwrap()).unwrap();
        prop_assert_eq!(&SeriesSummary::decode(&summary.encode()).unwrap(), &summary);
        let count: u32 = summary.segments().iter().map(|segment| segment.count).sum();
        prop_assert_eq!(count as usize, values.len());
        let mut rest = values.iter();
        for segment in summary.segments() {
            for value in rest.by_ref().take(segment.count as usize) {
                let spread = segment.columns[0];
                prop_assert!(spread.min <= *value && *value <= spread.max);
            }
        }
    }
}
