//! What the worker answers, fetched again whenever something changes: waiting, failed with a way to try again, or shown.

use core::marker::PhantomData;
use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::failure::Failure;
use crate::{
    api::VaultClient,
    message::{AppError, Ask, ErrorCode, Verb},
    text::{t, use_i18n},
};

/// The JSON of an answer: one type for all, so that what waits and fetches again exists once.
type Json = Result<Arc<str>, AppError>;

/// Draws the view that a JSON holds.
type Draw = Arc<dyn Fn(&str) -> Result<AnyView, AppError> + Send + Sync>;

/// An answer of the worker that is kept up to date. Copies are the same one.
pub struct Answer<T> {
    json: LocalResource<Json>,
    view: PhantomData<fn() -> T>,
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Answer<T> {}

impl<T: DeserializeOwned> Answer<T> {
    /// The view, once it is there.
    pub fn view(self) -> Option<T> {
        self.json.get()?.ok().and_then(|json| read(&json).ok())
    }
}

/// Asks now, and again whenever something happened here or elsewhere.
pub fn use_answer<A: Ask + 'static>(verb: impl Fn() -> A + 'static) -> Answer<A::Answer> {
    Answer { json: fetch(Rc::new(move || verb().into()), true), view: PhantomData }
}

/// Asks once: for what cannot change while it is shown, and for what reading itself leaves a trace of.
pub fn use_answer_once<A: Ask + 'static>(verb: impl Fn() -> A + 'static) -> Answer<A::Answer> {
    Answer { json: fetch(Rc::new(move || verb().into()), false), view: PhantomData }
}

fn fetch(verb: Rc<dyn Fn() -> Verb>, follow: bool) -> LocalResource<Json> {
    let client = VaultClient::expect();
    LocalResource::new(move || {
        if follow {
            client.track_changes();
        }
        client.ask_json(verb())
    })
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, AppError> {
    serde_json::from_str(json).map_err(|error| AppError::new(ErrorCode::Defect).because(error))
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
    T: DeserializeOwned + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let draw = move |json: &str| read(json).map(|view| children(view).into_any());
    view! { <LoadedJson json=answer.json draw=Arc::new(draw) /> }
}

#[component]
fn LoadedJson(json: LocalResource<Json>, draw: Draw) -> impl IntoView {
    let i18n = use_i18n();
    // A list that was fetched again and is the same is not drawn again: what was opened in it stays open.
    let seen = Memo::new(move |_| json.get());
    move || {
        let Some(answer) = seen.get() else {
            return view! { <p class="loaded-waiting" role="status">{t!(i18n, loaded.waiting)}</p> }.into_any();
        };
        match answer.and_then(|json| draw(&json)) {
            Ok(view) => view,
            Err(error) => view! { <Failure error on_retry=move || json.refetch() /> }.into_any(),
        }
    }
}
