//! The choice of a language, each called by its own name.

use leptos::prelude::*;
use sesemr_common::language::Language;

use crate::{
    api::VaultClient,
    language::Speech,
    session::Session,
    text::{Texts, t, use_i18n},
};

/// The choice.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let i18n = use_i18n();
    let (speech, client, session) = (Speech::expect(), VaultClient::expect(), Session::expect());
    let spoken = speech.spoken_untracked();
    let choose = move |event| {
        if let Some(language) = Language::of_tag(&event_target_value(&event)) {
            speech.choose(language, client, session);
        }
    };
    view! {
        <div class="ds-field language-choice">
            <label class="ds-label" for="language">{t!(i18n, language.title)}</label>
            <select class="ds-input" id="language" name="language" on:change=choose>
                {Language::ALL.map(|language| view! {
                    <option value=language.code() lang=language.code() selected=language == spoken>
                        {language_name(i18n, language)}
                    </option>
                }).collect_view()}
            </select>
        </div>
    }
}

fn language_name(texts: Texts, language: Language) -> &'static str {
    match language {
        Language::English => t!(texts, language.en),
        Language::German => t!(texts, language.de),
    }
}
