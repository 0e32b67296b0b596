//! How a person likes the application: kept in the vault, so that another device knows it too.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// How large the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// Smaller.
    Small,
    /// As designed.
    Medium,
    /// Larger.
    Large,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColorScheme {
    /// As the device.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What somebody chose; nothing where they chose nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// The language.
    pub language: Option<Language>,
    /// How large the text is.
    pub text_size: Option<TextSize>,
    /// Light or dark.
    pub scheme: Option<ColorScheme>,
    /// After how many minutes without use the application locks.
    pub lock_after_minutes: Option<u16>,
}

impl TextSize {
    /// All, smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// Its name in a vault.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

impl ColorScheme {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Its name in a vault.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Names of the settings in a vault.
const LANGUAGE: &str = "language";
const TEXT_SIZE: &str = "text-size";
const SCHEME: &str = "scheme";
const LOCK_AFTER_MINUTES: &str = "lock-after-minutes";

impl Preferences {
    /// Those among the settings of a vault. A value that a newer application wrote and this one does not know is none.
    pub fn of_settings(settings: &[(String, String)]) -> Self {
        let value = |name: &str| settings.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let text_size = value(TEXT_SIZE).and_then(|code| TextSize::ALL.into_iter().find(|size| size.code() == code));
        let scheme = value(SCHEME).and_then(|code| ColorScheme::ALL.into_iter().find(|scheme| scheme.code() == code));
        Self {
            language: value(LANGUAGE).and_then(Language::of_tag),
            text_size,
            scheme,
            lock_after_minutes: value(LOCK_AFTER_MINUTES).and_then(|minutes| minutes.parse().ok()),
        }
    }

    /// Writes what is chosen here among the settings of a vault, and leaves every other setting as it is.
    pub fn write_to(self, settings: &mut Vec<(String, String)>) {
        let chosen = [
            (LANGUAGE, self.language.map(|language| language.code().to_owned())),
            (TEXT_SIZE, self.text_size.map(|size| size.code().to_owned())),
            (SCHEME, self.scheme.map(|scheme| scheme.code().to_owned())),
            (LOCK_AFTER_MINUTES, self.lock_after_minutes.map(|minutes| minutes.to_string())),
        ];
        for (name, value) in chosen {
            let Some(value) = value else { continue };
            match settings.iter_mut().find(|(other, _)| other == name) {
                Some((_, before)) => *before = value,
                None => settings.push((name.to_owned(), value)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let chosen = Preferences {
            language: Some(Language::German),
            text_size: Some(TextSize::Large),
            scheme: Some(ColorScheme::Dark),
            lock_after_minutes: Some(15),
        };
        let mut settings = Vec::new();
        chosen.write_to(&mut settings);
        assert_eq!(Preferences::of_settings(&settings), chosen);
    }

    #[test]
    fn a_choice_changes_no_other_one_and_nothing_that_a_newer_application_wrote() {
        let setting = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut settings = vec![setting("scheme", "sepia"), setting("language", "en"), setting("voice", "low")];
        assert_eq!(Preferences::of_settings(&settings).scheme, None);
        Preferences { language: Some(Language::German), ..Preferences::default() }.write_to(&mut settings);
        assert_eq!(settings, [setting("scheme", "sepia"), setting("language", "de"), setting("voice", "low")]);
    }
}
