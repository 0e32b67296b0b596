//! Figures by column, by confidential column, and by size of groups.

use leptos::prelude::*;
use sesemr_common::record::make_visible;

use crate::{
    component::when,
    model::research::outcome::OutcomeView,
    text::{Texts, t},
};

/// What was lost and given away in each aggregated column.
pub(super) fn column_table(i18n: Texts, outcome: &OutcomeView) -> impl IntoView + use<> {
    let heads = [
        t!(i18n, research.column),
        t!(i18n, measure.loss),
        t!(i18n, measure.mean),
        t!(i18n, measure.variance),
        t!(i18n, measure.disclosed),
    ];
    let optional = move |value: Option<f64>, words: fn(Texts, f64) -> String| {
        value.map_or_else(|| "–".to_owned(), |value| words(i18n, value))
    };
    let pairs = outcome.report.utility.columns.iter().zip(&outcome.report.disclosure.columns);
    let rows = pairs.map(|(utility, disclosure)| {
        vec![
            make_visible(&utility.name),
            percent(i18n, utility.information_loss),
            optional(utility.mean_change, when::precise),
            optional(utility.variance_change, percent),
            percent(i18n, disclosure.values),
        ]
    });
    let rows = rows.collect();
    view! {
        <Figures label=t!(i18n, research.by_column) heads=heads.to_vec() rows />
        <p class="small">{t!(i18n, measure.mean_meaning)} " " {t!(i18n, measure.variance_meaning)}</p>
    }
}

/// What groups give away about confidential columns. Nothing where there is none.
pub(super) fn confidential_table(i18n: Texts, outcome: &OutcomeView) -> impl IntoView + use<> {
    let report = &outcome.report;
    let heads = [
        t!(i18n, research.column),
        t!(i18n, measure.diversity),
        t!(i18n, measure.entropy),
        t!(i18n, measure.agreeing),
        t!(i18n, measure.closeness),
    ];
    let rows: Vec<Vec<String>> = report
        .diversity
        .iter()
        .zip(&report.closeness)
        .map(|(diversity, closeness)| {
            vec![
                make_visible(&diversity.name),
                diversity.distinct.to_string(),
                when::number(i18n, diversity.entropy),
                percent(i18n, diversity.homogeneous_rows),
                when::number(i18n, closeness.distance),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="stack-tight">
                <Figures label=t!(i18n, research.confidential_columns) heads=heads.to_vec() rows />
                <p class="small">
                    {t!(i18n, measure.diversity_meaning)} " " {t!(i18n, measure.entropy_meaning)} " "
                    {t!(i18n, measure.agreeing_meaning)} " " {t!(i18n, measure.closeness_meaning)}
                </p>
            </div>
        }
    })
}

/// How many sets of rows that look alike there are of each size.
pub(super) fn size_table(i18n: Texts, outcome: &OutcomeView) -> impl IntoView + use<> {
    let heads = [t!(i18n, measure.size), t!(i18n, measure.groups)];
    let sizes = outcome.report.reached.sizes.iter();
    let rows = sizes.map(|(size, groups)| vec![size.to_string(), groups.to_string()]).collect();
    view! { <Figures label=t!(i18n, research.by_size) heads=heads.to_vec() rows /> }
}

#[component]
fn Figures(label: &'static str, heads: Vec<&'static str>, rows: Vec<Vec<String>>) -> impl IntoView {
    let row = |cells: Vec<String>| {
        let cell = |(place, text): (usize, String)| {
            if place == 0 {
                view! { <th scope="row">{text}</th> }.into_any()
            } else {
                view! { <td>{text}</td> }.into_any()
            }
        };
        view! { <tr>{cells.into_iter().enumerate().map(cell).collect_view()}</tr> }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=label>
            <table class="ds-table figures" data-size="sm">
                <caption>{label}</caption>
                <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn percent(texts: Texts, value: f64) -> String {
    t!(texts, research.percent, percent = when::number(texts, value))
}
