//! What is still at risk as gauges, and how each column is spread before and after.

use leptos::prelude::*;

use crate::{
    component::{gauge::Gauge, histogram_chart::HistogramChart, lazy_fold::LazyFold},
    model::research::{histogram::Histogram, outcome::OutcomeView},
    text::{Texts, few, t, use_i18n},
};

/// So many columns are drawn at once; the others when they are wanted.
const AT_ONCE: usize = 4;

/// What is still at risk.
pub(super) fn gauges(i18n: Texts, outcome: &OutcomeView) -> impl IntoView + use<> {
    let (linkage, disclosure) = (&outcome.report.linkage, &outcome.report.disclosure);
    let (guess, found) = (linkage.expected_person, linkage.own_group);
    let (values, rows, ceiling) = (disclosure.values, disclosure.rows, outcome.ceiling());
    view! {
        <div class="gauges">
            <Gauge
                label=t!(i18n, measure.guess)
                percent=guess
                ceiling=ceiling
                definition=t!(i18n, measure.guess_meaning)
            />
            <Gauge
                label=t!(i18n, measure.found)
                percent=found
                ceiling=None
                definition=t!(i18n, measure.found_meaning)
            />
            <Gauge
                label=t!(i18n, measure.disclosed)
                percent=values
                ceiling=None
                definition=t!(i18n, measure.disclosed_meaning)
            />
            <Gauge
                label=t!(i18n, measure.disclosed_rows)
                percent=rows
                ceiling=None
                definition=t!(i18n, measure.disclosed_rows_meaning)
            />
        </div>
    }
}

/// Each column before and after.
#[component]
pub(super) fn Distributions(histograms: Vec<Histogram>) -> impl IntoView {
    let i18n = use_i18n();
    let mut histograms = histograms;
    let rest = histograms.split_off(histograms.len().min(AT_ONCE));
    let draw = |histogram: Histogram| view! { <HistogramChart histogram /> };
    let line = t!(i18n, research.more_columns, count = few(rest.len()));
    view! {
        <div class="histograms">{histograms.into_iter().map(draw).collect_view()}</div>
        {(!rest.is_empty()).then(|| view! {
            <LazyFold line><div class="histograms">{rest.clone().into_iter().map(draw).collect_view()}</div></LazyFold>
        })}
    }
}
