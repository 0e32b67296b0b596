//! How often, for how long: times, spans and their units.

use serde::{Deserialize, Serialize};

use super::Line;

/// How often, or when it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// This often.
    Regular(Frequency),
    /// When it is needed.
    AsNeeded {
        /// What for.
        reason: Option<Line>,
        /// At most this often.
        at_most: Option<Frequency>,
    },
}

/// So many times in so much time: twice in one day, once in eight hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// How many times, 1 to [`Frequency::MOST`].
    pub times: u16,
    /// In how much time.
    pub every: Span,
}

impl Frequency {
    /// The most times, and the most units of time.
    pub const MOST: u16 = 99;
}

/// A length of time, 1 to 999 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many.
    pub count: u16,
    /// Hours, days, weeks or months.
    pub unit: TimeUnit,
}

/// A unit of time, as UCUM and FHIR code it in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeUnit {
    /// Hours.
    #[serde(rename = "h")]
    Hour,
    /// Days.
    #[default]
    #[serde(rename = "d")]
    Day,
    /// Weeks.
    #[serde(rename = "wk")]
    Week,
    /// Months.
    #[serde(rename = "mo")]
    Month,
}

impl TimeUnit {
    /// All units, shortest first.
    pub const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Week, Self::Month];

    /// The UCUM code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "wk",
            Self::Month => "mo",
        }
    }

    /// One of it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}
