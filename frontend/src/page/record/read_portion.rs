//! A portion of the patient's own as tables and charts.

use leptos::prelude::*;
use sesemr_common::portion::Portion;

use crate::{
    component::{
        as_left::AsLeft,
        back_to_list::BackToList,
        button::Look,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        page::Page,
        portion::{portion_hint, portion_name},
        portion_content::PortionContent,
    },
    message::{ReadPortion, Source},
    model::record::{PortionView, RecordSummary},
    page::{not_found::NotFound, param::use_text},
    route,
    text::{t, use_i18n},
};

/// A portion of the patient's own.
#[component]
pub fn ReadPortionPage() -> impl IntoView {
    let name = use_text("portion");
    match Portion::ALL.into_iter().find(|portion| portion.name() == name) {
        Some(portion) => view! { <PortionPage portion /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn PortionPage(portion: Portion) -> impl IntoView {
    let i18n = use_i18n();
    AsLeft::provide(route::portion(portion));
    let answer = use_answer(move || ReadPortion { source: Source::Own, portion });
    view! {
        <Page title=portion_name(i18n, portion) wide=true>
            <p>{portion_hint(i18n, portion)}</p>
            <Loaded answer let:view>
                <div class="stack"><Tables view /></div>
            </Loaded>
            <BackToList to=route::RECORDS />
        </Page>
    }
}

/// What is hidden is not among them, as in the list. Where that is everything, no list says that nothing is recorded.
#[component]
fn Tables(mut view: PortionView) -> impl IntoView {
    let holds_something = !view.records.is_empty();
    view.records.retain(|record| !record.summary.hidden);
    let (portion, is_empty) = (view.portion, view.records.is_empty());
    let all_hidden = holds_something && is_empty;
    view! {
        {(!all_hidden).then(|| view! {
            <PortionContent view own=true href=|record: RecordSummary| route::record(record.record) />
        })}
        {is_empty.then(|| view! { <Empty portion all_hidden /> })}
    }
}

/// That nothing stands here, and how that changes. Of allergies and medicines the lists themselves say it.
#[component]
fn Empty(portion: Portion, all_hidden: bool) -> impl IntoView {
    let i18n = use_i18n();
    let words = match portion {
        _ if all_hidden => Some(t!(i18n, records.hidden_portion)),
        Portion::Allergies | Portion::Medications => None,
        _ => Some(t!(i18n, records.empty_portion)),
    };
    // Summaries are made of readings, and readings are typed or come in files.
    let is_typed = matches!(portion, Portion::Readings | Portion::ReadingsSummary);
    view! {
        {words.map(|words| view! { <p>{words}</p> })}
        <div class="actions">
            <LinkButton href=route::ADD_FILES icon="file-plus">{t!(i18n, records.add)}</LinkButton>
            {is_typed.then(|| view! {
                <LinkButton href=route::ADD_READINGS icon="plus" look=Look::Secondary>{t!(i18n, records.add_readings)}</LinkButton>
            })}
        </div>
    }
}
