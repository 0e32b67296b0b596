//! The page's end of the vault worker: asks, waits for answers, hears live events. The worker's end is `vault`; what is
//! said between them is `message`.

mod password_prompt;
pub mod research;
mod waiting;

use std::{
    cell::{Cell, RefCell},
    pin::pin,
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use leptos::prelude::*;
use serde_json::value::RawValue;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Blob, Event, File, MessageEvent, Worker};

pub use self::password_prompt::PasswordPrompt;
use self::waiting::Waiting;
use crate::{
    component::when,
    message::{AppError, Ask, Attachment, ErrorCode, FromVault, LiveEvent, Lock, Progress, ToVault, Verb, wire},
    model::moment::Moment,
};

/// Where the build puts the worker's loader.
const LOADER: &str = "/vault_loader.js";
/// How long locking waits for the worker to wipe itself.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

type Listener = Rc<dyn Fn(&LiveEvent)>;
type OnProgress = Rc<dyn Fn(Progress)>;
/// The JSON of an answer, and what travelled beside it.
type RawAnswer = Result<(Box<RawValue>, Vec<Blob>), AppError>;

/// The page's way to the vault. Copies are the same one; it lives as long as the page.
#[derive(Clone, Copy)]
pub struct VaultClient {
    inner: StoredValue<Inner, LocalStorage>,
    prompt: PasswordPrompt,
    changes: RwSignal<u32>,
    ready: RwSignal<bool>,
}

struct Inner {
    worker: Worker,
    waiting: Rc<RefCell<Waiting>>,
    listeners: Rc<RefCell<Vec<Listener>>>,
    /// How much long work is going on.
    jobs: Rc<Cell<u32>>,
    /// Kept alive as long as the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl VaultClient {
    /// Starts the worker and provides the client to every component below.
    ///
    /// # Errors
    /// When this browser has no workers.
    pub fn provide() -> Result<Self, JsValue> {
        let worker = Worker::new(LOADER)?;
        let waiting = Rc::new(RefCell::new(Waiting::default()));
        let listeners: Rc<RefCell<Vec<Listener>>> = Rc::default();
        let (changes, ready) = (RwSignal::new(0), RwSignal::new(false));
        let on_message = on_message(worker.clone(), Rc::clone(&waiting), Rc::clone(&listeners), changes, ready);
        let on_error = on_error(worker.clone(), Rc::clone(&waiting), Rc::clone(&listeners));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let inner =
            Inner { worker, waiting, listeners, jobs: Rc::default(), _on_message: on_message, _on_error: on_error };
        let client = Self { inner: StoredValue::new_local(inner), prompt: PasswordPrompt::new(), changes, ready };
        provide_context(client);
        Ok(client)
    }

