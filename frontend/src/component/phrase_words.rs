//! What a record says, in the reader's language where it was put together here; the record's own words stay as they are.

use sesemr_common::record::{ClinicalDate, DayPart, FhirType, PeriodUnit, Phrase, TitleParts, WeekDay, title_parts};

use super::{kind_words::kind_words, when};
use crate::{
    model::record::RecordSummary,
    text::{Texts, decimal, t},
};

/// A phrase as the reader reads it.
pub fn phrase_words(texts: Texts, phrase: &Phrase) -> String {
    match phrase {
        Phrase::Own(own) => own.clone(),
        Phrase::Date(date) => when::clinical(texts, date),
        Phrase::Flag(true) => t!(texts, phrase.yes).to_owned(),
        Phrase::Flag(false) => t!(texts, phrase.no).to_owned(),
        Phrase::Period { start, end } => period_words(texts, start.as_ref(), end.as_ref()),
        Phrase::InlineFile { bytes } => t!(texts, phrase.inline_file, size = when::bytes(texts, *bytes as u64)),
        Phrase::Between { low, high } => t!(texts, phrase.between, low = low.clone(), high = high.clone()),
        Phrase::AtLeast(least) => t!(texts, phrase.at_least, least = least.clone()),
        Phrase::AtMost(most) => t!(texts, phrase.at_most, most = most.clone()),
        Phrase::For { said, whom } => t!(texts, phrase.with, said = phrase_words(texts, said), more = whom.clone()),
        Phrase::AtAge(age) => t!(texts, phrase.at_age, age = age.clone()),
        Phrase::Curve => t!(texts, phrase.curve).to_owned(),
        Phrase::NoValue(reason) => t!(texts, phrase.no_value, reason = reason.clone()),
        Phrase::Times { frequency, frequency_max, period, period_max, unit } => {
            let times = up_to(texts, *frequency, *frequency_max);
            let is_one = period_max.is_none() && (*period - 1.0).abs() < f64::EPSILON;
            if is_one {
                per_words(texts, times, *unit)
            } else {
                within_words(texts, times, up_to(texts, *period, *period_max), *unit)
            }
        }
        Phrase::OnDays(days) => {
            let days: Vec<&str> = days.iter().map(|day| day_words(texts, *day)).collect();
            t!(texts, phrase.on_days, days = and_words(texts, &days))
        }
        Phrase::InDayParts(parts) => {
            let parts: Vec<&str> = parts.iter().map(|part| part_words(texts, *part)).collect();
            and_words(texts, &parts)
        }
        Phrase::AtClock(times) => {
            let times: Vec<&str> = times.iter().map(String::as_str).collect();
            t!(texts, phrase.at_clock, times = and_words(texts, &times))
        }
        Phrase::MoreAboutWhen => t!(texts, phrase.more_when, where_it_is = t!(texts, record.details)),
        Phrase::MoreAboutHow => t!(texts, phrase.more_how, where_it_is = t!(texts, record.details)),
        Phrase::WhenNeeded(None) => t!(texts, phrase.when_needed).to_owned(),
        Phrase::WhenNeeded(Some(reason)) => t!(texts, phrase.when_needed_for, reason = reason.clone()),
        Phrase::Severity { what, severity } => {
            t!(texts, phrase.with, said = what.clone(), more = severity_words(texts, severity))
        }
        Phrase::Parts(parts) => parts.iter().map(|part| phrase_words(texts, part)).collect::<Vec<_>>().join(", "),
    }
}

/// From when to when, as far as that is known.
fn period_words(texts: Texts, start: Option<&ClinicalDate>, end: Option<&ClinicalDate>) -> String {
    let [start, end] = [start, end].map(|date| date.map(|date| when::clinical(texts, date)));
    match (start, end) {
        (Some(start), Some(end)) => t!(texts, phrase.period, start, end),
        (Some(start), None) => t!(texts, phrase.since, start),
        (None, Some(end)) => t!(texts, phrase.until, end),
        (None, None) => String::new(),
    }
}

/// What a record is called: in its own words, or by its kind where it has none.
pub fn title_words(texts: Texts, record: &RecordSummary) -> String {
    name_words(texts, &record.title, record.fhir_type.as_deref())
}

