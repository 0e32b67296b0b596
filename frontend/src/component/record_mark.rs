//! What a patient says of a record, in words: under its title, and in lists.

use leptos::prelude::*;
use sesemr_common::sharing::MarkKind;

use super::notice::{Notice, Tone};
use crate::{
    model::record::MarkView,
    text::{Texts, t, use_i18n},
};

/// A mark on the page of its record.
#[component]
pub fn RecordMark(
    /// What the patient says.
    mark: MarkView,
    /// Whether the patient is the reader.
    own: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = match (mark.kind, own) {
        (MarkKind::Wrong, true) => t!(i18n, mark.wrong_own),
        (MarkKind::NotMine, true) => t!(i18n, mark.not_mine_own),
        (MarkKind::Wrong, false) => t!(i18n, mark.wrong),
        (MarkKind::NotMine, false) => t!(i18n, mark.not_mine),
    };
    let note = (!mark.note.is_empty()).then(|| view! { " “" {mark.note} "”" });
    view! { <Notice tone=Tone::Warning><p><strong>{words}</strong>{note}</p></Notice> }
}

/// A mark in a list.
pub fn mark_words(texts: Texts, mark: &MarkView) -> &'static str {
    match mark.kind {
        MarkKind::Wrong => t!(texts, mark.tag_wrong),
        MarkKind::NotMine => t!(texts, mark.tag_not_mine),
    }
}