    /// The client that [`Self::provide`] provided.
    ///
    /// # Panics
    /// Outside the application.
    #[expect(clippy::expect_used, reason = "the application provides it before it shows any page")]
    pub fn expect() -> Self {
        use_context().expect("the vault client is provided above every page")
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// What went wrong, for `component::error_text`.
    pub async fn ask<A: Ask>(self, verb: A) -> Result<A::Answer, AppError> {
        let (json, _) = self.ask_raw(verb.into(), Vec::new(), None).await?;
        read::<A>(&json)
    }

    /// Asks, and gives the answer as the JSON it came in. What takes long tells `job` how far it is.
    ///
    /// # Errors
    /// What went wrong; [`ErrorCode::Cancelled`] when it was stopped.
    pub async fn ask_json(self, verb: Verb, job: Job) -> Result<Arc<str>, AppError> {
        job.begin();
        let result = self.ask_raw(verb, Vec::new(), Some(job)).await;
        job.end();
        let (json, _) = result?;
        Ok(Arc::from(json.get()))
    }

    /// Asks for long work whose view names blobs. Progress arrives, and [`Self::cancel`] with the same `job` stops it.
    ///
    /// # Errors
    /// What went wrong; [`ErrorCode::Cancelled`] when it was stopped.
    pub async fn ask_with_blobs<A: Ask>(self, verb: A, job: Job) -> Result<(A::Answer, Blobs), AppError> {
        let (json, blobs) = self.ask_job(verb.into(), Vec::new(), job).await?;
        Ok((read::<A>(&json)?, Blobs(blobs)))
    }

    /// Asks for long work: files travel along, progress arrives, and [`Self::cancel`] with the same `job` stops it.
    ///
    /// # Errors
    /// What went wrong; [`ErrorCode::Cancelled`] when it was stopped.
    pub async fn ask_long<A: Ask>(self, verb: A, files: Vec<File>, job: Job) -> Result<A::Answer, AppError> {
        let (json, _) = self.ask_job(verb.into(), files, job).await?;
        read::<A>(&json)
    }

    /// Stops long work.
    pub fn cancel(self, job: Job) {
        if let Some(id) = job.id.get_untracked() {
            self.inner.with_value(|inner| inner.post(&ToVault::Cancel { id }));
        }
    }

    /// Whether long work is going on, which closing the window would cut off.
    pub fn is_working(self) -> bool {
        self.inner.with_value(|inner| inner.jobs.get() > 0)
    }

    /// When long work that is going on came further last; nothing where none is, or none has.
    pub fn last_progress(self) -> Option<Moment> {
        self.inner.with_value(|inner| inner.waiting.borrow().last_progress())
    }

    /// Calls `listener` for every live event, as long as the page lives.
    pub fn on_live(self, listener: impl Fn(&LiveEvent) + 'static) {
        self.inner.with_value(|inner| inner.listeners.borrow_mut().push(Rc::new(listener)));
    }

    /// Changes whenever something happened elsewhere: a list that reads it is fetched again.
    pub fn track_changes(self) {
        self.changes.track();
    }

    /// Lists are to be fetched again: this page changed something itself.
    pub fn changed(self) {
        self.changes.update(|count| *count = count.wrapping_add(1));
    }

    /// Whether the worker listens. What is asked before waits for it, and is asked then.
    pub fn is_ready(self) -> bool {
        self.ready.get()
    }

    /// Asking for the password again, where a verb wants it.
    pub fn password_prompt(self) -> PasswordPrompt {
        self.prompt
    }

    /// Ends the worker, and with it every key; the page is to be replaced next.
    pub async fn lock(self) {
        // The worker wipes first; it is ended whatever it answers, and where it does not.
        drop(within(LOCK_PATIENCE, self.ask(Lock {})).await);
        self.inner.with_value(|inner| inner.worker.terminate());
    }

    async fn ask_job(self, verb: Verb, files: Vec<File>, job: Job) -> RawAnswer {
        let working = self.inner.with_value(|inner| Working::begin(&inner.jobs));
        job.begin();
        let result = self.ask_raw(verb, files, Some(job)).await;
        job.end();
        drop(working);
        result
    }

    async fn ask_raw(self, verb: Verb, files: Vec<File>, job: Option<Job>) -> RawAnswer {
        let Some(Ok((id, packed))) = self.inner.try_with_value(|inner| {
            let id = inner.waiting.borrow_mut().next_id();
            let attachments = files.into_iter().map(JsValue::from);
            wire::pack(&ToVault::Ask { id, verb }, attachments).map(|packed| (id, packed))
        }) else {
            return Err(AppError::new(ErrorCode::Defect).because("the page is going away"));
        };
        if let Some(job) = job {
            job.id.set(Some(id));
        }
        loop {
            let (sender, receiver) = oneshot::channel();
            let progress = job.map(Job::on_progress);
            self.inner.with_value(|inner| {
                let waits = inner.waiting.borrow_mut().wait(id, sender, progress);
                if waits {
                    inner.post_packed(&packed);
                }
            });
            let answer = receiver
                .await
                .unwrap_or_else(|_| Err(AppError::new(ErrorCode::Defect).because("the worker was ended")));
            match answer {
                Err(error) if error.code == ErrorCode::PasswordNeeded => {
                    if !self.prompt.ask().await {
                        return Err(ErrorCode::Cancelled.into());
                    }
                    if let Some(job) = job {
                        job.go_on()?;
                    }
                }
                other => return other,
            }
        }
    }
}

impl Inner {
    fn post(&self, message: &ToVault) {
        if let Ok(packed) = wire::pack(message, []) {
            self.post_packed(&packed);
        }
    }

    /// Posts now, or once the worker has said that it is ready: what comes before is lost.
    fn post_packed(&self, packed: &js_sys::Array) {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.is_ready() {
            // Only values that structured clone refuses can fail here, and only texts and files are packed.
            drop(self.worker.post_message(packed));
        } else {
            waiting.hold_back(packed.clone());
        }
    }
}

fn on_message(
    worker: Worker,
    waiting: Rc<RefCell<Waiting>>,
    listeners: Rc<RefCell<Vec<Listener>>>,
    changes: RwSignal<u32>,
    ready: RwSignal<bool>,
) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |event: MessageEvent| match wire::unpack(&event.data()) {
        Some((FromVault::Ready, _)) => {
            let held = waiting.borrow_mut().ready();
            for packed in &held {
                drop(worker.post_message(packed));
            }
            ready.set(true);
        }
        Some((FromVault::Answer { id, result }, blobs)) => {
            let blobs = blobs.into_iter().filter_map(|blob| blob.dyn_into().ok()).collect();
            let waiting_answer = waiting.borrow_mut().answered(id);
            if let Some(sender) = waiting_answer {
                // Who asked may have gone: a page that was left.
                drop(sender.send(result.map(|json| (json, blobs))));
            }
        }
        Some((FromVault::Progress { id, progress }, _)) => {
            let listener = waiting.borrow_mut().progressed(id, when::now());
            if let Some(listener) = listener {
                listener(progress);
            }
        }
        Some((FromVault::Live(event), _)) => {
            // The one means that nothing can be fetched, the other that nothing has changed.
            if !matches!(event, LiveEvent::ServerAway | LiveEvent::OpeningIdle { .. }) {
                changes.update(|count| *count = count.wrapping_add(1));
            }
            tell(&listeners, &event);
        }
        None => {}
    })
}

