//! Names for people: what a record is called, and the FHIR type's name. How a resource gets its title is in
//! `title_resource`.

use serde::{Deserialize, Serialize};

use super::make_visible;

/// What a record is called on screen: one line of visible characters, never empty, at most [`Title::MOST`] of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Title(String);

impl Title {
    /// The most characters of a title; longer ones end in `…`.
    pub const MOST: usize = 120;

    /// What something is called that says nothing: for a screen to put in the reader's words, see [`super::title_parts`].
    pub const UNTITLED: &str = "Without a title";

    /// From any text: white space becomes single spaces, tricks become visible, the rest is cut.
    pub fn of(text: &str) -> Self {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let visible = make_visible(&line);
        if visible.is_empty() {
            return Self(Self::UNTITLED.to_owned());
        }
        if visible.chars().count() <= Self::MOST {
            return Self(visible);
        }
        let cut: String = visible.chars().take(Self::MOST - 1).collect();
        // What joined to the letter that is cut away would be a trick now, and the title one that is not read again.
        Self(cut.trim_end_matches(['\u{180E}', '\u{200C}', '\u{200D}']).to_owned() + "…")
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Title {
    fn from(text: String) -> Self {
        Self::of(&text)
    }
}

impl From<Title> for String {
    fn from(title: Title) -> Self {
        title.0
    }
}

impl core::fmt::Display for Title {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A title can be a diagnosis: it does not belong in a log.
impl core::fmt::Debug for Title {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Title([REDACTED])")
    }
}

/// The name of a FHIR resource type, for example `MedicationRequest`: ASCII letters, at most 64, the first a capital.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FhirType(String);

/// The text cannot be the name of a resource type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a FHIR type like MedicationRequest")]
pub struct FhirTypeError;

impl FhirType {
    /// The name as FHIR writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in words: `ExplanationOfBenefit` becomes "Explanation of benefit".
    pub fn words(&self) -> String {
        camel_words(&self.0)
    }
}

impl core::str::FromStr for FhirType {
    type Err = FhirTypeError;

    fn from_str(text: &str) -> Result<Self, FhirTypeError> {
        let is_name = text.len() <= 64
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_name { Ok(Self(text.to_owned())) } else { Err(FhirTypeError) }
    }
}

impl TryFrom<String> for FhirType {
    type Error = FhirTypeError;

    fn try_from(text: String) -> Result<Self, FhirTypeError> {
        text.parse()
    }
}

impl From<FhirType> for String {
    fn from(fhir_type: FhirType) -> Self {
        fhir_type.0
    }
}

impl core::fmt::Display for FhirType {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

/// `clinicalStatus` becomes "Clinical status".
pub(super) fn camel_words(camel: &str) -> String {
    let mut words = String::with_capacity(camel.len() + 4);
    for (index, character) in camel.chars().enumerate() {
        match (index, character.is_uppercase()) {
            (0, _) => words.extend(character.to_uppercase()),
            (_, true) => {
                words.push(' ');
                words.extend(character.to_lowercase());
            }
            (_, false) => words.push(character),
        }
    }
    words
}
