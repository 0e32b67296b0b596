//! Ways in which a medicine is taken, in words and as codes.

use super::Line;

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

    /// The name by which a draft gives it, in English; any other way in its own words. What people read, in whichever
    /// language, is the page's.
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
