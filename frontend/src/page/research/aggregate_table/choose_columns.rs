//! What each column holds and what becomes of it; gaps are named.

use leptos::prelude::*;
use sesemr_common::record::make_visible;

use super::{order_categories::OrderCategories, study::Study};
use crate::{
    component::{
        button::{Button, Look},
        fold::Fold,
        method_words::{kind_name, role_name},
        when,
    },
    model::research::{
        choice::{ColumnKind, ColumnRole},
        table::{ColumnView, NAMED_GAPS, TableView},
    },
    text::{Texts, few, t, use_i18n},
};

const ROLES: [ColumnRole; 4] = [ColumnRole::Drop, ColumnRole::Aggregate, ColumnRole::Confidential, ColumnRole::Keep];
const KINDS: [ColumnKind; 3] = [ColumnKind::Numbers, ColumnKind::Ordinal, ColumnKind::Nominal];

/// The columns.
#[component]
pub(super) fn ChooseColumns(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let columns = move || study.table().get().map(|TableView { columns, .. }| columns).unwrap_or_default();
    let numbers = |column: &ColumnView| column.kind == ColumnKind::Numbers && column.missing == 0;
    view! {
        <section class="ds-card card no-print">
            <h2 class="ds-heading" data-size="sm">{t!(i18n, research.columns)}</h2>
            <Fold summary=t!(i18n, research.roles)>
                <dl class="facts">
                    {[
                        (ColumnRole::Drop, t!(i18n, research.role_drop_hint)),
                        (ColumnRole::Aggregate, t!(i18n, research.role_aggregate_hint)),
                        (ColumnRole::Confidential, t!(i18n, research.role_confidential_hint)),
                        (ColumnRole::Keep, t!(i18n, research.role_keep_hint)),
                    ].map(|(role, hint)| view! { <dt>{role_name(i18n, role)}</dt><dd>{hint}</dd> }).into_iter().collect_view()}
                </dl>
            </Fold>
            <div class="actions">
                <Button look=Look::Quiet on_press=move || study.choose_all(ColumnRole::Aggregate, numbers)>
                    {t!(i18n, research.aggregate_numbers)}
                </Button>
                <Button look=Look::Quiet on_press=move || study.choose_all(ColumnRole::Drop, |_| true)>
                    {t!(i18n, research.drop_all)}
                </Button>
            </div>
            <ul class="column-rows">
                {move || columns().into_iter().enumerate().map(|(place, column)| view! {
                    <li class="column-row"><ColumnRow study place column /></li>
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn ColumnRow(study: Study, place: usize, column: ColumnView) -> impl IntoView {
    let i18n = use_i18n();
    let name = make_visible(&column.name);
    let choice = Memo::new(move |_| study.columns().with(|columns| columns.get(place).cloned()));
    let role = move || choice.get().map(|choice| choice.role);
    let kind = move || choice.get().map(|choice| choice.kind);
    let is_computed_with = move || matches!(role(), Some(ColumnRole::Aggregate | ColumnRole::Confidential));
    let is_ordered = move || is_computed_with() && kind() == Some(ColumnKind::Ordinal);
    let gaps = gap_words(i18n, &column);
    let different = t!(i18n, research.different, count = column.different);
    let ordered = StoredValue::new(column.clone());
    let stops = move || choice.get().is_some_and(|choice| column.gaps_stop(&choice));
    let (role_id, kind_id) = (format!("role-{place}"), format!("kind-{place}"));
    let (role_label, kind_label) =
        (t!(i18n, research.role_of, column = name.clone()), t!(i18n, research.kind_of, column = name.clone()));
    view! {
        <div class="column-name">
            <strong>{name}</strong>
            <span class="small">{different}</span>
            {gaps.map(|gaps| view! { <span class="small">{gaps}</span> })}
        </div>
        <div class="ds-field">
            <label class="ds-label column-label" for=role_id.clone()>{role_label}</label>
            <select
                class="ds-input"
                id=role_id
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    let role = ROLES.into_iter().find(|role| role_key(*role) == chosen);
                    study.choose(place, |column| column.role = role.unwrap_or(ColumnRole::Drop));
                }
            >
                {ROLES.map(|of| view! {
                    <option value=role_key(of) prop:selected=move || role() == Some(of)>{role_name(i18n, of)}</option>
                }).into_iter().collect_view()}
            </select>
        </div>
        <div class="ds-field" class:column-unused=move || !is_computed_with()>
            <label class="ds-label column-label" for=kind_id.clone()>{kind_label}</label>
            <select
                class="ds-input"
                id=kind_id
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    let kind = KINDS.into_iter().find(|kind| kind_key(*kind) == chosen);
                    study.choose(place, |column| column.kind = kind.unwrap_or(ColumnKind::Nominal));
                }
            >
                {KINDS.map(|of| view! {
                    <option value=kind_key(of) prop:selected=move || kind() == Some(of)>{kind_name(i18n, of)}</option>
                }).into_iter().collect_view()}
            </select>
        </div>
        <Show when=is_ordered>
            <OrderCategories study place column=ordered.get_value() />
        </Show>
        {move || stops().then(|| view! { <p class="ds-validation-message column-problem">{t!(i18n, research.gaps_stop)}</p> })}
    }
}

/// "Rows without a value: 2, 6 and 3 more."
fn gap_words(texts: Texts, column: &ColumnView) -> Option<String> {
    if column.missing == 0 {
        return None;
    }
    let rows: Vec<String> = column.missing_rows.iter().map(ToString::to_string).collect();
    let rest = column.missing.saturating_sub(few(NAMED_GAPS));
    Some(if rest == 0 {
        t!(texts, research.gaps, rows = when::list(texts, &rows))
    } else {
        t!(texts, research.gaps_and_more, rows = rows.join(", "), rest = rest)
    })
}

const fn role_key(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Drop => "drop",
        ColumnRole::Aggregate => "aggregate",
        ColumnRole::Confidential => "confidential",
        ColumnRole::Keep => "keep",
    }
}

const fn kind_key(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Numbers => "numbers",
        ColumnKind::Ordinal => "ordinal",
        ColumnKind::Nominal => "nominal",
    }
}
