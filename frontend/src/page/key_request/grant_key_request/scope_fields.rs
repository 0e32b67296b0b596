//! Choosing what to grant: portions that hold something, with counts and newest date, or single records of them.

use leptos::prelude::*;
use sesemr_common::portion::Portion;

use crate::{
    component::{
        checkbox::Checkbox,
        fold::Fold,
        lazy_fold::LazyFold,
        portion::{portion_count, portion_name},
        when,
    },
    model::{
        record::{PortionSummary, RecordList, RecordState, RecordSummary},
        scope::{ScopeChoice, offered},
    },
    text::{t, use_i18n},
};

/// What to grant.
#[expect(clippy::needless_pass_by_value, reason = "a component takes its properties")]
#[component]
pub fn ScopeFields(
    /// The portions that were asked for.
    asked: Vec<Portion>,
    /// What there is.
    records: RecordList,
    /// What is chosen.
    scope: RwSignal<ScopeChoice>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (wanted, others) = offered(&asked, &records);
    let nothing = wanted.is_empty();
    let records = StoredValue::new(records);
    view! {
        <fieldset class="ds-fieldset" id="scope" tabindex="-1">
            <legend class="ds-label">{t!(i18n, grant.what)}</legend>
            {nothing.then(|| view! { <p>{t!(i18n, grant.nothing_asked_there)}</p> })}
            {wanted.into_iter().map(|summary| view! { <PortionField summary records scope /> }).collect_view()}
            {(!others.is_empty()).then(|| view! {
                <Fold summary=t!(i18n, grant.something_else)>
                    {others.into_iter().map(|summary| view! { <PortionField summary records scope /> }).collect_view()}
                </Fold>
            })}
        </fieldset>
    }
}

/// A portion, and under it its single records while it is not chosen as a whole.
#[component]
fn PortionField(
    summary: PortionSummary,
    records: StoredValue<RecordList>,
    scope: RwSignal<ScopeChoice>,
) -> impl IntoView {
    let i18n = use_i18n();
    let portion = summary.portion;
    let whole = Memo::new(move |_| scope.with(|scope| scope.portions.contains(&portion)));
    let choose = move |chosen| {
        records.with_value(|records| scope.update(|scope| scope.choose_portion(portion, chosen, records)));
    };
    view! {
        <Checkbox
            checked=whole
            on_change=choose
            label=Signal::derive(move || portion_name(i18n, portion))
            hint=Signal::derive(move || portion_count(i18n, &summary))
        />
        <Show when=move || !whole.get()>
            <SingleRecords portion records scope />
        </Show>
    }
}

/// Single records, drawn when they are wanted.
#[component]
fn SingleRecords(portion: Portion, records: StoredValue<RecordList>, scope: RwSignal<ScopeChoice>) -> impl IntoView {
    let i18n = use_i18n();
    let of_portion = move || {
        records.with_value(|records| {
            let fine = |record: &&RecordSummary| record.portion == portion && record.state == RecordState::Fine;
            records.records.iter().filter(fine).cloned().collect::<Vec<_>>()
        })
    };
    let field = move |record: RecordSummary| {
        let id = record.record;
        let hint = record.date.as_ref().map(|date| when::clinical(i18n, date)).unwrap_or_default();
        let title = record.title;
        view! {
            <Checkbox
                checked=Signal::derive(move || scope.with(|scope| scope.records.contains(&id)))
                on_change=move |chosen| scope.update(|scope| scope.choose_record(id, chosen))
                label=Signal::derive(move || title.clone())
                hint
            />
        }
    };
    let line = t!(i18n, grant.single, portion = portion_name(i18n, portion).to_lowercase());
    view! { <LazyFold line>{of_portion().into_iter().map(field).collect_view()}</LazyFold> }
}
