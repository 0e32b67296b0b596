//! Loss against k of the methods tried: a line for each method, told apart by the number at its end and its stroke. The numbers
//! themselves stand in the table of tries beside it.

use leptos::prelude::*;

use super::{method_words::choice_words, when};
use crate::{
    model::{
        chart::{BOTTOM, LEFT, RIGHT, TOP, WIDTH},
        research::{
            loss_chart::{LossChart as Layout, LossLine},
            plane::HEIGHT,
        },
    },
    text::{t, use_i18n},
};

/// Loss against k.
#[component]
pub fn LossChart(
    /// The tries, laid out.
    chart: Layout,
) -> impl IntoView {
    let i18n = use_i18n();
    let Layout { sizes, losses, lines } = chart;
    let names: Vec<String> = lines.iter().map(|line| choice_words(i18n, &line.method)).collect();
    view! {
        <figure class="series">
            <figcaption><strong>{t!(i18n, research.loss_chart)}</strong></figcaption>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=t!(i18n, research.loss_chart)>
                {losses.into_iter().map(|(value, y)| view! {
                    <line class="chart-grid" x1=LEFT x2=WIDTH - RIGHT y1=y y2=y></line>
                    <text class="chart-text" x=LEFT - 8.0 y=y + 4.0 text-anchor="end">{when::short_number(i18n, value)}</text>
                }).collect_view()}
                {sizes.into_iter().enumerate().map(|(place, (value, x))| view! {
                    <line class="chart-grid" x1=x x2=x y1=TOP y2=HEIGHT - BOTTOM></line>
                    <text class="chart-text" class:chart-text-between=place % 2 == 1 x=x y=HEIGHT - BOTTOM + 24.0 text-anchor="middle">
                        {when::short_number(i18n, value)}
                    </text>
                }).collect_view()}
                {lines.into_iter().zip(1..).map(|(line, number)| view! { <Line line number /> }).collect_view()}
            </svg>
            <p class="small">{t!(i18n, research.loss_axes)}</p>
            <ol class="loss-lines small">{names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ol>
        </figure>
    }
}

#[component]
fn Line(line: LossLine, number: usize) -> impl IntoView {
    let LossLine { method, points } = line;
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let end = points.last().copied().unwrap_or_default();
    let dots = if method.method.takes_k() { points } else { Vec::new() };
    view! {
        <g class=format!("loss-line loss-line-{}", (number - 1) % 4)>
            <polyline class="chart-line" points=path.join(" ")></polyline>
            {dots.into_iter().map(|(x, y)| view! { <circle class="chart-point" cx=x cy=y r="5"></circle> }).collect_view()}
            <text class="chart-text loss-number" x=end.0 + 10.0 y=end.1 + 5.0>{number}</text>
        </g>
    }
}
