//! A patient's record while it is open: whose, how old, a table for each family, charts, and a timeline.

use leptos::prelude::*;
use sesemr_common::{id::OpeningId, portion::Portion};

use crate::{
    component::{
        as_left::AsLeft,
        lazy_fold::LazyFold,
        link_button::LinkButton,
        loaded::{Loaded, use_answer_once},
        medicine_list::AllergyList,
        notice::{Notice, Tone},
        page::Page,
        portion::PortionLabel,
        portion_content::PortionContent,
        timeline::Timeline,
        when,
    },
    message::{ReadOpening, ReadPortion, ReadTimeline, Source},
    model::{
        medicines::Allergies,
        opening::OpeningView,
        record::{PortionSummary, RecordSummary},
    },
    page::{not_found::NotFound, param::use_id},
    route,
    session::Session,
    text::{few, t, use_i18n},
};

/// A patient's record while it is open.
#[component]
pub fn ReadOpeningPage() -> impl IntoView {
    match use_id::<OpeningId>("opening") {
        Some(opening) => view! { <OpeningPage opening /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn OpeningPage(opening: OpeningId) -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    let answer = use_answer_once(move || ReadOpening { opening });
    let page = AsLeft::provide(route::opening(opening));
    let timeline = RwSignal::new(page.look(|list| list.by_date));
    Effect::new(move |_| {
        let by_date = timeline.get();
        page.note(|list| list.by_date = by_date);
    });
    let patient = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if let Some(view) = answer.view() {
            session.portal_opened(view.portal());
            patient.set(Some(view.patient.display_name));
        }
    });
    let title = move || match patient.get() {
        Some(patient) => t!(i18n, opened.title, person = patient),
        None => t!(i18n, opened.title_plain).to_owned(),
    };
    view! {
        <Page title=Signal::derive(title) wide=true>
            <Loaded answer let:view><Opened view timeline /></Loaded>
        </Page>
    }
}

#[component]
fn Opened(view: OpeningView, timeline: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let opening = view.opening;
    let portions = in_reading_order(&view.records.portions);
    // What is not listed is silent for one of two reasons; with a list, the list says which is the third.
    let holds_allergies = portions.iter().any(|summary| summary.portion == Portion::Allergies);
    let silence = (!holds_allergies)
        .then(|| if view.is_open(Portion::Allergies) { Allergies::NothingRecorded } else { Allergies::NotOpen });
    let (damaged, deleted) = (few(view.records.damaged.len()), few(view.records.deleted.len()));
    let other_name = view.other_name().map(|subject| {
        t!(i18n, opened.other_name, subject = subject.to_owned(), person = view.patient.display_name.clone())
    });
    view! {
        {view.subject.map(|subject| view! {
            <p class="lead">
                <strong>{subject.name}</strong>
                {subject.born.map(|born| view! { ", " {t!(i18n, opened.born, date = when::clinical(i18n, &born))} })}
            </p>
        })}
        {other_name.map(|words| view! { <Notice tone=Tone::Warning><p>{words}</p></Notice> })}
        {(damaged > 0).then(|| view! { <Notice tone=Tone::Danger><p>{t!(i18n, records.damaged, count = damaged)}</p></Notice> })}
        {(deleted > 0).then(|| view! { <Notice><p>{t!(i18n, opened.deleted, count = deleted)}</p></Notice> })}
        {silence.map(|allergies| {
            let href = move |record: RecordSummary| route::opened_record(opening, record.record);
            view! { <AllergyList allergies own=false href /> }
        })}
        <div class="actions">
            {view.write_back.then(|| view! {
                <LinkButton href=route::prescribe(opening) icon="pill">{t!(i18n, opened.prescribe)}</LinkButton>
            })}
            <button
                class="ds-button"
                type="button"
                data-variant="secondary"
                aria-pressed=move || timeline.get().to_string()
                on:click=move |_| timeline.update(|timeline| *timeline = !*timeline)
            >
                {move || if timeline.get() { t!(i18n, opened.tables).into_any() } else { t!(i18n, opened.timeline).into_any() }}
            </button>
        </div>
        {move || if timeline.get() {
            view! { <OpenedTimeline opening /> }.into_any()
        } else {
            portions.iter().cloned().map(|summary| view! { <PortionSection summary opening /> }).collect_view().into_any()
        }}
    }
}

/// Allergies and medicines first: what must not be missed.
fn in_reading_order(portions: &[PortionSummary]) -> Vec<PortionSummary> {
    let mut portions = portions.to_vec();
    portions.sort_by_key(|summary| match summary.portion {
        Portion::Allergies => 0,
        Portion::Medications => 1,
        other => other.number().saturating_add(1),
    });
    portions
}

/// One portion: its tables are read when it is opened; the first two are open.
#[component]
fn PortionSection(summary: PortionSummary, opening: OpeningId) -> impl IntoView {
    let i18n = use_i18n();
    let PortionSummary { portion, count, .. } = summary;
    let first = matches!(portion, Portion::Allergies | Portion::Medications);
    let line = view! {
        <span class="portion-line">
            <PortionLabel portion />
            <span class="small">{t!(i18n, count.records, count = count)}</span>
        </span>
    };
    view! { <LazyFold line open=first name=portion.name()><PortionTables portion opening /></LazyFold> }
}

#[component]
fn PortionTables(portion: Portion, opening: OpeningId) -> impl IntoView {
    let session = Session::expect();
    let source = Source::Opening(opening);
    let answer = use_answer_once(move || ReadPortion { source, portion });
    Effect::new(move |_| {
        if answer.is_there() {
            session.portal_used(opening, when::now());
        }
    });
    let href = Callback::new(move |record: RecordSummary| route::opened_record(opening, record.record));
    view! {
        <Loaded answer let:view>
            <div class="stack"><PortionContent view own=false href /></div>
        </Loaded>
    }
}

/// All records by date, under their visits.
#[component]
fn OpenedTimeline(opening: OpeningId) -> impl IntoView {
    let session = Session::expect();
    let source = Source::Opening(opening);
    let answer = use_answer_once(move || ReadTimeline { source });
    Effect::new(move |_| {
        if answer.is_there() {
            session.portal_used(opening, when::now());
        }
    });
    let href = Callback::new(move |record: RecordSummary| route::opened_record(opening, record.record));
    view! { <Loaded answer let:view><Timeline view href /></Loaded> }
}
