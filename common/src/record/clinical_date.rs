//! When something happened, as precisely as the record says it: a FHIR date, dateTime or instant.

use jiff::{Timestamp, civil::Date, tz::Offset};
use serde::{Deserialize, Serialize};

/// A year, a month, a day or a moment, in the words of the record (FHIR R4 §2.24.0.1 `date`, `dateTime`, `instant`).
/// Ordered by when it begins; a moment without an offset is read as UTC.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClinicalDate {
    begins: Timestamp,
    text: String,
}

/// The text is not a date of FHIR R4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date like 2026, 2026-08, 2026-08-06 or 2026-08-06T14:02:00+02:00")]
pub struct ClinicalDateError;

impl ClinicalDate {
    /// The text of the record, for example `2026-08` or `2026-08-06T14:02:00+02:00`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first moment of it; days begin at midnight UTC.
    pub const fn begins(&self) -> Timestamp {
        self.begins
    }

    /// Whether it names a moment, not just a day, month or year.
    pub fn has_time(&self) -> bool {
        self.text.contains('T')
    }

    /// The day as the record writes it, `YYYY-MM-DD`, where it is that precise.
    pub fn day(&self) -> Option<&str> {
        self.text.get(..10)
    }
}

impl core::str::FromStr for ClinicalDate {
    type Err = ClinicalDateError;

    fn from_str(text: &str) -> Result<Self, ClinicalDateError> {
        let begins = begins(text).ok_or(ClinicalDateError)?;
        Ok(Self { begins, text: text.to_owned() })
    }
}

impl TryFrom<String> for ClinicalDate {
    type Error = ClinicalDateError;

    fn try_from(text: String) -> Result<Self, ClinicalDateError> {
        text.parse()
    }
}

impl From<ClinicalDate> for String {
    fn from(date: ClinicalDate) -> Self {
        date.text
    }
}

impl core::fmt::Display for ClinicalDate {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialOrd for ClinicalDate {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ClinicalDate {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.begins.cmp(&other.begins).then_with(|| self.text.cmp(&other.text))
    }
}

fn begins(text: &str) -> Option<Timestamp> {
    match text.split_once('T') {
        Some((day, time)) => moment(day, time, text),
        None => midnight(day(text)?),
    }
}

/// jiff reads more shapes than FHIR writes (other separators, bracketed zones, week dates), so shape comes first.
fn moment(day_text: &str, time: &str, text: &str) -> Option<Timestamp> {
    let day = day(day_text).filter(|_| day_text.len() == 10)?;
    let clock_length = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at_checked(clock_length)?;
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = whole.split(':');
    let shaped = digits(parts.next()?, 2)
        && digits(parts.next()?, 2)
        && parts.next().is_none_or(|seconds| digits(seconds, 2))
        && parts.next().is_none()
        && (1..=9).contains(&fraction.len())
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !shaped {
        return None;
    }
    match offset {
        "" => Offset::UTC.to_timestamp(day.to_datetime(clock.parse().ok()?)).ok(),
        "Z" => text.parse().ok(),
        _ => {
            let (hours, minutes) = offset.get(1..)?.split_once(':')?;
            (digits(hours, 2) && digits(minutes, 2)).then(|| text.parse().ok())?
        }
    }
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<i16>().ok())?
    };
    let year = number(4)?;
    let (month, day) = match text.len() {
        4 => (1, 1),
        7 => (number(2)?, 1),
        10 => (number(2)?, number(2)?),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn midnight(day: Date) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()
}
