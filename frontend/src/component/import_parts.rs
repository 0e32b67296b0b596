//! Parts of the preview of an import: what each file holds, where it goes, what cannot go and why.

use leptos::prelude::*;
use sesemr_common::{export::archive::ArchiveFault, record::RejectedEntry};

use super::{
    fold::Fold,
    media_words::media_words,
    portion::PortionLabel,
    rejected_words::{place_words, reject_words},
    when,
};
use crate::{
    model::{
        import::{FileKind, FilePreview, PortionCount, Refusal},
        opening::SubjectView,
    },
    text::{Texts, few, t, use_i18n},
};

/// How many entries that cannot go are told in one sentence.
const MOST_TOLD: usize = 3;

/// New records by portion.
#[component]
pub fn PortionCounts(
    /// The counts.
    counts: Vec<PortionCount>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <ul class="portion-counts">
            {counts.into_iter().map(|PortionCount { portion, count }| view! {
                <li>
                    <PortionLabel portion />
                    <span>{t!(i18n, count.records, count = count)}</span>
                </li>
            }).collect_view()}
        </ul>
    }
}

/// What one file holds.
#[component]
pub fn FileReport(
    /// The file.
    file: FilePreview,
) -> impl IntoView {
    let i18n = use_i18n();
    let FilePreview { name, bytes, kind, portions, already_there, rejected, refused, subject } = file;
    let is_refused = refused.is_some();
    let name = file_name(i18n, &name);
    let beside = beside_words(i18n, &kind);
    view! {
        <p class="row row-spread">
            <strong>{name}</strong>
            <span class="small">{move || describe(i18n, &kind, bytes)}</span>
        </p>
        {subject.map(|subject| view! { <p>{subject_words(i18n, subject)}</p> })}
        {beside.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
        {refused.map(|refusal| view! { <p class="ds-validation-message">{refusal_text(i18n, &refusal)}</p> })}
        {(!is_refused).then(|| view! { <PortionCounts counts=portions /> })}
        {(already_there > 0).then(|| view! { <p>{t!(i18n, import.already_there, count = already_there)}</p> })}
        {(!rejected.is_empty()).then(|| view! { <Rejected rejected /> })}
    }
}

#[component]
fn Rejected(rejected: Vec<RejectedEntry>) -> impl IntoView {
    let i18n = use_i18n();
    let count = few(rejected.len());
    let line = move |entry: RejectedEntry| view! { <li>{entry_words(i18n, &entry)}</li> };
    view! {
        <Fold summary=t!(i18n, import.rejected, count = count)>
            <ul class="ds-list">{rejected.into_iter().map(line).collect_view()}</ul>
        </Fold>
    }
}

/// Where an entry stands that cannot go, and why it cannot.
fn entry_words(texts: Texts, entry: &RejectedEntry) -> String {
    let (place, reason) = (place_words(texts, &entry.place), reject_words(texts, &entry.reason));
    if let Some(title) = &entry.title {
        t!(texts, import.rejected_entry, place, title = title.as_str().to_owned(), reason)
    } else {
        t!(texts, import.rejected_place, place, reason)
    }
}

/// What a file is called; typed readings have no name of their own.
pub fn file_name(texts: Texts, name: &str) -> String {
    if name.is_empty() { t!(texts, import.typed).to_owned() } else { name.to_owned() }
}

/// Whose record a file says it is.
fn subject_words(texts: Texts, SubjectView { name, born }: SubjectView) -> String {
    if let Some(born) = born {
        t!(texts, import.subject_born, subject = name, date = when::clinical(texts, &born))
    } else {
        t!(texts, import.subject, subject = name)
    }
}

fn describe(texts: Texts, kind: &FileKind, bytes: u64) -> String {
    let size = when::bytes(texts, bytes);
    match kind {
        FileKind::Fhir { entries } => t!(texts, import.kind_fhir, count = *entries, size = size),
        FileKind::Other { media_type } => {
            t!(texts, import.kind_other, kind = media_words(texts, media_type), size = size)
        }
        FileKind::Typed => String::new(),
        FileKind::Archive { files, person, made_at, .. } => {
            let date = made_at.map_or_else(String::new, |at| when::date(texts, at));
            t!(texts, import.archive, count = *files, person = person.clone(), date = date, size = size)
        }
        FileKind::ArchivePapers { files } => t!(texts, import.archive_papers, count = *files),
    }
}

/// What comes with the records of a file that somebody took away, and what of it is not added.
fn beside_words(texts: Texts, kind: &FileKind) -> Vec<String> {
    let FileKind::Archive { marked, hidden, marks_left_out, earlier, missing, .. } = *kind else { return Vec::new() };
    let marked = (marked > 0).then(|| t!(texts, import.archive_marked, count = marked));
    let hidden = (hidden > 0).then(|| t!(texts, import.archive_hidden, count = hidden));
    let left_out = (marks_left_out > 0).then(|| t!(texts, import.archive_marks_left_out, count = marks_left_out));
    let earlier = (earlier > 0).then(|| t!(texts, import.archive_earlier, count = earlier));
    let missing = (missing > 0).then(|| t!(texts, import.archive_missing, count = missing));
    [marked, left_out, hidden, earlier, missing].into_iter().flatten().collect()
}

fn fault_words(texts: Texts, fault: &ArchiveFault) -> String {
    match fault.clone() {
        ArchiveFault::NotOurs | ArchiveFault::Broken => t!(texts, import.archive_broken).to_owned(),
        ArchiveFault::BrokenList => t!(texts, import.archive_broken_list).to_owned(),
        ArchiveFault::Newer { .. } => t!(texts, import.archive_newer).to_owned(),
        ArchiveFault::UnsafeName { name } => t!(texts, import.archive_unsafe_name, name = name),
        ArchiveFault::SameName => t!(texts, import.archive_same_name).to_owned(),
        ArchiveFault::TooMuch => t!(texts, import.archive_too_much).to_owned(),
    }
}

/// Why nothing of a file can go.
pub fn refusal_text(texts: Texts, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Rejected(reason) => t!(texts, import.refused, reason = reject_words(texts, reason)),
        Refusal::TooLarge { limit } => t!(texts, import.too_large, limit = when::bytes(texts, *limit)),
        Refusal::Unreadable => t!(texts, import.unreadable).to_owned(),
        Refusal::Archive(fault) => t!(texts, import.refused, reason = fault_words(texts, fault)),
        Refusal::Entries(entries) => {
            let first = entries.iter().take(MOST_TOLD).map(|entry| entry_words(texts, entry));
            t!(texts, import.refused, reason = first.collect::<Vec<_>>().join(" "))
        }
    }
}
