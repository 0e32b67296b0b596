//! A patient's home: records by portion, newest first, and a search that runs here, on what is decrypted.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    component::{
        as_left::AsLeft,
        button::Look,
        cut_off_uploads::CutOffUploads,
        kept_readings::KeptReadings,
        lazy_fold::LazyFold,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        phrase_words::title_words,
        portion::{PortionLabel, portion_count, portion_hint},
        record_list::RecordList as RecordRows,
    },
    message::ListRecords,
    model::record::{PortionSummary, RecordList, RecordSummary},
    route,
    text::{few, t, use_i18n},
};

/// A patient's home.
#[component]
pub fn ListRecordsPage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListRecords {});
    let page = AsLeft::provide(route::RECORDS.to_owned());
    let query = RwSignal::new(page.look(|list| list.query.clone()));
    Effect::new(move |_| {
        let searched = query.get();
        page.note(|list| list.query = searched);
    });
    view! {
        <Page title=t!(i18n, records.title)>
            <div class="actions">
                <LinkButton href=route::ADD_FILES icon="file-plus">{t!(i18n, records.add)}</LinkButton>
                <LinkButton href=route::ADD_READINGS icon="plus" look=Look::Secondary>{t!(i18n, records.add_readings)}</LinkButton>
            </div>
            <KeptReadings />
            <CutOffUploads />
            <Loaded answer let:list>
                <Home list query />
            </Loaded>
        </Page>
    }
}

#[component]
fn Home(list: RecordList, query: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let (damaged, missing) = (few(list.damaged.len()), few(list.missing.len()));
    let undeleted = few(list.undeleted.len());
    let empty = list.records.is_empty();
    let hidden = list.hidden.clone();
    let list = StoredValue::new(list);
    let searching = Memo::new(move |_| query.with(|query| !query.trim().is_empty()));
    view! {
        {(damaged > 0).then(|| view! {
            <Notice tone=Tone::Danger>
                <p>{t!(i18n, records.damaged, count = damaged)}</p>
                <p><A href=route::DAMAGED attr:class="ds-link">{t!(i18n, damaged.see)}</A></p>
            </Notice>
        })}
        {(missing > 0).then(|| view! { <Notice tone=Tone::Danger><p>{t!(i18n, records.missing, count = missing)}</p></Notice> })}
        {(undeleted > 0).then(|| view! { <Notice tone=Tone::Danger><p>{t!(i18n, records.undeleted, count = undeleted)}</p></Notice> })}
        {if empty {
            view! { <p>{t!(i18n, records.empty)}</p> }.into_any()
        } else {
            view! {
                <div class="actions">
                    <LinkButton href=route::MEDICINES icon="pill" look=Look::Secondary>{t!(i18n, medicines.title)}</LinkButton>
                    <LinkButton href=route::TIMELINE icon="history" look=Look::Secondary>{t!(i18n, timeline.title)}</LinkButton>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="search">{t!(i18n, records.search)}</label>
                    <input class="ds-input" id="search" type="search" autocomplete="off" bind:value=query />
                </div>
                {move || if searching.get() {
                    view! { <Found list query /> }.into_any()
                } else {
                    view! { <Portions list /> }.into_any()
                }}
            }
            .into_any()
        }}
        {(!hidden.is_empty()).then(|| view! { <Hidden records=hidden /> })}
    }
}

/// What is hidden, folded away.
#[component]
fn Hidden(records: Vec<RecordSummary>) -> impl IntoView {
    let i18n = use_i18n();
    let count = few(records.len());
    view! {
        <LazyFold line=t!(i18n, records.hidden, count = count) name="hidden">
            <p class="small">{t!(i18n, records.hidden_hint)}</p>
            <RecordRows
                records=records.clone()
                href=|record: RecordSummary| route::record(record.record)
                mixed=true
            />
        </LazyFold>
    }
}

#[component]
fn Found(list: StoredValue<RecordList>, query: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let found = Memo::new(move |_| {
        list.with_value(|list| {
            list.search(&query.get(), |record| title_words(i18n, record))
                .into_iter()
                .cloned()
                .collect::<Vec<RecordSummary>>()
        })
    });
    move || {
        let found = found.get();
        let count = few(found.len());
        view! {
            <p role="status">{t!(i18n, records.found, count = count)}</p>
            <RecordRows records=found href=|record: RecordSummary| route::record(record.record) mixed=true />
        }
    }
}

#[component]
fn Portions(list: StoredValue<RecordList>) -> impl IntoView {
    let portions = list.with_value(|list| list.portions.clone());
    view! {
        <ul class="cards">
            {portions.into_iter().map(|summary| view! { <li><PortionCard summary list /></li> }).collect_view()}
        </ul>
    }
}

/// A portion, folded; its rows are drawn when it is opened.
#[component]
fn PortionCard(summary: PortionSummary, list: StoredValue<RecordList>) -> impl IntoView {
    let i18n = use_i18n();
    let portion = summary.portion;
    let records = move || {
        list.with_value(|list| {
            list.records.iter().filter(|record| record.portion == portion).cloned().collect::<Vec<_>>()
        })
    };
    let line = view! {
        <span class="portion-line">
            <PortionLabel portion />
            <span class="small">{portion_count(i18n, &summary)}</span>
        </span>
    };
    view! {
        <LazyFold line name=portion.name()>
            <p class="small">{portion_hint(i18n, portion)}</p>
            <p><A href=route::portion(portion) attr:class="ds-link">{t!(i18n, timeline.as_tables)}</A></p>
            <RecordRows records=records() href=|record: RecordSummary| route::record(record.record) />
        </LazyFold>
    }
}
