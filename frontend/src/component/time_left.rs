//! How long something still lasts, as a countdown and by the clock: "3 hours left, until 17:40".

use std::time::Duration;

use leptos::prelude::*;

use super::when;
use crate::{
    model::moment::Moment,
    text::{Texts, t, use_i18n},
};

/// A countdown with the clock time beside it.
#[component]
pub fn TimeLeft(
    /// Its end.
    #[prop(into)]
    until: Signal<Moment>,
) -> impl IntoView {
    let i18n = use_i18n();
    let now = use_now(Duration::from_secs(1));
    view! { <span class="time-left">{move || words(i18n, until.get(), now.get())}</span> }
}

/// Now, moving on every `step`, as long as the component lives.
pub fn use_now(step: Duration) -> Signal<Moment> {
    let now = RwSignal::new(when::now());
    if let Ok(handle) = set_interval_with_handle(move || _ = now.try_set(when::now()), step) {
        on_cleanup(move || handle.clear());
    }
    now.into()
}

fn words(texts: Texts, until: Moment, now: Moment) -> String {
    match until.seconds_after(now) {
        0 => t!(texts, when.over, at = when::time_and_day(texts, until)),
        seconds => {
            let left = when::duration(texts, seconds);
            // Within the day the clock is enough.
            let until = if seconds < 43_200 { when::time(texts, until) } else { when::date_time(texts, until) };
            t!(texts, when.left, left = left, until = until)
        }
    }
}