/// As [`title_words`], of a record of which no more than title and FHIR type is known.
pub fn name_words(texts: Texts, title: &str, fhir_type: Option<&str>) -> String {
    let parsed = fhir_type.and_then(|name| name.parse::<FhirType>().ok());
    let kind = || kind_words(texts, fhir_type, title.to_owned());
    match title_parts(title, parsed.as_ref()) {
        TitleParts::Own(own) => own.to_owned(),
        TitleParts::Kind => kind(),
        TitleParts::KindOf(own) => t!(texts, phrase.kind_of, kind = kind(), own = own.to_owned()),
        TitleParts::Untitled => t!(texts, phrase.untitled).to_owned(),
    }
}

/// "2", or "1–4" where there is a most.
fn up_to(texts: Texts, least: f64, most: Option<f64>) -> String {
    let digits = |number: f64| decimal(texts, &number.to_string());
    most.map_or_else(|| digits(least), |most| format!("{}–{}", digits(least), digits(most)))
}

/// "2 × a day".
fn per_words(texts: Texts, times: String, unit: PeriodUnit) -> String {
    match unit {
        PeriodUnit::Second => t!(texts, per.second, times),
        PeriodUnit::Minute => t!(texts, per.minute, times),
        PeriodUnit::Hour => t!(texts, per.hour, times),
        PeriodUnit::Day => t!(texts, per.day, times),
        PeriodUnit::Week => t!(texts, per.week, times),
        PeriodUnit::Month => t!(texts, per.month, times),
        PeriodUnit::Year => t!(texts, per.year, times),
    }
}

/// "1 × in 3 weeks".
fn within_words(texts: Texts, times: String, count: String, unit: PeriodUnit) -> String {
    match unit {
        PeriodUnit::Second => t!(texts, within.seconds, times, count),
        PeriodUnit::Minute => t!(texts, within.minutes, times, count),
        PeriodUnit::Hour => t!(texts, within.hours, times, count),
        PeriodUnit::Day => t!(texts, within.days, times, count),
        PeriodUnit::Week => t!(texts, within.weeks, times, count),
        PeriodUnit::Month => t!(texts, within.months, times, count),
        PeriodUnit::Year => t!(texts, within.years, times, count),
    }
}

/// "Mondays".
fn day_words(texts: Texts, day: WeekDay) -> &'static str {
    match day {
        WeekDay::Monday => t!(texts, week_day.monday),
        WeekDay::Tuesday => t!(texts, week_day.tuesday),
        WeekDay::Wednesday => t!(texts, week_day.wednesday),
        WeekDay::Thursday => t!(texts, week_day.thursday),
        WeekDay::Friday => t!(texts, week_day.friday),
        WeekDay::Saturday => t!(texts, week_day.saturday),
        WeekDay::Sunday => t!(texts, week_day.sunday),
    }
}

/// "in the morning".
fn part_words(texts: Texts, part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => t!(texts, day_part.morning),
        DayPart::Noon => t!(texts, day_part.noon),
        DayPart::Afternoon => t!(texts, day_part.afternoon),
        DayPart::Evening => t!(texts, day_part.evening),
        DayPart::Night => t!(texts, day_part.night),
        DayPart::Bedtime => t!(texts, day_part.bedtime),
    }
}

/// "08:00, 14:00 and 20:00": parts of a phrase, which stand between commas themselves.
fn and_words(texts: Texts, items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => t!(texts, phrase.and, before = before.join(", "), last = (*last).to_owned()),
    }
}

