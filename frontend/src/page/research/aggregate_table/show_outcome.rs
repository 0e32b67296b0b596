//! What came of a method: what can be said and what cannot, figures with their definitions, pictures, tables, and ways to
//! save it.

use std::sync::Arc;

use leptos::prelude::*;
use sesemr_common::{microagg::Kind, record::make_visible};

use super::{
    outcome_pictures::{Distributions, gauges},
    outcome_tables::{column_table, confidential_table, size_table},
    outcome_words::{measures, verdict},
    save_outcome::SaveOutcome,
    study::{Study, Try},
};
use crate::{
    component::{fold::Fold, method_words::choice_words, plane_chart::PlaneChart, revealed::Revealed, when},
    model::research::{
        choice::{ColumnChoice, ColumnRole},
        outcome::OutcomeView,
    },
    text::{Texts, t, use_i18n},
};

/// The try that is shown.
#[component]
pub(super) fn ShowOutcome(study: Study) -> impl IntoView {
    move || study.shown().and_then(|number| study.find(number)).map(|shown| view! { <Outcome study shown /> })
}

#[component]
fn Outcome(study: Study, shown: Try) -> impl IntoView {
    let i18n = use_i18n();
    let outcome: Arc<OutcomeView> = Arc::clone(&shown.outcome);
    let columns = study.columns().get_untracked();
    let method = choice_words(i18n, &outcome.choice);
    let sample = outcome.sample.clone();
    let (by_column, by_size) = (Arc::clone(&outcome), Arc::clone(&outcome));
    view! {
        <section class="ds-card card outcome">
            <Revealed>
                <h2 class="ds-heading" data-size="sm">{t!(i18n, research.outcome)}</h2>
                <p><strong>{method}</strong></p>
            </Revealed>
            <PrintHead study columns=columns.clone() rows=outcome.rows />
            {verdict(i18n, &outcome, &columns)}
            <dl class="facts measures">
                {measures(i18n, &outcome).into_iter().map(|(name, value, meaning)| view! {
                    <dt>{name}</dt>
                    <dd><strong>{value}</strong> <span class="measure-meaning small">{meaning}</span></dd>
                }).collect_view()}
            </dl>
            <h3 class="ds-heading" data-size="xs">{t!(i18n, research.at_risk)}</h3>
            {gauges(i18n, &outcome)}
            {confidential_table(i18n, &outcome)}
            <h3 class="ds-heading" data-size="xs">{t!(i18n, research.pictures)}</h3>
            <Distributions histograms=outcome.histograms.clone() />
            {sample.map(|sample| view! { <PlaneChart sample /> })}
            <div class="no-print stack-tight">
                <Fold summary=t!(i18n, research.by_column)>{column_table(i18n, &by_column)}</Fold>
                <Fold summary=t!(i18n, research.by_size)>{size_table(i18n, &by_size)}</Fold>
            </div>
            // A browser prints nothing of what is folded.
            <div class="only-print">
                {column_table(i18n, &outcome)}
                {size_table(i18n, &outcome)}
            </div>
            <SaveOutcome study shown />
        </section>
    }
}

/// What a printed report is about; on the screen it stands above.
#[component]
fn PrintHead(study: Study, columns: Vec<ColumnChoice>, rows: u32) -> impl IntoView {
    let i18n = use_i18n();
    let today = when::date(i18n, when::now());
    view! {
        <div class="only-print">
            <p>{t!(i18n, research.printed, table = study.source_name(), date = today, rows = rows)}</p>
            {[ColumnRole::Aggregate, ColumnRole::Confidential, ColumnRole::Keep, ColumnRole::Drop]
                .map(|role| columns_of(i18n, &columns, role))
                .into_iter()
                .flatten()
                .map(|words| view! { <p>{words}</p> })
                .collect_view()}
        </div>
    }
}

/// "Aggregated: age and weight"; nothing where no column has the role.
fn columns_of(texts: Texts, columns: &[ColumnChoice], role: ColumnRole) -> Option<String> {
    let of_role = columns.iter().filter(|column| column.role == role);
    let names: Vec<String> = of_role.map(name_and_order).collect();
    let names = when::list(texts, &names);
    (!names.is_empty()).then(|| match role {
        ColumnRole::Aggregate => t!(texts, research.aggregated, columns = names),
        ColumnRole::Confidential => t!(texts, research.confidential, columns = names),
        ColumnRole::Keep => t!(texts, research.kept, columns = names),
        ColumnRole::Drop => t!(texts, research.dropped, columns = names),
    })
}

/// "grade (low < medium < high)": what was computed with an order depends on it.
fn name_and_order(column: &ColumnChoice) -> String {
    let name = make_visible(&column.name);
    let Kind::Ordinal(Some(order)) = column.read_as() else { return name };
    let order: Vec<String> = order.iter().map(|category| make_visible(category)).collect();
    format!("{name} ({})", order.join(" < "))
}
