//! Records by date: a card for each visit with what belongs to it, and lists of what belongs to none.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    lazy_fold::LazyFold, paged::Paged, phrase_words::title_words, record_list::RecordList, status_words::status_words,
    void_notice::void_words, when,
};
use crate::{
    model::{
        record::RecordSummary,
        series::begins,
        timeline::{TimelineEntry, TimelineView, Visit},
    },
    text::{few, t, use_i18n},
};

/// Everything, newest first.
#[component]
pub fn Timeline(
    /// What there is.
    view: TimelineView,
    /// Where a record's page is.
    #[prop(into)]
    href: Callback<RecordSummary, String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let count = few(view.count_visits());
    let entry = move |entry: TimelineEntry| match entry {
        TimelineEntry::Visit(visit) => view! { <li><VisitCard visit=*visit href /></li> }.into_any(),
        TimelineEntry::Records(records) => view! { <li><RecordList records href mixed=true /></li> }.into_any(),
    };
    let entries = Paged::kept(view.entries, "visits".to_owned());
    view! {
        <p role="status">{t!(i18n, timeline.count, count = count)}</p>
        <ol class="cards">{entries.draw(entry)}</ol>
        {entries.more()}
    }
}

#[component]
fn VisitCard(visit: Visit, href: Callback<RecordSummary, String>) -> impl IntoView {
    let i18n = use_i18n();
    let Visit { visit, row, records } = visit;
    let date = visit.date.as_ref().map(|date| {
        let ago = when::ago(i18n, begins(date));
        view! { <span>{when::clinical(i18n, date)}</span> <span class="small">{ago}</span> }
    });
    let status = row.status.map(|status| status_words(i18n, status));
    let about: Vec<String> = [row.reason, row.provider, status].into_iter().flatten().collect();
    let void = void_words(i18n, &visit);
    let count = few(records.len());
    let (name, title) = (visit.record.to_string(), title_words(i18n, &visit));
    view! {
        <section class="ds-card card visit">
            <h2 class="ds-heading" data-size="xs">
                <A href=href.run(visit) attr:class="ds-link">{title}</A>
                {void.map(|void| view! { " " <strong class="void-mark">{void}</strong> })}
            </h2>
            <p class="row">{date}</p>
            {(!about.is_empty()).then(|| view! { <p>{about.join(" · ")}</p> })}
            {if records.is_empty() {
                view! { <p class="small">{t!(i18n, timeline.nothing)}</p> }.into_any()
            } else {
                view! {
                    <LazyFold line=t!(i18n, timeline.records, count = count) name>
                        <RecordList records=records.clone() href mixed=true />
                    </LazyFold>
                }.into_any()
            }}
        </section>
    }
}
