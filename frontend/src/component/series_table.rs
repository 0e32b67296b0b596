//! The numbers of a series: every reading and every segment, newest first.

use leptos::prelude::*;
use sesemr_common::record::{Segment, SeriesColumn, SeriesPoint, Spread};

use super::{
    stacked_table::{StackedTable, cell},
    when,
};
use crate::{
    model::series::SeriesView,
    text::{Texts, t, use_i18n},
};

/// The tables of a series.
#[expect(clippy::needless_pass_by_value, reason = "a component takes its properties")]
#[component]
pub fn SeriesTable(
    /// The series.
    series: SeriesView,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns = || column_heads(i18n, &series.columns).into_iter();
    let segments = series.segments();
    let summary = (!segments.is_empty()).then(|| {
        let heads = [t!(i18n, series.from), t!(i18n, series.to), t!(i18n, series.count)];
        let heads: Vec<String> = heads.into_iter().map(str::to_owned).chain(columns()).collect();
        let rows = segments.iter().rev().map(|segment| segment_row(i18n, &heads, segment)).collect_view();
        let caption = t!(i18n, series.summary_caption);
        view! { <StackedTable label=caption caption heads>{rows}</StackedTable> }
    });
    let exact = (!series.points.is_empty()).then(|| {
        let heads: Vec<String> = core::iter::once(t!(i18n, table.date).to_owned()).chain(columns()).collect();
        let rows = series.points.iter().rev().map(|point| point_row(i18n, &heads, point)).collect_view();
        let caption = t!(i18n, series.exact_caption);
        view! { <StackedTable label=caption caption heads>{rows}</StackedTable> }
    });
    view! {
        {summary}
        {exact}
    }
}

/// Of one column alone the heading above the table says what it holds, at times at length.
fn column_heads(texts: Texts, columns: &[SeriesColumn]) -> Vec<String> {
    let head = |name: &str, column: &SeriesColumn| format!("{name} ({})", column.unit.text);
    match columns {
        [column] => vec![head(t!(texts, table.value), column)],
        columns => columns.iter().map(|column| head(column.code.text.as_str(), column)).collect(),
    }
}

fn segment_row(texts: Texts, heads: &[String], segment: &Segment) -> impl IntoView + use<> {
    let spread = |spread: &Spread| {
        let [mean, minimum, maximum] = [spread.mean, spread.min, spread.max].map(|value| when::number(texts, value));
        t!(texts, series.spread, mean = mean, minimum = minimum, maximum = maximum)
    };
    let [from, to] = [&segment.start, &segment.end].map(|time| when::clinical(texts, time));
    row(heads, [from, to, segment.count.to_string()].into_iter().chain(segment.columns.iter().map(spread)))
}

fn point_row(texts: Texts, heads: &[String], point: &SeriesPoint) -> impl IntoView + use<> {
    let values = point.values.iter().map(|value| when::number(texts, *value));
    row(heads, core::iter::once(when::clinical(texts, &point.time)).chain(values))
}

fn row(heads: &[String], values: impl Iterator<Item = String>) -> AnyView {
    let cells = heads.iter().zip(values).map(|(head, value)| cell(head, value)).collect_view();
    view! { <tr role="row">{cells}</tr> }.into_any()
}
