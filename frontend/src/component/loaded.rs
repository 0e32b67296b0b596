//! What the worker answers, fetched again whenever something changes: waiting, failed with a way to try again, or shown.

use leptos::prelude::*;

use super::failure::Failure;
use crate::{
    api::VaultClient,
    message::{AppError, Ask},
    text::{t, use_i18n},
};

/// An answer of the worker that is kept up to date.
pub type Answer<T> = LocalResource<Result<T, AppError>>;

/// Asks now, and again whenever something happened here or elsewhere.
pub fn use_answer<A: Ask + 'static>(verb: impl Fn() -> A + 'static) -> Answer<A::Answer> {
    let client = VaultClient::expect();
    LocalResource::new(move || {
        client.track_changes();
        client.ask(verb())
    })
}

/// Asks once: for what cannot change while it is shown, and for what reading itself leaves a trace of.
pub fn use_answer_once<A: Ask + 'static>(verb: impl Fn() -> A + 'static) -> Answer<A::Answer> {
    let client = VaultClient::expect();
    LocalResource::new(move || client.ask(verb()))
}

/// Shows an answer. While it is fetched again the one before stays on the screen.
#[component]
pub fn Loaded<T, F, V>(
    /// The answer.
    answer: Answer<T>,
    /// Draws it.
    children: F,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let i18n = use_i18n();
    // A list that was fetched again and is the same is not drawn again: what was opened in it stays open.
    let seen = Memo::new(move |_| answer.get());
    move || match seen.get() {
        None => view! { <p class="loaded-waiting" role="status">{t!(i18n, loaded.waiting)}</p> }.into_any(),
        Some(Err(error)) => view! { <Failure error on_retry=move || answer.refetch() /> }.into_any(),
        Some(Ok(value)) => children(value).into_any(),
    }
}
