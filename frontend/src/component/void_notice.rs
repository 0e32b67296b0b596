//! Void prescriptions in words: on the page of the one that is void, on that of the one that says so, and in lists.

use leptos::prelude::*;
use leptos_router::components::A;
use sesemr_common::{flow::VoidOutcome, id::RecordId, record::VoidKind};

use super::{
    notice::{Notice, Tone},
    when,
};
use crate::{
    model::record::{RecordSummary, VoidView, VoidsView},
    text::{Texts, t, use_i18n},
};

/// That a prescription no longer counts: by whom, when, why, and the way to what says so.
#[component]
pub fn VoidNotice(
    /// What is said of it.
    void: VoidView,
    /// Where the page of a record is; without it there is no way to go, as on paper.
    #[prop(optional, into)]
    href: Option<Callback<RecordId, String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let way = href.map(|href| {
        let words = match void.kind {
            VoidKind::Corrected => t!(i18n, void.see_new),
            VoidKind::Withdrawn => t!(i18n, void.see_withdrawal),
        };
        view! { <p><A href=href.run(void.by) attr:class="ds-link">{words}</A></p> }
    });
    view! {
        <Notice tone=Tone::Danger>
            <p><strong>{void_sentence(i18n, &void)}</strong></p>
            <p>{t!(i18n, void.why, reason = void.reason)}</p>
            {way}
        </Notice>
    }
}

/// What a record says of an earlier prescription, and what comes of it.
#[component]
pub fn VoidsNotice(
    /// What it says.
    voids: VoidsView,
    /// Where the page of a record is.
    #[prop(into)]
    href: Callback<RecordId, String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let VoidsView { kind, record, title, reason, outcome } = voids;
    let (tone, words) = match (outcome, kind) {
        (VoidOutcome::Honoured, VoidKind::Corrected) => (Tone::Info, t!(i18n, void.takes_place)),
        (VoidOutcome::Honoured, VoidKind::Withdrawn) => (Tone::Danger, t!(i18n, void.withdraws)),
        (VoidOutcome::Pending, _) => (Tone::Warning, t!(i18n, void.pending)),
        (VoidOutcome::NotHere, VoidKind::Corrected) => (Tone::Warning, t!(i18n, void.corrects_unknown)),
        (VoidOutcome::NotHere, VoidKind::Withdrawn) => (Tone::Warning, t!(i18n, void.withdraws_unknown)),
        (VoidOutcome::OtherAuthor, _) => (Tone::Warning, t!(i18n, void.other_author)),
        (VoidOutcome::OtherVersion, _) => (Tone::Warning, t!(i18n, void.other_version)),
        (VoidOutcome::AlreadyWithdrawn, _) => (Tone::Warning, t!(i18n, void.already_withdrawn)),
    };
    let earlier = title.map(|title| {
        let words = t!(i18n, void.see_earlier, title = title);
        view! { <p><A href=href.run(record) attr:class="ds-link">{words}</A></p> }
    });
    view! {
        <Notice tone=tone>
            <p>{words}</p>
            <p>{t!(i18n, void.why, reason = reason)}</p>
            {earlier}
        </Notice>
    }
}

/// "Void. Dr Grace Bello withdrew this prescription on 6 August 2026."
fn void_sentence(texts: Texts, void: &VoidView) -> String {
    let author = void.author.clone().unwrap_or_else(|| t!(texts, void.whoever_wrote_it).to_owned());
    let date = void.date.as_ref().map(|date| when::clinical(texts, date)).unwrap_or_default();
    match void.kind {
        VoidKind::Corrected => t!(texts, void.corrected, author, date),
        VoidKind::Withdrawn => t!(texts, void.withdrawn, author, date),
    }
}

/// What a list says of a prescription that is void, or that speaks of another.
pub fn void_words(texts: Texts, record: &RecordSummary) -> Option<&'static str> {
    if let Some(void) = &record.void {
        return Some(match void.kind {
            VoidKind::Corrected => t!(texts, void.tag_corrected),
            VoidKind::Withdrawn => t!(texts, void.tag_withdrawn),
        });
    }
    let voids = record.voids.as_ref()?;
    Some(match (voids.outcome, voids.kind) {
        (VoidOutcome::Honoured | VoidOutcome::NotHere | VoidOutcome::Pending, VoidKind::Corrected) => {
            t!(texts, void.tag_correction)
        }
        (VoidOutcome::Honoured | VoidOutcome::NotHere | VoidOutcome::Pending, VoidKind::Withdrawn) => {
            t!(texts, void.tag_withdrawal)
        }
        _ => t!(texts, void.tag_not_honoured),
    })
}
