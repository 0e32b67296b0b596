//! A share from 0 to 100 percent as a bar, with its definition in words under it.

use leptos::prelude::*;

use super::when;
use crate::text::{t, use_i18n};

/// Width of the drawing.
const WIDTH: f64 = 320.0;
/// Height of the bar.
const HEIGHT: f64 = 18.0;

/// A bar.
#[component]
pub fn Gauge(
    /// What is measured.
    #[prop(into)]
    label: String,
    /// How much, in percent.
    percent: f64,
    /// The most that can be, in percent, where it is known: a mark on the bar.
    #[prop(optional_no_strip)]
    ceiling: Option<f64>,
    /// What it means.
    #[prop(into)]
    definition: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let at = |percent: f64| percent.clamp(0.0, 100.0) / 100.0 * WIDTH;
    let value = t!(i18n, research.percent, percent = when::number(i18n, percent));
    let mark = ceiling.map(|ceiling| {
        view! { <line class="gauge-mark" x1=at(ceiling) x2=at(ceiling) y1="0" y2=HEIGHT></line> }
    });
    let spoken = format!("{label}: {value}");
    view! {
        <div class="gauge">
            <p class="gauge-head"><span>{label}</span><strong>{value}</strong></p>
            <svg class="gauge-bar" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=spoken>
                <rect class="gauge-all" width=WIDTH height=HEIGHT></rect>
                <rect class="gauge-part" width=at(percent) height=HEIGHT></rect>
                {mark}
            </svg>
            <p class="small">{definition}</p>
            {ceiling.map(|ceiling| view! {
                <p class="small">{t!(i18n, research.gauge_ceiling, percent = when::number(i18n, ceiling))}</p>
            })}
        </div>
    }
}
