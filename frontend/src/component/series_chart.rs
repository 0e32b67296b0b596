//! A chart of a series: the exact readings, the summary, or both above each other. Its table is `series_table`, one tap
//! away; the numbers of a chart are never in the chart alone.

use leptos::prelude::*;

use super::{fold::Fold, series_table::SeriesTable, when};
use crate::{
    model::{
        chart::{BOTTOM, Chart, ChartColumn, ChartSegment, HEIGHT, LEFT, RIGHT, WIDTH},
        series::SeriesView,
    },
    text::{few, t, use_i18n},
};

/// A series with its chart, what the summary leaves out, and its table folded under it. Where there is nothing to draw, the
/// table stands open.
#[component]
pub fn SeriesChart(
    /// The series.
    series: SeriesView,
    /// Before anything is stored: a series that is too short for a summary says so.
    #[prop(optional)]
    preview: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let units: Vec<String> = series.columns.iter().map(|column| column.unit.text.clone()).collect();
    // Two lines of one chart are told apart by their stroke, not by colour alone.
    let names: Vec<String> = series.columns.iter().map(|column| column.code.text.as_str().to_owned()).collect();
    let unit = units.first().cloned().unwrap_or_default();
    let (points, segments) = (few(series.points.len()), few(series.segments().len()));
    let loss = series.summary.as_ref().map(|summary| summary.loss_percent);
    let title = series.title.clone();
    let chart = Chart::of(&series);
    let is_drawn = chart.is_some();
    view! {
        <figure class="series">
            <figcaption>
                <strong>{title.clone()}</strong>
                " "
                <span class="small">{unit}</span>
            </figcaption>
            {chart.map(|chart| view! { <Drawing chart title /> })}
            {is_drawn.then(|| view! {
                <p class="series-legend small">
                    {(names.len() > 1).then(|| names.into_iter().enumerate().map(|(index, name)| view! {
                        <span class="series-line" class:series-line-second=index % 2 == 1>{name}</span>
                    }).collect_view())}
                    {(points > 0).then(|| view! { <span class="series-key series-key-exact">{t!(i18n, series.exact, count = points)}</span> })}
                    {(segments > 0).then(|| view! { <span class="series-key series-key-summary">{t!(i18n, series.segments, count = segments)}</span> })}
                </p>
            })}
            {match loss {
                Some(loss) => view! { <p>{t!(i18n, series.loss, percent = when::number(i18n, loss))}</p> }.into_any(),
                None if preview => view! { <p class="small">{t!(i18n, series.no_summary)}</p> }.into_any(),
                None => ().into_any(),
            }}
            {if is_drawn {
                view! {
                    <Fold summary=t!(i18n, series.table)>
                        <SeriesTable series />
                    </Fold>
                }
                    .into_any()
            } else {
                view! { <SeriesTable series /> }.into_any()
            }}
        </figure>
    }
}

#[component]
fn Drawing(chart: Chart, title: String) -> impl IntoView {
    let i18n = use_i18n();
    let Chart { columns, ticks, start, end } = chart;
    let label = move || {
        let (start, end) = (when::date(i18n, start), when::date(i18n, end));
        t!(i18n, series.label, title = title.clone(), start = start, end = end)
    };
    let floor = HEIGHT - BOTTOM + 20.0;
    view! {
        <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            {ticks.into_iter().map(|(value, y)| view! {
                <line class="chart-grid" x1=LEFT x2=WIDTH - RIGHT y1=y y2=y></line>
                <text class="chart-text" x=LEFT - 8.0 y=y + 4.0 text-anchor="end">{when::number(i18n, value)}</text>
            }).collect_view()}
            <text class="chart-text" x=LEFT y=floor>{when::date(i18n, start)}</text>
            <text class="chart-text" x=WIDTH - RIGHT y=floor text-anchor="end">{when::date(i18n, end)}</text>
            {columns.into_iter().enumerate().map(|(index, column)| view! { <Column index column /> }).collect_view()}
        </svg>
    }
}

#[component]
fn Column(index: usize, column: ChartColumn) -> impl IntoView {
    let line: Vec<String> = column.points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let segment = |ChartSegment { left, right, mean, minimum, maximum }: ChartSegment| {
        // A segment of one moment is still to be seen.
        let width = (right - left).max(3.0);
        view! {
            <rect class="chart-range" x=left y=maximum width=width height=(minimum - maximum).max(1.0)></rect>
            <line class="chart-mean" x1=left x2=left + width y1=mean y2=mean></line>
        }
    };
    view! {
        <g class="chart-column" class:chart-second=index % 2 == 1>
            <polyline class="chart-line" points=line.join(" ")></polyline>
            {column.segments.into_iter().map(segment).collect_view()}
            {column.points.into_iter().map(|(x, y)| view! { <circle class="chart-point" cx=x cy=y r="4"></circle> }).collect_view()}
        </g>
    }
}
