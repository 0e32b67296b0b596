//! The numbers of a series: every reading and every segment, newest first.

use leptos::prelude::*;
use sesemr_common::record::{Segment, SeriesPoint};

use super::when;
use crate::{
    model::series::SeriesView,
    text::{Texts, t, use_i18n},
};

/// The tables of a series.
#[component]
pub fn SeriesTable(
    /// The series.
    series: SeriesView,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns: Vec<String> =
        series.columns.iter().map(|column| format!("{} ({})", column.code.text.as_str(), column.unit.text)).collect();
    let segments = series.segments().to_vec();
    let points = series.points;
    let heads = columns.clone();
    view! {
        {(!segments.is_empty()).then(move || view! {
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, series.summary_caption)>
                <table class="ds-table" data-size="sm">
                    <caption>{t!(i18n, series.summary_caption)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, series.from)}</th>
                            <th scope="col">{t!(i18n, series.to)}</th>
                            <th scope="col">{t!(i18n, series.count)}</th>
                            {heads.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{segments.iter().rev().map(|segment| segment_row(i18n, segment)).collect_view()}</tbody>
                </table>
            </div>
        })}
        {(!points.is_empty()).then(move || view! {
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(i18n, series.exact_caption)>
                <table class="ds-table" data-size="sm">
                    <caption>{t!(i18n, series.exact_caption)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, table.date)}</th>
                            {columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{points.iter().rev().map(|point| point_row(i18n, point)).collect_view()}</tbody>
                </table>
            </div>
        })}
    }
}

fn segment_row(texts: Texts, segment: &Segment) -> impl IntoView + use<> {
    let spread = |spread: &sesemr_common::record::Spread| {
        let [mean, minimum, maximum] = [spread.mean, spread.min, spread.max].map(|value| when::number(texts, value));
        view! { <td>{t!(texts, series.spread, mean = mean, minimum = minimum, maximum = maximum)}</td> }
    };
    view! {
        <tr>
            <td>{when::clinical(texts, &segment.start)}</td>
            <td>{when::clinical(texts, &segment.end)}</td>
            <td>{segment.count}</td>
            {segment.columns.iter().map(spread).collect_view()}
        </tr>
    }
}

fn point_row(texts: Texts, point: &SeriesPoint) -> impl IntoView + use<> {
    view! {
        <tr>
            <td>{when::clinical(texts, &point.time)}</td>
            {point.values.iter().map(|value| view! { <td>{when::number(texts, *value)}</td> }).collect_view()}
        </tr>
    }
}
