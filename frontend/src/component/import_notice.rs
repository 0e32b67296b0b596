//! What became of an import, as a whole: what is stored, and what of it is still missing.

use leptos::prelude::*;

use super::{
    error_text::error_text,
    notice::{Notice, Tone},
    revealed::Revealed,
};
use crate::{
    model::import::ImportResult,
    text::{t, use_i18n},
};

/// What became of an import.
#[component]
pub fn ImportNotice(
    /// What became of it.
    result: ImportResult,
) -> impl IntoView {
    let i18n = use_i18n();
    let tone = if result.is_whole() { Tone::Success } else { Tone::Info };
    let (stored, said) = (result.stored(), result.said);
    let (safe, all) = (result.files_safe(), result.files.len());
    let ImportResult { no_summaries, no_marks, .. } = result;
    view! {
        <Revealed><Notice tone>
            {(stored > 0 || said == 0).then(|| view! { <p>{t!(i18n, import.stored, count = stored)}</p> })}
            {(all > 1).then(|| view! { <p>{t!(i18n, import.files_safe, safe = safe, all = all)}</p> })}
            {(said > 0).then(|| view! { <p>{t!(i18n, import.said, count = said)}</p> })}
            {no_summaries.map(|why| view! { <p>{t!(i18n, import.no_summaries, why = error_text(i18n, &why))}</p> })}
            {no_marks.map(|why| view! { <p>{t!(i18n, import.no_marks, why = error_text(i18n, &why))}</p> })}
        </Notice></Revealed>
    }
}
