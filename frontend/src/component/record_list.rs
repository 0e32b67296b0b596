//! Records as a list of links, newest first.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    icon::Icon, paged::Paged, phrase_words::title_words, portion::portion_name, record_mark::mark_words,
    void_notice::void_words, when,
};
use crate::{
    model::record::{RecordState, RecordSummary},
    text::{Texts, t, use_i18n},
};

/// A list of records. A damaged one is a row that says so.
#[component]
pub fn RecordList(
    /// The records.
    records: Vec<RecordSummary>,
    /// Where a record's page is.
    #[prop(into)]
    href: Callback<RecordSummary, String>,
    /// Says the portion of each, where the list mixes them.
    #[prop(optional)]
    mixed: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |record: RecordSummary| {
        let (words, void) = (words(i18n, &record, mixed), void_words(i18n, &record));
        let title = title_words(i18n, &record);
        match record.state {
            RecordState::Fine => view! {
                <li>
                    <A href=href.run(record.clone()) attr:class="record-row">
                        <span class="record-title" class:is-void=record.void.is_some()>{title}</span>
                        <span class="small">
                            {void.map(|void| view! { <strong class="void-mark">{void}</strong> " " })}
                            {words}
                        </span>
                        <Icon name="chevron-right" />
                    </A>
                </li>
            }
            .into_any(),
            RecordState::Altered => view! {
                <li class="record-row record-altered">
                    <span class="record-title">{title}</span>
                    <span class="small">{t!(i18n, error.altered)}</span>
                    <Icon name="triangle-alert" />
                </li>
            }
            .into_any(),
        }
    };
    // Lists of one page are told apart by their first record.
    let name = records.first().map(|record| record.record.to_string()).unwrap_or_default();
    let records = Paged::kept(records, name);
    view! {
        <ul class="record-list">{records.draw(row)}</ul>
        {records.more()}
    }
}

fn words(texts: Texts, record: &RecordSummary, mixed: bool) -> String {
    let date = record.date.as_ref().map(|date| when::clinical(texts, date));
    let portion = mixed.then(|| portion_name(texts, record.portion));
    let author = record.author.as_ref().map(|author| t!(texts, record.by, author = author.clone()));
    let size = record.fhir_type.is_none().then(|| when::bytes(texts, record.bytes));
    let mark = record.mark.as_ref().map(|mark| mark_words(texts, mark).to_owned());
    [mark, date, portion, author, size].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
