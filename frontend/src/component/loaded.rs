//! What the worker answers, fetched again whenever something changes: waiting, failed with a way to try again, or shown.
//! What was shown stays while fetching it again fails for a reason that passes.

use core::marker::PhantomData;
use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{failure::Failure, progress_bar::ProgressBar, question::OpenQuestions};
use crate::{
    api::{Job, VaultClient},
    message::{AppError, Ask, ErrorCode, Verb},
    text::{t, use_i18n},
};

/// The JSON of an answer: one type for all, so that what waits and fetches again exists once.
type Json = Result<Arc<str>, AppError>;

/// Draws the view that a JSON holds.
type Draw = Arc<dyn Fn(&str) -> Result<AnyView, AppError> + Send + Sync>;

/// An answer of the worker that is kept up to date. Copies are the same one.
pub struct Answer<T> {
    kept: Kept,
    view: PhantomData<fn() -> T>,
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Answer<T> {}

impl<T> Answer<T> {
    /// Whether the view is there. Costs nothing, however large it is.
    pub fn is_there(self) -> bool {
        self.kept.good.with(Option::is_some)
    }
}

impl<T: DeserializeOwned> Answer<T> {
    /// The view, once it is there: the last good one while fetching it again fails for a passing reason.
    pub fn view(self) -> Option<T> {
        self.kept.good.get().and_then(|json| read(&json).ok())
    }
}

/// The last good answer, and what went wrong since.
#[derive(Clone, Copy)]
struct Kept {
    json: LocalResource<Json>,
    /// An answer that was fetched again and is the same is not drawn again: what was opened in it stays open.
    good: Memo<Option<Arc<str>>>,
    failed: Memo<Option<AppError>>,
    job: Job,
}

/// Asks now, and again whenever something happened here or elsewhere.
pub fn use_answer<A: Ask + 'static>(verb: impl Fn() -> A + 'static) -> Answer<A::Answer> {
    Answer { kept: keep(Rc::new(move || verb().into()), true), view: PhantomData }
}

/// Asks once: for what cannot change while it is shown, and for what reading itself leaves a trace of.
pub fn use_answer_once<A: Ask + 'static>(verb: impl Fn() -> A + 'static) -> Answer<A::Answer> {
    Answer { kept: keep(Rc::new(move || verb().into()), false), view: PhantomData }
}

fn keep(verb: Rc<dyn Fn() -> Verb>, follow: bool) -> Kept {
    let client = VaultClient::expect();
    let job = Job::new();
    let json = LocalResource::new(move || {
        if follow {
            client.track_changes();
        }
        client.ask_json(verb(), job)
    });
    on_cleanup(move || client.cancel(job));
    let good = Memo::new(move |before: Option<&Option<Arc<str>>>| last_good(before.cloned().flatten(), json.get()));
    Kept { json, good, failed: Memo::new(move |_| json.get().and_then(Result::err)), job }
}

/// What is shown after `answer`: what was typed into the view of before is not taken away by what passes.
fn last_good(before: Option<Arc<str>>, answer: Option<Json>) -> Option<Arc<str>> {
    match answer {
        Some(Ok(json)) => Some(json),
        Some(Err(error)) if !error.code.passes() => None,
        Some(Err(_)) | None => before,
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, AppError> {
    serde_json::from_str(json).map_err(|error| AppError::new(ErrorCode::Defect).because(error))
}

/// Shows an answer. While it is fetched again the one before stays on the screen, and where that fails for a passing
/// reason it stays under what went wrong.
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
    view! { <LoadedJson kept=answer.kept draw=Arc::new(draw) /> }
}

/// That an answer is waited for, or what went wrong; nothing once it is there. For pages that draw it themselves.
#[component]
pub fn Loading<T: 'static>(
    /// The answer.
    answer: Answer<T>,
) -> impl IntoView {
    view! { <Waiting kept=answer.kept /> }
}

#[component]
fn Waiting(kept: Kept) -> impl IntoView {
    let i18n = use_i18n();
    let waits = Memo::new(move |_| kept.good.with(Option::is_none));
    // What takes long says how far it is.
    let tells = Memo::new(move |_| kept.job.progress().with(Option::is_some));
    move || match (kept.failed.get(), waits.get()) {
        (Some(error), _) => view! { <Failure error on_retry=move || kept.json.refetch() /> }.into_any(),
        (None, true) if tells.get() => view! { <ProgressBar job=kept.job cancellable=true /> }.into_any(),
        (None, true) => view! { <p class="loaded-waiting" role="status">{t!(i18n, loaded.waiting)}</p> }.into_any(),
        (None, false) => ().into_any(),
    }
}

#[component]
fn LoadedJson(kept: Kept, draw: Draw) -> impl IntoView {
    let questions = OpenQuestions::provide();
    let held = Memo::new(move |before: Option<&Option<Arc<str>>>| {
        let good = kept.good.get();
        match before {
            Some(before @ Some(_)) if good.is_some() && questions.any() => before.clone(),
            _ => good,
        }
    });
    let shown = move || {
        held.get().map(|json| match draw(&json) {
            Ok(view) => view,
            Err(error) => view! { <Failure error on_retry=move || kept.json.refetch() /> }.into_any(),
        })
    };
    view! {
        <Waiting kept />
        {shown}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_away_takes_nothing_from_the_screen() {
        let shown: Option<Arc<str>> = Some(Arc::from("[]"));
        let away = || Some(Err(AppError::new(ErrorCode::ServerAway)));
        assert_eq!(last_good(shown.clone(), away()), shown);
        assert_eq!(last_good(shown.clone(), None), shown);
        assert_eq!(last_good(None, away()), None);
    }

    #[test]
    fn a_full_stop_takes_the_view_away() {
        let shown: Option<Arc<str>> = Some(Arc::from("[]"));
        for code in [ErrorCode::KeyChanged, ErrorCode::ServerWentBack, ErrorCode::NotTrusted, ErrorCode::Closed] {
            assert_eq!(last_good(shown.clone(), Some(Err(AppError::new(code)))), None, "{code:?}");
        }
    }
}
