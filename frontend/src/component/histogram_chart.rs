//! How the values of a column are spread, before and after, as bars beside each other, and the numbers under them.

use core::fmt::Write as _;

use leptos::prelude::*;

use super::{lazy_fold::LazyFold, when};
use crate::{
    model::{
        chart::{LEFT, RIGHT, WIDTH},
        research::histogram::{Bar, BarOf, Histogram},
    },
    text::{Texts, t, use_i18n},
};

/// Height of the drawing.
const HEIGHT: f64 = 220.0;
/// Room at the top.
const TOP: f64 = 16.0;
/// Room for names at the bottom.
const BOTTOM: f64 = 36.0;
/// How much of its place a pair of bars fills.
const FILLED: f64 = 0.8;
/// So many bars have their names under them, each of so many letters.
const NAMED: usize = 6;
const LETTERS: usize = 9;

/// A column before and after.
#[component]
pub fn HistogramChart(
    /// The column.
    histogram: Histogram,
) -> impl IntoView {
    let i18n = use_i18n();
    let Histogram { name, bars } = histogram;
    let name = sesemr_common::record::make_visible(&name);
    let label = t!(i18n, research.histogram_label, column = name.clone());
    let most = bars.iter().map(|bar| bar.before.max(bar.after)).max().unwrap_or(0).max(1);
    let [before, after] = [path(&bars, 0, most, |bar| bar.before), path(&bars, 1, most, |bar| bar.after)];
    let floor = HEIGHT - BOTTOM;
    view! {
        <figure class="series">
            <figcaption><strong>{name}</strong></figcaption>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
                <text class="chart-text" x=LEFT - 8.0 y=TOP + 10.0 text-anchor="end">{most}</text>
                <text class="chart-text" x=LEFT - 8.0 y=floor text-anchor="end">"0"</text>
                <line class="chart-grid" x1=LEFT x2=WIDTH - RIGHT y1=floor y2=floor></line>
                <path class="bars-before" d=before></path>
                <path class="bars-after" d=after></path>
                {names(i18n, &bars).into_iter().map(|(x, anchor, text)| view! {
                    <text class="chart-text" x=x y=floor + 22.0 text-anchor=anchor>{text}</text>
                }).collect_view()}
            </svg>
            <p class="series-legend small">
                <span class="bars-key bars-key-before">{t!(i18n, research.before)}</span>
                <span class="bars-key bars-key-after">{t!(i18n, research.after)}</span>
            </p>
            <div class="no-print">
                <LazyFold line=t!(i18n, series.table)>{numbers(i18n, bars.clone())}</LazyFold>
            </div>
        </figure>
    }
}

/// All bars of one kind as one path: the place-th of two in each place.
fn path(bars: &[Bar], place: u32, most: u32, count: impl Fn(&Bar) -> u32) -> String {
    let step = step(bars);
    let width = step * FILLED / 2.0;
    let floor = HEIGHT - BOTTOM;
    let mut path = String::new();
    let mut left = step.mul_add((1.0 - FILLED) / 2.0, LEFT) + width * f64::from(place);
    for bar in bars {
        let height = f64::from(count(bar)) / f64::from(most) * (floor - TOP);
        // Writing into a text does not fail.
        _ = write!(path, "M{left:.1} {floor:.1}v{:.1}h{width:.1}v{height:.1}z", -height);
        left += step;
    }
    path
}

#[expect(clippy::cast_precision_loss, reason = "a small count")]
fn step(bars: &[Bar]) -> f64 {
    (WIDTH - RIGHT - LEFT) / bars.len().max(1) as f64
}

/// What stands under the bars, where, and how it is aligned: the ends of numbers, or a few names.
fn names(texts: Texts, bars: &[Bar]) -> Vec<(f64, &'static str, String)> {
    if let (Some(BarOf::Range { from, .. }), Some(BarOf::Range { to, .. })) =
        (bars.first().map(|bar| &bar.of), bars.last().map(|bar| &bar.of))
    {
        let (from, to) = (when::precise(texts, *from), when::precise(texts, *to));
        return vec![(LEFT, "start", from), (WIDTH - RIGHT, "end", to)];
    }
    if bars.len() > NAMED {
        return Vec::new();
    }
    let step = step(bars);
    let mut middle = step.mul_add(-0.5, LEFT);
    let name = |bar: &Bar| {
        middle += step;
        (middle, "middle", shorten(&bar_name(texts, &bar.of)))
    };
    bars.iter().map(name).collect()
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        name.to_owned()
    } else {
        name.chars().take(LETTERS - 1).chain(['…']).collect()
    }
}

fn bar_name(texts: Texts, of: &BarOf) -> String {
    match of {
        BarOf::Range { from, to } => {
            t!(texts, research.between, from = when::precise(texts, *from), to = when::precise(texts, *to))
        }
        BarOf::Name(name) => name.clone(),
        BarOf::Others => t!(texts, research.others).to_owned(),
    }
}

fn numbers(texts: Texts, bars: Vec<Bar>) -> impl IntoView {
    let row = move |bar: Bar| {
        view! {
            <tr>
                <th scope="row">{bar_name(texts, &bar.of)}</th>
                <td>{bar.before}</td>
                <td>{bar.after}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(texts, series.table)>
            <table class="ds-table figures" data-size="sm">
                <thead>
                    <tr>
                        <th scope="col">{t!(texts, research.values)}</th>
                        <th scope="col">{t!(texts, research.before)}</th>
                        <th scope="col">{t!(texts, research.after)}</th>
                    </tr>
                </thead>
                <tbody>{bars.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
