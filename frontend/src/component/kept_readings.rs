//! Typed readings that this device keeps until the server answers, with a way to send them now and a way to discard them.

use leptos::prelude::*;
use sesemr_common::id::UploadId;

use super::{
    button::Button,
    error_summary::ErrorSummary,
    form_errors::FormErrors,
    lasting_act::LastingAct,
    loaded::use_answer,
    notice::{Notice, Tone},
    progress_bar::ProgressBar,
    when,
};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    message::{DiscardKeptReadings, ListKeptReadings, SendKeptReadings},
    model::import::KeptReadingsView,
    text::{t, use_i18n},
};

/// What is kept; takes no room where nothing is.
#[component]
pub fn KeptReadings() -> impl IntoView {
    let answer = use_answer(|| ListKeptReadings {});
    let kept = Memo::new(move |_| answer.view().unwrap_or_default());
    let is_there = move || kept.with(|kept| !kept.is_empty());
    view! { <Show when=is_there><Kept kept /></Show> }
}

#[component]
fn Kept(#[prop(into)] kept: Signal<Vec<KeptReadingsView>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&[]);
    let send = Act::new(move || async move {
        errors.clear();
        match client.ask_long(SendKeptReadings {}, Vec::new(), job).await {
            Ok(_) => client.changed(),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let line = move |set: KeptReadingsView| {
        let words = t!(i18n, kept.set, count = set.count, when = when::time_and_day(i18n, set.at));
        view! { <li><Set upload=set.upload words /></li> }
    };
    view! {
        <Notice tone=Tone::Warning>
            <p>{t!(i18n, kept.safe)}</p>
            <ErrorSummary errors />
            <ul class="cards">
                <For each=move || kept.get() key=|set| set.upload children=line />
            </ul>
            <ProgressBar job />
            <div class="actions">
                <Button icon="refresh-cw" pending=send.pending() on_press=send>{t!(i18n, kept.send)}</Button>
            </div>
        </Notice>
    }
}

/// Readings that were typed together. Discarding takes two presses: nothing brings them back.
#[component]
fn Set(upload: UploadId, words: String) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let discard = Act::new(move || async move {
        match client.ask(DiscardKeptReadings { upload }).await {
            Ok(()) => client.changed(),
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <p>{words}</p>
        <LastingAct
            act=discard
            errors
            ask=t!(i18n, kept.discard)
            consequence=t!(i18n, kept.discard_hint)
            now=t!(i18n, kept.discard_do)
        />
    }
}