/// HL7 `reaction-event-severity`; other words as they are.
fn severity_words(texts: Texts, severity: &str) -> String {
    match severity {
        "mild" => t!(texts, severity.mild),
        "moderate" => t!(texts, severity.moderate),
        "severe" => t!(texts, severity.severe),
        _ => severity,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::text::Locale;

    fn own(text: &str) -> Phrase {
        Phrase::Own(text.to_owned())
    }

    #[test]
    fn a_dosage_is_joined_in_the_reader_s_words_and_keeps_its_own() {
        let times =
            |frequency, period, unit| Phrase::Times { frequency, frequency_max: None, period, period_max: None, unit };
        let dosage = Phrase::Parts(vec![
            own("1 tablet"),
            times(2.0, 1.0, PeriodUnit::Day),
            Phrase::WhenNeeded(Some("pain".to_owned())),
        ]);
        assert_eq!(phrase_words(Locale::en, &dosage), "1 tablet, 2 × a day, when needed for pain");
        assert_eq!(phrase_words(Locale::de, &dosage), "1 tablet, 2 × am Tag, bei Bedarf: pain");
        let weeks = times(1.0, 1.5, PeriodUnit::Week);
        assert_eq!(phrase_words(Locale::de, &weeks), "1 × in 1,5 Wochen");
    }

    #[test]
    fn a_most_days_and_times_are_said_in_both_languages() {
        let said = |phrase: &Phrase| [Locale::en, Locale::de].map(|texts| phrase_words(texts, phrase));
        let times = |frequency_max, period, period_max, unit| Phrase::Times {
            frequency: 1.0,
            frequency_max,
            period,
            period_max,
            unit,
        };
        assert_eq!(said(&times(Some(4.0), 1.0, None, PeriodUnit::Day)), ["1–4 × a day", "1–4 × am Tag"]);
        let hours = times(None, 4.0, Some(6.0), PeriodUnit::Hour);
        assert_eq!(said(&hours), ["1 × in 4–6 hours", "1 × in 4–6 Stunden"]);
        let up_to_two_days = times(None, 1.0, Some(2.0), PeriodUnit::Day);
        assert_eq!(said(&up_to_two_days), ["1 × in 1–2 days", "1 × in 1–2 Tagen"]);
        let days = Phrase::OnDays(vec![WeekDay::Monday, WeekDay::Thursday]);
        assert_eq!(said(&days), ["on Mondays and Thursdays", "montags und donnerstags"]);
        let parts = Phrase::InDayParts(vec![DayPart::Morning, DayPart::Noon, DayPart::Bedtime]);
        assert_eq!(
            said(&parts),
            ["in the morning, at noon and at bedtime", "morgens, mittags und vor dem Schlafengehen"]
        );
        let clock = Phrase::AtClock(vec!["08:00".to_owned(), "20:00".to_owned()]);
        assert_eq!(said(&clock), ["at 08:00 and 20:00", "um 08:00 und 20:00 Uhr"]);
    }

    #[test]
    fn what_a_phrase_does_not_say_is_pointed_to_where_it_stands() {
        let said = |phrase: &Phrase| [Locale::en, Locale::de].map(|texts| phrase_words(texts, phrase));
        assert_eq!(
            said(&Phrase::MoreAboutWhen),
            [
                "more about when: see “Everything this record says”",
                "mehr dazu, wann: siehe „Alles, was diese Unterlage sagt“"
            ]
        );
        assert_eq!(
            said(&Phrase::MoreAboutHow),
            [
                "more about how: see “Everything this record says”",
                "mehr dazu, wie: siehe „Alles, was diese Unterlage sagt“"
            ]
        );
    }

    #[test]
    fn ranges_and_severities_are_said_in_the_reader_s_words() {
        let said = |phrase: &Phrase| phrase_words(Locale::de, phrase);
        let between = Phrase::Between { low: "133 mmol/L".to_owned(), high: "146 mmol/L".to_owned() };
        assert_eq!(said(&between), "133 mmol/L bis 146 mmol/L");
        let adults = Phrase::For { said: Box::new(Phrase::AtMost("5 mg/L".to_owned())), whom: "adults".to_owned() };
        assert_eq!(said(&adults), "höchstens 5 mg/L (adults)");
        let hives = |severity: &str| Phrase::Severity { what: "Hives".to_owned(), severity: severity.to_owned() };
        assert_eq!(said(&hives("severe")), "Hives (schwer)");
        assert_eq!(said(&hives("itchy")), "Hives (itchy)");
    }

    #[test]
    fn a_record_without_words_of_its_own_is_called_by_its_kind_in_the_reader_s_words() {
        let called = |title: &str, fhir_type: &str| {
            let json = format!(
                r#"{{"record":"018f2e3a-7c1d-7000-8000-000000000001","version":1,"portion":"history","title":"{title}",
                    "media_type":"application/fhir+json","fhir_type":{fhir_type},"bytes":1,"state":"fine"}}"#
            );
            title_words(Locale::de, &serde_json::from_str(&json).unwrap())
        };
        assert_eq!(called("Care plan", r#""CarePlan""#), "Behandlungsplan");
        assert_eq!(called("Walk more", r#""CarePlan""#), "Walk more");
        assert_eq!(called("Basic", r#""Basic""#), "Basic", "a kind without words of ours");
        assert!(called("Claim: pharmacy", r#""Claim""#).ends_with(": pharmacy"));
        assert!(!called("Claim: pharmacy", r#""Claim""#).starts_with("Claim"));
        assert_eq!(called("Without a title", "null"), "Ohne Titel");
    }
}
