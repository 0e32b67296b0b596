//! Choosing what to grant of what was asked: portions that hold something, with counts and newest date, or single records of
//! them. The server refuses what was not asked for, so nothing else is offered.

use leptos::prelude::*;
use sesemr_common::portion::Portion;

use crate::{
    component::{
        button::Look,
        checkbox::Checkbox,
        field::FieldError,
        form_errors::FormErrors,
        lazy_fold::LazyFold,
        link_button::LinkButton,
        phrase_words::title_words,
        portion::{portion_count, portion_name},
        when,
    },
    model::{
        record::{PortionSummary, RecordList, RecordState, RecordSummary},
        scope::{ScopeChoice, offered},
    },
    route,
    text::{t, use_i18n, within},
};

/// What is chosen; nothing before the form begins.
type Scope = RwSignal<Option<ScopeChoice>>;

/// What to grant.
#[component]
pub fn ScopeFields(
    /// The portions that were asked for.
    asked: Vec<Portion>,
    /// What there is.
    listed: Memo<Option<RecordList>>,
    /// What is chosen.
    scope: Scope,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = Memo::new(move |_| {
        listed.with(|records| records.as_ref().map(|records| offered(&asked, records)).unwrap_or_default())
    });
    view! {
        <fieldset class="ds-fieldset" id="scope" tabindex="-1" aria-describedby="scope-error">
            <legend class="ds-label">{t!(i18n, grant.what)}</legend>
            <FieldError id="scope" error=errors.of("scope") />
            <Show when=move || wanted.with(Vec::is_empty)>
                <p>{t!(i18n, grant.nothing_asked_there)}</p>
                <p><LinkButton href=route::ADD_FILES look=Look::Secondary icon="plus">{t!(i18n, records.add)}</LinkButton></p>
            </Show>
            <For each=move || wanted.get() key=PortionSummary::clone let:summary>
                <PortionField summary listed scope />
            </For>
        </fieldset>
    }
}

/// A portion, and under it its single records while it is not chosen as a whole.
#[component]
fn PortionField(summary: PortionSummary, listed: Memo<Option<RecordList>>, scope: Scope) -> impl IntoView {
    let i18n = use_i18n();
    let portion = summary.portion;
    let whole =
        Memo::new(move |_| scope.with(|scope| scope.as_ref().is_some_and(|scope| scope.portions.contains(&portion))));
    let choose = move |chosen| {
        listed.with_untracked(|records| {
            if let Some(records) = records {
                scope.update(|scope| scope.get_or_insert_default().choose_portion(portion, chosen, records));
            }
        });
    };
    view! {
        <Checkbox
            checked=whole
            on_change=choose
            label=Signal::derive(move || portion_name(i18n, portion))
            hint=Signal::derive(move || portion_count(i18n, &summary))
        />
        <Show when=move || !whole.get()>
            <SingleRecords portion listed scope />
        </Show>
    }
}

/// Single records, drawn when they are wanted.
#[component]
fn SingleRecords(portion: Portion, listed: Memo<Option<RecordList>>, scope: Scope) -> impl IntoView {
    let i18n = use_i18n();
    let of_portion = move || {
        let fine = |record: &&RecordSummary| record.portion == portion && record.state == RecordState::Fine;
        listed.with_untracked(|records| {
            let records = records.iter().flat_map(|records| &records.records);
            records.filter(fine).cloned().collect::<Vec<_>>()
        })
    };
    let field = move |record: RecordSummary| {
        let id = record.record;
        let hint = record.date.as_ref().map(|date| when::clinical(i18n, date)).unwrap_or_default();
        let title = title_words(i18n, &record);
        let is_chosen = move || scope.with(|scope| scope.as_ref().is_some_and(|scope| scope.records.contains(&id)));
        view! {
            <Checkbox
                checked=Signal::derive(is_chosen)
                on_change=move |chosen| scope.update(|scope| scope.get_or_insert_default().choose_record(id, chosen))
                label=Signal::derive(move || title.clone())
                hint
            />
        }
    };
    let line = t!(i18n, grant.single, portion = within(i18n, &portion_name(i18n, portion)));
    view! { <LazyFold line>{of_portion().into_iter().map(field).collect_view()}</LazyFold> }
}
