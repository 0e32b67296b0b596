//! Texts: what pages take from `crate::generated`, and the locale for `Intl`.
//!
//! `t!(i18n, key)` is a text, `t!(i18n, key, person = name)` a `String` with something filled in; keys and what is filled
//! in are checked when this is compiled. Texts are not reactive: another language draws the page anew, and each text
//! stays a few bytes of the program instead of a few kilobytes.

use sesemr_common::language::Language;

pub use crate::generated::i18n::{Locale, td_string as t};
use crate::language::Speech;

/// The texts of one language, as a component holds them.
pub type Texts = Locale;

/// The texts in the language that is spoken when a component is made.
pub fn use_i18n() -> Texts {
    match Speech::expect().spoken_untracked() {
        Language::English => Locale::en,
        Language::German => Locale::de,
    }
}

/// The language of these texts.
pub const fn language_of(texts: Texts) -> Language {
    match texts {
        Locale::en => Language::English,
        Locale::de => Language::German,
    }
}

/// The BCP 47 tag for dates and numbers: English texts go with days before months and the 24-hour clock.
pub const fn intl_tag(texts: Texts) -> &'static str {
    match texts {
        Locale::en => "en-GB",
        Locale::de => "de-DE",
    }
}

/// A name in the middle of a sentence: in German it keeps its capital.
pub fn within(texts: Texts, name: &str) -> String {
    match texts {
        Locale::en => name.to_lowercase(),
        Locale::de => name.to_owned(),
    }
}

/// Digits with a point, with the decimal mark of the language.
pub fn decimal(texts: Texts, digits: &str) -> String {
    match texts {
        Locale::en => digits.to_owned(),
        Locale::de => digits.replace('.', ","),
    }
}

/// A count as the texts take it.
pub fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
