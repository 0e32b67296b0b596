//! What a row says: a record's own words, or what was put together here of its parts. The parts stay apart, so that a screen
//! can join them in the reader's language; what stands in the record is never translated.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::record::{
    ClinicalDate,
    element::{text, words},
    make_visible,
};

/// Something that is said of a record. Every text in it is visible plain text of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phrase {
    /// The record's own words, digits or date.
    Own(String),
    /// A date, as exactly as the record knows it.
    Date(ClinicalDate),
    /// Yes, or no.
    Flag(bool),
    /// A time, with those of its ends that are known.
    Period {
        /// Its start.
        start: Option<ClinicalDate>,
        /// Its end.
        end: Option<ClinicalDate>,
    },
    /// A file that stands within the record, and is kept as a record of its own.
    InlineFile {
        /// About how many bytes it has.
        bytes: usize,
    },
    /// From one to the other.
    Between {
        /// The lower one, with its unit.
        low: String,
        /// The higher one, with its unit.
        high: String,
    },
    /// This or more.
    AtLeast(String),
    /// This or less.
    AtMost(String),
    /// For some people only, as the record names them.
    For {
        /// What is said.
        said: Box<Phrase>,
        /// For whom.
        whom: String,
    },
    /// At this age, with its unit.
    AtAge(String),
    /// A recorded curve, which is not drawn.
    Curve,
    /// There is no value, for this reason.
    NoValue(String),
    /// So many times in so much time.
    Times {
        /// How often; at least, where it says how often at most.
        frequency: f64,
        /// How often at most.
        frequency_max: Option<f64>,
        /// In how many of the unit; at least, where it says in how many at most.
        period: f64,
        /// In how many of the unit at most.
        period_max: Option<f64>,
        /// The unit.
        unit: PeriodUnit,
    },
    /// On these days of the week, at least one.
    OnDays(Vec<WeekDay>),
    /// In these parts of a day, at least one.
    InDayParts(Vec<DayPart>),
    /// At these times of a day, at least one: `08:00`, or `08:00:30` where seconds count.
    AtClock(Vec<String>),
    /// The record says more about when than stands here.
    MoreAboutWhen,
    /// The record says more about how much or how than stands here.
    MoreAboutHow,
    /// Only when needed; for what, where that is said.
    WhenNeeded(Option<String>),
    /// How severe something is: `mild`, `moderate` or `severe`, or another word of the record.
    Severity {
        /// What.
        what: String,
        /// How severe.
        severity: String,
    },
    /// Several of these, one after another.
    Parts(Vec<Phrase>),
}

/// A unit of time in FHIR's `Timing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// `s`.
    Second,
    /// `min`.
    Minute,
    /// `h`.
    Hour,
    /// `d`.
    Day,
    /// `wk`.
    Week,
    /// `mo`.
    Month,
    /// `a`.
    Year,
}

impl PeriodUnit {
    /// From FHIR's code (`UnitsOfTime`).
    pub(super) fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "s" => Self::Second,
            "min" => Self::Minute,
            "h" => Self::Hour,
            "d" => Self::Day,
            "wk" => Self::Week,
            "mo" => Self::Month,
            "a" => Self::Year,
            _ => return None,
        })
    }
}

/// A day of the week in FHIR's `Timing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekDay {
    /// `mon`.
    Monday,
    /// `tue`.
    Tuesday,
    /// `wed`.
    Wednesday,
    /// `thu`.
    Thursday,
    /// `fri`.
    Friday,
    /// `sat`.
    Saturday,
    /// `sun`.
    Sunday,
}

impl WeekDay {
    /// From FHIR's code (`DaysOfWeek`).
    pub(super) fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "mon" => Self::Monday,
            "tue" => Self::Tuesday,
            "wed" => Self::Wednesday,
            "thu" => Self::Thursday,
            "fri" => Self::Friday,
            "sat" => Self::Saturday,
            "sun" => Self::Sunday,
            _ => return None,
        })
    }
}

/// A part of a day in FHIR's `Timing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    /// `MORN`.
    Morning,
    /// `NOON`.
    Noon,
    /// `AFT`.
    Afternoon,
    /// `EVE`.
    Evening,
    /// `NIGHT`.
    Night,
    /// `HS`: before sleep.
    Bedtime,
}

impl DayPart {
    /// From FHIR's code (`EventTiming`, V3 `TimingEvent`), as far as it is a part of a day: not those about meals.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "MORN" => Self::Morning,
            "NOON" => Self::Noon,
            "AFT" => Self::Afternoon,
            "EVE" => Self::Evening,
            "NIGHT" => Self::Night,
            "HS" => Self::Bedtime,
            _ => return None,
        })
    }
}

impl Phrase {
    /// The record's own words, with what is invisible written out.
    pub(super) fn own(text: &str) -> Self {
        Self::Own(make_visible(text))
    }

    /// A FHIR datatype in its own words.
    pub(super) fn of(element: &Value) -> Option<Self> {
        match element {
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            element => words(element).map(|own| Self::own(&own)),
        }
    }

    /// A FHIR `dateTime`.
    pub(super) fn of_date(element: &Value) -> Option<Self> {
        let date = element.as_str().and_then(|date| date.parse().ok());
        date.map(Self::Date).or_else(|| Self::of(element))
    }

    /// A FHIR `Period`: nothing but a start, an end or both, as FHIR writes dates.
    pub(super) fn of_period(period: &Value) -> Option<Self> {
        let members = period.as_object().filter(|members| !members.is_empty())?;
        let (mut start, mut end) = (None, None);
        for (key, value) in members {
            let place = match key.as_str() {
                "start" => &mut start,
                "end" => &mut end,
                _ => return None,
            };
            *place = Some(value.as_str()?.parse().ok()?);
        }
        Some(Self::Period { start, end })
    }

    /// A FHIR `Range` with both of its ends.
    pub(super) fn of_range(range: &Value) -> Option<Self> {
        let end = |key| range.get(key).and_then(words).map(|end| make_visible(&end));
        Some(Self::Between { low: end("low")?, high: end("high")? })
    }

    /// One phrase of several; nothing where there is none.
    pub(super) fn join(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut parts: Vec<Self> = parts.into_iter().collect();
        if parts.len() > 1 { Some(Self::Parts(parts)) } else { parts.pop() }
    }

    /// Something with how severe it is, where that is said.
    pub(super) fn severe(what: &str, element: &Value) -> Self {
        match text(element, "severity") {
            Some(severity) => Self::Severity { what: make_visible(what), severity: make_visible(severity) },
            None => Self::own(what),
        }
    }
}
