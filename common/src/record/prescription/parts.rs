//! A prescription and what it is made of. Every part is valid by its type, so every prescription is.

use serde::{Deserialize, Serialize};

use super::{Correction, PrescriptionDraft, Route, Schedule, Span, read_medication_request::draft_of};

use crate::language::Language;
use crate::record::{ClinicalDate, make_visible};

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
    /// What the patient reads, where somebody has put it in words.
    pub words: Option<PatientWords>,
    /// Which earlier prescription it takes the place of, where it corrects one.
    pub corrects: Option<Correction>,
}

impl Prescription {
    /// The same as it would be typed.
    pub fn to_draft(&self) -> PrescriptionDraft {
        // What is written here is always read.
        let resource = serde_json::from_slice(&self.to_medication_request()).unwrap_or_default();
        draft_of(&resource)
    }

    /// Whether it orders the same, whenever it is written: what is sent again because no answer came is one prescription.
    pub fn is_same_order(&self, other: &Self) -> bool {
        *self == Self { authored: self.authored.clone(), ..other.clone() }
    }
}

/// A prescription in the patient's words, and in which language they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientWords {
    /// The language.
    pub language: Language,
    /// One or a few sentences.
    pub sentence: String,
    /// The route by itself: "by mouth".
    pub route: String,
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