fn tell(listeners: &RefCell<Vec<Listener>>, event: &LiveEvent) {
    // A listener may add another one.
    let listeners = listeners.borrow().clone();
    for listener in &listeners {
        listener(event);
    }
}

/// A worker that fails answers nothing any more: everybody who waits learns it, and who asks later at once. It is ended
/// too: what is left of it would keep its keys, and go on following what happens.
fn on_error(
    worker: Worker,
    waiting: Rc<RefCell<Waiting>>,
    listeners: Rc<RefCell<Vec<Listener>>>,
) -> Closure<dyn FnMut(Event)> {
    Closure::new(move |event: Event| {
        worker.terminate();
        // What it said before is on its way, and not heard any more.
        worker.set_onmessage(None);
        let detail = js_sys::Reflect::get(&event, &JsValue::from_str("message")).ok().and_then(|text| text.as_string());
        let error = AppError::new(ErrorCode::WorkerStopped);
        let error = error.because(detail.unwrap_or_else(|| "the worker failed".to_owned()));
        let gave_up = waiting.borrow_mut().give_up(&error);
        for sender in gave_up {
            drop(sender.send(Err(error.clone())));
        }
        tell(&listeners, &LiveEvent::WorkerStopped);
    })
}

/// What `step` gives, or nothing where it takes longer than that.
pub async fn within<T>(patience: Duration, step: impl Future<Output = T>) -> Option<T> {
    let (sender, over) = oneshot::channel::<()>();
    set_timeout(move || drop(sender), patience);
    match select(pin!(step), over).await {
        Either::Left((given, _)) => Some(given),
        Either::Right(_) => None,
    }
}

/// Long work that is going on, as long as this lives.
struct Working(Rc<Cell<u32>>);

impl Working {
    fn begin(jobs: &Rc<Cell<u32>>) -> Self {
        jobs.set(jobs.get().saturating_add(1));
        Self(Rc::clone(jobs))
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

fn read<A: Ask>(json: &RawValue) -> Result<A::Answer, AppError> {
    serde_json::from_str(json.get()).map_err(|error| AppError::new(ErrorCode::Defect).because(error))
}

/// What travelled beside an answer.
#[derive(Clone)]
pub struct Blobs(Vec<Blob>);

impl Blobs {
    /// The blob that a view names.
    pub fn get(&self, attachment: Attachment) -> Option<Blob> {
        self.0.get(usize::try_from(attachment.0).ok()?).cloned()
    }
}

/// A piece of long work: how far it has come, and whether it goes on.
#[derive(Clone, Copy)]
pub struct Job {
    id: RwSignal<Option<crate::message::AskId>>,
    progress: RwSignal<Option<Progress>>,
    running: RwSignal<bool>,
}

impl Job {
    /// Work that has not begun.
    #[expect(clippy::new_without_default, reason = "it makes signals, which a default would hide")]
    pub fn new() -> Self {
        Self { id: RwSignal::new(None), progress: RwSignal::new(None), running: RwSignal::new(false) }
    }

    /// How far it has come.
    pub fn progress(self) -> Signal<Option<Progress>> {
        self.progress.into()
    }

    /// Whether it is going on.
    pub fn running(self) -> Signal<bool> {
        self.running.into()
    }

    /// Stops work whose page was left, and its signals with it: what was wanted there is not done elsewhere.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`] when it was.
    pub fn go_on(self) -> Result<(), AppError> {
        if self.running.try_get_untracked().is_none() { Err(ErrorCode::Cancelled.into()) } else { Ok(()) }
    }

    fn begin(self) {
        self.progress.set(None);
        self.running.set(true);
    }

    /// The page may have been left meanwhile, and its signals with it.
    fn end(self) {
        self.running.try_set(false);
    }

    fn on_progress(self) -> OnProgress {
        Rc::new(move |progress| _ = self.progress.try_set(Some(progress)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_whose_page_was_left_goes_no_further() {
        let page = Owner::new();
        let job = page.with(Job::new);
        assert_eq!(job.go_on(), Ok(()));
        page.cleanup();
        assert_eq!(job.go_on(), Err(AppError::from(ErrorCode::Cancelled)));
    }
}
