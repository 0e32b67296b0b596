//! The versions of a record: when each was stored, who wrote it, why; earlier ones can be opened.

use leptos::prelude::*;
use leptos_router::components::A;
use sesemr_common::id::RecordId;

use crate::{
    component::{
        loaded::{Loaded, use_answer},
        when,
    },
    message::ReadRecordHistory as ReadRecordHistoryVerb,
    model::record::VersionView,
    route,
    text::{t, use_i18n},
};

/// The versions, newest first.
#[component]
pub fn ReadRecordHistory(
    /// Of which record.
    record: RecordId,
) -> impl IntoView {
    let answer = use_answer(move || ReadRecordHistoryVerb { record });
    view! {
        <Loaded answer let:versions>
            <ol class="record-list" reversed>
                {versions
                    .into_iter()
                    .enumerate()
                    .map(|(place, version)| view! { <li><Version record version current=place == 0 /></li> })
                    .collect_view()}
            </ol>
        </Loaded>
    }
}

#[component]
fn Version(record: RecordId, version: VersionView, current: bool) -> impl IntoView {
    let i18n = use_i18n();
    let VersionView { version, stored_at, summary } = version;
    let when = stored_at.map_or_else(|| t!(i18n, versions.undated).to_owned(), |at| when::date_time(i18n, at));
    let Some(summary) = summary else {
        return view! {
            <p>{t!(i18n, versions.number, number = version)} ", " {when} ": " {t!(i18n, versions.altered)}</p>
        }
        .into_any();
    };
    let by = summary
        .author
        .map_or_else(|| t!(i18n, versions.by_you).to_owned(), |author| t!(i18n, record.by, author = author));
    let why = summary.reason.map(|reason| view! { <span>"“" {reason} "”"</span> });
    let title = if current {
        view! { <strong>{t!(i18n, versions.current, number = version)}</strong> }.into_any()
    } else {
        view! {
            <A href=route::record_version(record, version) attr:class="ds-link">
                {t!(i18n, versions.number, number = version)}
            </A>
        }
        .into_any()
    };
    view! { <p class="row">{title} <span>{when}</span> <span>{by}</span> {why}</p> }.into_any()
}
