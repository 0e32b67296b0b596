//! A prescription in the patient's words.

use super::{Dose, Frequency, Prescription, Route, Schedule, Span};
use crate::record::ClinicalDate;

impl Prescription {
    /// One or a few sentences: "Take 1 tablet of … by mouth twice a day for 7 days, starting on 6 August 2026."
    pub fn sentence(&self) -> String {
        let reason = self.reason.as_ref().map(|reason| reason.as_str().trim_end_matches('.'));
        let parts = [
            format!("{} {} of {} {}", self.verb(), dose_words(&self.dose), self.medicine.as_str(), self.route.words()),
            schedule_words(&self.schedule),
            self.course.duration.map_or_else(
                || " until you are told otherwise".to_owned(),
                |span| format!(" for {}", span_words(span)),
            ),
            format!(", starting on {}.", day_words(&self.course.start)),
            reason.map(|reason| format!(" It is for: {reason}.")).unwrap_or_default(),
            self.instructions.as_ref().map(|instructions| format!(" {}", instructions.as_str())).unwrap_or_default(),
        ];
        parts.concat()
    }

    const fn verb(&self) -> &'static str {
        match self.route {
            Route::Mouth => "Take",
            Route::UnderTongue | Route::Rectum | Route::Vagina | Route::Eye | Route::Ear => "Put",
            Route::Skin => "Apply",
            Route::UnderSkin | Route::Muscle => "Inject",
            Route::Inhaled | Route::Nose | Route::Vein | Route::Other(_) => "Use",
        }
    }
}

/// " twice a day", " when needed for pain, at most once a day".
fn schedule_words(schedule: &Schedule) -> String {
    match schedule {
        Schedule::Regular(frequency) => format!(" {}", frequency_words(*frequency)),
        Schedule::AsNeeded { reason, at_most } => {
            let reason = reason.as_ref().map(|reason| format!(" for {}", reason.as_str())).unwrap_or_default();
            let at_most = at_most.map(frequency_words).map(|words| match words.strip_prefix("every") {
                Some(rest) => format!(", at most once every{rest}"),
                None => format!(", at most {words}"),
            });
            let at_most = at_most.unwrap_or_default();
            format!(" when needed{reason}{at_most}")
        }
    }
}

/// "2 tablets", "0.5 tablet", "500 mg": only words that are known to take an s get one.
fn dose_words(dose: &Dose) -> String {
    const COUNTED: [&str; 15] = [
        "tablet",
        "capsule",
        "drop",
        "puff",
        "spray",
        "sachet",
        "suppository",
        "spoonful",
        "teaspoon",
        "ampoule",
        "lozenge",
        "pessary",
        "pack",
        "bottle",
        "tube",
    ];
    let (amount, unit) = (dose.amount.as_str(), dose.unit.as_str());
    let is_many = dose.amount.number() > 1.0 && COUNTED.contains(&unit);
    match unit.strip_suffix('y') {
        Some(stem) if is_many => format!("{amount} {stem}ies"),
        _ if is_many => format!("{amount} {unit}s"),
        _ => format!("{amount} {unit}"),
    }
}

/// "twice a day", "every 8 hours", "3 times every 2 weeks".
fn frequency_words(frequency: Frequency) -> String {
    let Frequency { times, every: Span { count, unit } } = frequency;
    match (times, count) {
        (1, 1) if unit == super::TimeUnit::Hour => "every hour".to_owned(),
        (1, 1) => format!("once a {}", unit.word()),
        (2, 1) => format!("twice {} {}", article(unit), unit.word()),
        (times, 1) => format!("{times} times {} {}", article(unit), unit.word()),
        (1, count) => format!("every {count} {}s", unit.word()),
        (2, count) => format!("twice every {count} {}s", unit.word()),
        (times, count) => format!("{times} times every {count} {}s", unit.word()),
    }
}

fn article(unit: super::TimeUnit) -> &'static str {
    if unit == super::TimeUnit::Hour { "an" } else { "a" }
}

/// "1 day", "7 days".
fn span_words(span: Span) -> String {
    let plural = if span.count == 1 { "" } else { "s" };
    format!("{} {}{plural}", span.count, span.unit.word())
}

/// "6 August 2026".
fn day_words(day: &ClinicalDate) -> String {
    named_day(day.as_str()).unwrap_or_else(|| day.as_str().to_owned())
}

fn named_day(day: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = day.split('-');
    let year = parts.next()?;
    let month = MONTHS.get(parts.next()?.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(format!("{} {month} {year}", parts.next()?.trim_start_matches('0')))
}
