//! Light or dark, and how large the text is. Kept by this browser; it says nothing about anybody.

use leptos::prelude::*;

use crate::{
    component::radio::{Choice, RadioGroup},
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

/// The choices.
#[component]
pub fn Appearance() -> impl IntoView {
    let i18n = use_i18n();
    let scheme = RwSignal::new(stored(SCHEME).unwrap_or_else(|| "auto".to_owned()));
    let size = RwSignal::new(stored(SIZE).unwrap_or_else(|| "md".to_owned()));
    Effect::new(move |_| keep(SCHEME, &scheme.get()));
    Effect::new(move |_| keep(SIZE, &size.get()));
    let schemes = vec![
        Choice::new("auto".to_owned(), t!(i18n, settings.scheme_auto)),
        Choice::new("light".to_owned(), t!(i18n, settings.scheme_light)),
        Choice::new("dark".to_owned(), t!(i18n, settings.scheme_dark)),
    ];
    let sizes = vec![
        Choice::new("sm".to_owned(), t!(i18n, settings.size_small)),
        Choice::new("md".to_owned(), t!(i18n, settings.size_medium)),
        Choice::new("lg".to_owned(), t!(i18n, settings.size_large)),
    ];
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, settings.appearance)}</h2>
            <div class="fieldset-row">
                <RadioGroup id="scheme" legend=t!(i18n, settings.scheme) choices=schemes value=scheme />
                <RadioGroup id="size" legend=t!(i18n, settings.size) choices=sizes value=size />
            </div>
        </section>
    }
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
