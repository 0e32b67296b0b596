//! When a medicine is taken, from FHIR's `Timing` (R4, <https://hl7.org/fhir/R4/datatypes.html#Timing>): what phrases can say
//! of it and, where the record says more than they do, a phrase that says so. The rest of a dosage is `medication_row`.

use serde_json::Value;

use super::{DayPart, PeriodUnit, Phrase, WeekDay};
use crate::record::element::{items, says_more, text};

/// Reads one thing of `Timing.repeat`, and the members that it then has said wholly.
type Part = (fn(&Value) -> Option<Phrase>, &'static [&'static str]);

const PARTS: [Part; 5] = [
    (times, &["frequency", "frequencyMax", "period", "periodMax", "periodUnit"]),
    (week_days, &["dayOfWeek"]),
    (day_parts, &["when"]),
    (clock, &["timeOfDay"]),
    (bounds, &["boundsPeriod"]),
];

/// All that a `Timing` says; the last phrase says where that is not all.
pub(super) fn timing_phrases(timing: &Value) -> Vec<Phrase> {
    let repeat = timing.get("repeat");
    let (mut phrases, repeats_more) = match (timing.get("code").and_then(Phrase::of), repeat) {
        (Some(code), repeat) => said_by_code(code, repeat),
        (None, Some(repeat)) => said_by_repeat(repeat),
        (None, None) => (Vec::new(), false),
    };
    if repeats_more || says_more(timing, &["code", "repeat"]) {
        phrases.push(Phrase::MoreAboutWhen);
    }
    phrases
}

/// A code is a complete statement of what `repeat` says, but for its bounds: so says FHIR.
fn said_by_code(code: Phrase, repeat: Option<&Value>) -> (Vec<Phrase>, bool) {
    let bounds = repeat.and_then(bounds);
    let has = |key| repeat.is_some_and(|repeat| repeat.get(key).is_some());
    let is_bound_otherwise = has("boundsDuration") || has("boundsRange") || (has("boundsPeriod") && bounds.is_none());
    ([code].into_iter().chain(bounds).collect(), is_bound_otherwise)
}

/// The phrases, and whether there are members that none of them says.
fn said_by_repeat(repeat: &Value) -> (Vec<Phrase>, bool) {
    let (mut phrases, mut said) = (Vec::new(), Vec::new());
    for (read, members) in PARTS {
        if let Some(phrase) = read(repeat) {
            phrases.push(phrase);
            said.extend_from_slice(members);
        }
    }
    (phrases, says_more(repeat, &said))
}

/// How often in how much time. A number that is none, or a unit that FHIR does not have, is left to be read in the record.
fn times(repeat: &Value) -> Option<Phrase> {
    const NUMBERS: [&str; 4] = ["frequency", "frequencyMax", "period", "periodMax"];
    // These say how often by themselves, where no frequency does.
    const INSTEAD: [&str; 4] = ["frequencyMax", "dayOfWeek", "when", "timeOfDay"];
    let has = |key: &&str| repeat.get(key).is_some();
    let number = |key: &&str| repeat.get(key).and_then(Value::as_f64);
    let unit = text(repeat, "periodUnit").and_then(PeriodUnit::of_code)?;
    if NUMBERS.iter().any(|key| has(key) && number(key).is_none()) {
        return None;
    }
    let once = || (!INSTEAD.iter().any(has)).then_some(1.0);
    Some(Phrase::Times {
        frequency: number(&"frequency").or_else(once)?,
        frequency_max: number(&"frequencyMax"),
        period: number(&"period")?,
        period_max: number(&"periodMax"),
        unit,
    })
}

fn week_days(repeat: &Value) -> Option<Phrase> {
    all(repeat, "dayOfWeek", WeekDay::of_code).map(Phrase::OnDays)
}

/// A time before or after them is nothing that this says, and `offset` stays unsaid.
fn day_parts(repeat: &Value) -> Option<Phrase> {
    all(repeat, "when", DayPart::of_code).map(Phrase::InDayParts)
}

fn clock(repeat: &Value) -> Option<Phrase> {
    all(repeat, "timeOfDay", clock_time).map(Phrase::AtClock)
}

fn bounds(repeat: &Value) -> Option<Phrase> {
    repeat.get("boundsPeriod").and_then(Phrase::of_period)
}

/// All items of a list, as they are read; nothing where there is none, or one that is not understood.
fn all<T>(repeat: &Value, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let items = items(repeat, key);
    let read: Option<Vec<T>> = items.iter().map(|item| read(item.as_str()?)).collect();
    read.filter(|read| !read.is_empty())
}

/// A FHIR `time` of whole seconds; `08:00:00` is `08:00`.
fn clock_time(time: &str) -> Option<String> {
    let parts: Vec<&str> = time.split(':').collect();
    let is_two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(is_two_digits) {
        return None;
    }
    match parts.as_slice() {
        [hours, minutes] | [hours, minutes, "00"] => Some(format!("{hours}:{minutes}")),
        [_, _, _] => Some(time.to_owned()),
        _ => None,
    }
}
