//! Digits by which a signed record can be compared: on another screen, or on paper.

use leptos::prelude::*;

use crate::{
    model::record::SignatureView,
    text::{t, use_i18n},
};

/// Who signed, and two rows of digits: of the record as it was signed, and of the key.
#[component]
pub fn SignatureDigits(
    /// The digits.
    signature: SignatureView,
    /// Who signed, by name.
    author: String,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, signature.signed, author = author.clone())}</p>
        <dl class="facts">
            <dt>{t!(i18n, signature.record)}</dt>
            <dd class="digits">{signature.record_digits}</dd>
            <dt>{t!(i18n, signature.key, author = author.clone())}</dt>
            <dd class="digits">{signature.key_digits}</dd>
        </dl>
        <p class="small">{t!(i18n, signature.how, author = author)}</p>
    }
}
