//! Texts: what pages take from `crate::generated`, and the locale for `Intl`.
//!
//! `t!(i18n, key)` in a view, `t_string!(i18n, key)` where a string is wanted. Keys are checked when this is compiled.

use leptos_i18n::I18nContext;

pub use crate::generated::i18n::{I18nContextProvider, Locale, t, t_string, use_i18n};

/// The texts, as a component holds them.
pub type Texts = I18nContext<Locale>;

/// The BCP 47 tag for dates and numbers: English texts go with days before months and the 24-hour clock.
pub fn intl_tag(texts: Texts) -> &'static str {
    match texts.get_locale() {
        Locale::en => "en-GB",
    }
}

/// A count as the texts take it.
pub fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
