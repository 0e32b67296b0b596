//! How far the calculation has come, with a way to stop it.

use leptos::prelude::*;

use super::study::Study;
use crate::{
    component::button::{Button, Look},
    text::{few, t, use_i18n},
};

/// The calculation while it is going on.
#[component]
pub(super) fn WorkBar(study: Study) -> impl IntoView {
    let i18n = use_i18n();
    let calculation = study.calculation();
    let what = move || {
        let percent = calculation.percent().get().unwrap_or(0);
        match study.place() {
            (place, count) if count > 1 => {
                t!(i18n, research.working_several, place = few(place), count = few(count), percent = percent)
            }
            _ => t!(i18n, research.working, percent = percent),
        }
    };
    view! {
        <Show when=move || calculation.running().get()>
            <div class="progress no-print">
                <p role="status">{what}</p>
                <progress
                    max="100"
                    aria-label=t!(i18n, research.progress)
                    value=move || calculation.percent().get().unwrap_or(0).to_string()
                ></progress>
                <Button look=Look::Secondary icon="x" on_press=move || calculation.cancel()>{t!(i18n, progress.cancel)}</Button>
            </div>
        </Show>
    }
}
