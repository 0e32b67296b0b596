//! Light or dark, and how large the text is. Kept by this browser, where it says nothing about anybody, and in the vault, so
//! that it follows to another device.

use leptos::prelude::*;
use sesemr_common::vault::{ColorScheme, Preferences, TextSize};

use super::save_preferences::use_keeper;
use crate::{
    component::{
        error_summary::ErrorSummary,
        radio::{Choice, RadioGroup},
    },
    session::Session,
    text::{t, use_i18n},
};

/// Attribute of the document, and name in the browser's storage.
const SCHEME: &str = "data-color-scheme";
/// Attribute of the document, and name in the browser's storage.
const SIZE: &str = "data-size";

/// Applies what was chosen before.
pub fn restore_appearance() {
    for attribute in [SCHEME, SIZE] {
        if let Some(value) = stored(attribute) {
            apply(attribute, &value);
        }
    }
}

/// Applies what the person who signs in has chosen, on whatever device: it counts more than what this browser kept.
pub fn follow_preferences(session: Session) {
    Effect::new(move |_| {
        let preferences = session.account().with(|account| account.as_ref().map(|it| it.preferences));
        let Some(Preferences { scheme, text_size, .. }) = preferences else { return };
        for (attribute, value) in [(SCHEME, scheme.map(ColorScheme::code)), (SIZE, text_size.map(size_code))] {
            if let Some(value) = value {
                keep(attribute, value);
            }
        }
    });
}

/// The choices.
#[component]
pub fn Appearance() -> impl IntoView {
    let i18n = use_i18n();
    let keeper = use_keeper();
    let (scheme, size) = (RwSignal::new(chosen_scheme()), RwSignal::new(chosen_size()));
    Effect::new(move |before: Option<ColorScheme>| {
        let now = scheme.get();
        keep(SCHEME, now.code());
        if before.is_some_and(|before| before != now) {
            keeper.keep(Preferences { scheme: Some(now), ..Preferences::default() });
        }
        now
    });
    Effect::new(move |before: Option<TextSize>| {
        let now = size.get();
        keep(SIZE, size_code(now));
        if before.is_some_and(|before| before != now) {
            keeper.keep(Preferences { text_size: Some(now), ..Preferences::default() });
        }
        now
    });
    let schemes = ColorScheme::ALL
        .map(|scheme| {
            let words = match scheme {
                ColorScheme::Auto => t!(i18n, settings.scheme_auto),
                ColorScheme::Light => t!(i18n, settings.scheme_light),
                ColorScheme::Dark => t!(i18n, settings.scheme_dark),
            };
            Choice::new(scheme, words)
        })
        .to_vec();
    let sizes = TextSize::ALL
        .map(|size| {
            let words = match size {
                TextSize::Small => t!(i18n, settings.size_small),
                TextSize::Medium => t!(i18n, settings.size_medium),
                TextSize::Large => t!(i18n, settings.size_large),
            };
            Choice::new(size, words)
        })
        .to_vec();
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, settings.appearance)}</h2>
            <ErrorSummary errors=keeper.errors() />
            <div class="fieldset-row">
                <RadioGroup id="scheme" legend=t!(i18n, settings.scheme) choices=schemes value=scheme />
                <RadioGroup id="size" legend=t!(i18n, settings.size) choices=sizes value=size />
            </div>
        </section>
    }
}

/// A size as the stylesheets call it.
const fn size_code(size: TextSize) -> &'static str {
    match size {
        TextSize::Small => "sm",
        TextSize::Medium => "md",
        TextSize::Large => "lg",
    }
}

fn chosen_scheme() -> ColorScheme {
    let kept = stored(SCHEME);
    let known = ColorScheme::ALL.into_iter().find(|scheme| kept.as_deref() == Some(scheme.code()));
    known.unwrap_or(ColorScheme::Auto)
}

fn chosen_size() -> TextSize {
    let kept = stored(SIZE);
    let known = TextSize::ALL.into_iter().find(|size| kept.as_deref() == Some(size_code(*size)));
    known.unwrap_or(TextSize::Medium)
}

fn stored(attribute: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(attribute).ok().flatten()
}

fn keep(attribute: &str, value: &str) {
    apply(attribute, value);
    if let Ok(Some(storage)) = window().local_storage() {
        // Where nothing can be kept, the choice lasts as long as the page.
        drop(storage.set_item(attribute, value));
    }
}

fn apply(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute(attribute, value));
    }
}
