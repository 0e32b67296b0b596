//! Texts: what pages take from `crate::generated`, and the locale for `Intl`.
//!
//! `t!(i18n, key)` is a text, `t!(i18n, key, person = name)` a `String` with something filled in; keys and what is filled
//! in are checked when this is compiled. Texts are not reactive: another language loads the page anew, and each text
//! stays a few bytes of the program instead of a few kilobytes.

use leptos_i18n::I18nContext;

pub use crate::generated::i18n::{I18nContextProvider, Locale, tu_string as t, use_i18n};

/// The texts, as a component holds them.
pub type Texts = I18nContext<Locale>;

/// The BCP 47 tag for dates and numbers: English texts go with days before months and the 24-hour clock.
pub fn intl_tag(texts: Texts) -> &'static str {
    match texts.get_locale_untracked() {
        Locale::en => "en-GB",
    }
}

/// A count as the texts take it.
pub fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
