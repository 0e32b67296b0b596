//! A prescription and what it is made of. Every part is valid by its type, so every prescription is.

use serde::{Deserialize, Serialize};

use crate::record::{ClinicalDate, visible_text::make_visible};

/// A prescription in which every field is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Prescription {
    /// The medicine in words.
    pub medicine: Line,
    /// Its code, where it was chosen from a list.
    pub medicine_code: Option<MedicineCode>,
    /// How much at a time.
    pub dose: Dose,
    /// How it is taken.
    pub route: Route,
    /// How often, or when it is needed.
    pub schedule: Schedule,
    /// Anything else the patient should know.
    pub instructions: Option<Line>,
    /// From when, for how long.
    pub course: Course,
    /// What is handed out.
    pub supply: Supply,
    /// What it is for.
    pub reason: Option<Line>,
    /// Who prescribes, by name.
    pub requester: Line,
    /// For whom, by name.
    pub subject: Line,
    /// When it was written.
    pub authored: ClinicalDate,
}

/// A text without hidden characters and without white space around it, 1 to [`Line::MOST`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(String);

/// Why a text is not a [`Line`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineFault {
    Empty,
    TooLong,
    Hidden,
}

impl Line {
    /// The most characters.
    pub const MOST: usize = 1000;

    pub(super) fn parse(text: &str) -> Result<Self, LineFault> {
        let text = text.trim();
        if text.is_empty() {
            Err(LineFault::Empty)
        } else if text.chars().count() > Self::MOST {
            Err(LineFault::TooLong)
        } else if make_visible(text) != text {
            Err(LineFault::Hidden)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A code of a medicine list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicineCode {
    /// The list, for example `http://www.nlm.nih.gov/research/umls/rxnorm`.
    pub system: String,
    /// The code.
    pub code: String,
    /// The list's words for it.
    pub display: String,
}

/// A positive decimal number of at most six digits before and four behind the point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount(String);

impl Amount {
    /// From digits with a point or a comma.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        let digits =
            |part: &str, most| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole, 6) || !digits(fraction, 4) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        match (whole, fraction) {
            ("", "") => None,
            (whole, "") => Some(Self(whole.to_owned())),
            ("", fraction) => Some(Self(format!("0.{fraction}"))),
            (whole, fraction) => Some(Self(format!("{whole}.{fraction}"))),
        }
    }

    /// The number in digits, without needless zeros.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number; ten digits fit an `f64` exactly enough to come back as the same digits.
    pub(super) fn number(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }
}

/// How much at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dose {
    /// The number.
    pub amount: Amount,
    /// Of what.
    pub unit: Line,
}

/// How a medicine is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Swallowed.
    Mouth,
    /// Under the tongue.
    UnderTongue,
    /// Breathed in.
    Inhaled,
    /// On the skin.
    Skin,
    /// Into the eye.
    Eye,
    /// Into the ear.
    Ear,
    /// Into the nose.
    Nose,
    /// Injected under the skin.
    UnderSkin,
    /// Injected into a muscle.
    Muscle,
    /// Into a vein.
    Vein,
    /// Into the rectum.
    Rectum,
    /// Into the vagina.
    Vagina,
    /// Any other way, in words.
    Other(Line),
}

impl Route {
    /// The ways that have a name and a code, in the order in which they are offered.
    pub const NAMED: [Self; 12] = [
        Self::Mouth,
        Self::UnderTongue,
        Self::Inhaled,
        Self::Skin,
        Self::Eye,
        Self::Ear,
        Self::Nose,
        Self::UnderSkin,
        Self::Muscle,
        Self::Vein,
        Self::Rectum,
        Self::Vagina,
    ];

    /// In words that end a sentence: "by mouth".
    pub fn words(&self) -> &str {
        match self {
            Self::Mouth => "by mouth",
            Self::UnderTongue => "under the tongue",
            Self::Inhaled => "by breathing it in",
            Self::Skin => "on the skin",
            Self::Eye => "in the eye",
            Self::Ear => "in the ear",
            Self::Nose => "in the nose",
            Self::UnderSkin => "under the skin",
            Self::Muscle => "into a muscle",
            Self::Vein => "into a vein",
            Self::Rectum => "into the rectum",
            Self::Vagina => "into the vagina",
            Self::Other(words) => words.as_str(),
        }
    }

    /// The SNOMED CT code that FHIR R4 proposes (value set `route-codes`).
    pub(super) const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Mouth => Some("26643006"),
            Self::UnderTongue => Some("37839007"),
            Self::Inhaled => Some("447694001"),
            Self::Skin => Some("6064005"),
            Self::Eye => Some("54485002"),
            Self::Ear => Some("10547007"),
            Self::Nose => Some("46713006"),
            Self::UnderSkin => Some("34206005"),
            Self::Muscle => Some("78421000"),
            Self::Vein => Some("47625008"),
            Self::Rectum => Some("37161004"),
            Self::Vagina => Some("16857009"),
            Self::Other(_) => None,
        }
    }
}

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

/// From when, for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The first day.
    pub start: ClinicalDate,
    /// For how long; nothing means until told otherwise.
    pub duration: Option<Span>,
}

/// What is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supply {
    /// How much, each time.
    pub quantity: Option<Dose>,
    /// How many more times after the first.
    pub repeats: u16,
}
