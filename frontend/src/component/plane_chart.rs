//! Rows as points on two axes that are chosen: small dots before, large dots after, and a line from each row to what became
//! of it, so that the rows of a group meet at its centre.

use std::sync::Arc;

use leptos::prelude::*;
use sesemr_common::record::make_visible;

use super::{field::SelectField, form_errors::FormErrors, lazy_fold::LazyFold, paged::Paged, when};
use crate::{
    model::{
        chart::{BOTTOM, LEFT, RIGHT, TOP, WIDTH},
        research::{
            plane::{HEIGHT, Plane},
            sample::{AxisOf, Sample, SampleAxis},
        },
    },
    text::{Texts, few, t, use_i18n},
};

/// Rows on a plane.
#[component]
pub fn PlaneChart(
    /// The rows.
    sample: Sample,
) -> impl IntoView {
    let i18n = use_i18n();
    let names: Vec<String> = sample.axes.iter().map(|axis| axis_name(i18n, &axis.of, sample.shares)).collect();
    let options: Vec<(String, String)> =
        names.iter().enumerate().map(|(place, name)| (place.to_string(), name.clone())).collect();
    let (x, y) = (RwSignal::new("0".to_owned()), RwSignal::new("1".to_owned()));
    let errors = FormErrors::new(&[]);
    let drawn = few(sample.rows());
    let of_rows = sample.of_rows;
    let sample = Arc::new(sample);
    let names = Arc::new(names);
    let chosen = move || [x, y].map(|axis| axis.with(|place| place.parse::<usize>().unwrap_or(0)));
    let drawing = {
        let (sample, names) = (Arc::clone(&sample), Arc::clone(&names));
        move || {
            let [x, y] = chosen();
            let plane = Plane::of(sample.axes.get(x)?, sample.axes.get(y)?)?;
            let label = t!(i18n, research.plane_label, x = names.get(x)?.clone(), y = names.get(y)?.clone());
            Some(view! { <Drawing plane label /> })
        }
    };
    let table = move || {
        let [x, y] = chosen();
        Some(numbers(
            i18n,
            [x, y].map(|place| names.get(place).cloned().unwrap_or_default()),
            [sample.axes.get(x)?, sample.axes.get(y)?],
        ))
    };
    view! {
        <figure class="series">
            <figcaption><strong>{t!(i18n, research.plane)}</strong></figcaption>
            <div class="fieldset-row no-print">
                <SelectField id="plane_x" label=t!(i18n, research.plane_x) options=options.clone() value=x errors />
                <SelectField id="plane_y" label=t!(i18n, research.plane_y) options value=y errors />
            </div>
            {drawing}
            <p class="series-legend small">
                <span class="plane-key plane-key-before">{t!(i18n, research.before)}</span>
                <span class="plane-key plane-key-after">{t!(i18n, research.after)}</span>
                <span>{t!(i18n, research.plane_lines)}</span>
            </p>
            {(drawn < of_rows).then(|| view! { <p class="small">{t!(i18n, research.drawn, drawn = drawn, rows = of_rows)}</p> })}
            <div class="no-print">
                <LazyFold line=t!(i18n, series.table)>{table.clone()}</LazyFold>
            </div>
        </figure>
    }
}

#[component]
fn Drawing(plane: Plane, label: String) -> impl IntoView {
    let i18n = use_i18n();
    let Plane { across, up, moves, before, after } = plane;
    let last = across.len().saturating_sub(1);
    let anchor = move |place: usize| if place == last { "end" } else { "middle" };
    view! {
        <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            {up.into_iter().map(|(value, y)| view! {
                <line class="chart-grid" x1=LEFT x2=WIDTH - RIGHT y1=y y2=y></line>
                <text class="chart-text" x=LEFT - 8.0 y=y + 4.0 text-anchor="end">{when::short_number(i18n, value)}</text>
            }).collect_view()}
            {across.into_iter().enumerate().map(|(place, (value, x))| view! {
                <line class="chart-grid" x1=x x2=x y1=TOP y2=HEIGHT - BOTTOM></line>
                <text class="chart-text" class:chart-text-between=place % 2 == 1 x=x y=HEIGHT - BOTTOM + 24.0 text-anchor=anchor(place)>
                    {when::short_number(i18n, value)}
                </text>
            }).collect_view()}
            <path class="plane-moves" d=moves></path>
            <path class="plane-before" d=before></path>
            <path class="plane-after" d=after></path>
        </svg>
    }
}

/// What an axis is called.
fn axis_name(texts: Texts, of: &AxisOf, shares: (f64, f64)) -> String {
    match of {
        AxisOf::Direction(number) => {
            let share = if *number == 1 { shares.0 } else { shares.1 };
            t!(texts, research.direction, number = *number, percent = when::number(texts, share))
        }
        AxisOf::Column(name) => make_visible(name),
    }
}

fn numbers(texts: Texts, names: [String; 2], axes: [&SampleAxis; 2]) -> impl IntoView + use<> {
    let [x, y] = axes;
    let rows: Vec<[f64; 4]> = (x.before.iter().zip(&x.after))
        .zip(y.before.iter().zip(&y.after))
        .map(|((before_x, after_x), (before_y, after_y))| [*before_x, *after_x, *before_y, *after_y])
        .collect();
    let rows = Paged::new(rows);
    let row = move |values: [f64; 4]| {
        view! { <tr>{values.map(|value| view! { <td>{when::precise(texts, value)}</td> }).into_iter().collect_view()}</tr> }
    };
    let heads = names.map(|name| {
        [t!(texts, research.before_of, column = name.clone()), t!(texts, research.after_of, column = name)]
    });
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(texts, series.table)>
            <table class="ds-table figures" data-size="sm">
                <thead>
                    <tr>{heads.into_iter().flatten().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{rows.draw(row)}</tbody>
            </table>
        </div>
        {rows.more()}
    }
}
