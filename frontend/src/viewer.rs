//! The page's end of a viewer: a worker without keys that looks into one foreign thing, started when it is wanted and ended
//! with whoever wanted it. Its own end is the crate `sesemr-viewer`, which has what is said between them.

use std::{cell::RefCell, collections::HashMap, rc::Rc, time::Duration};

use futures_channel::oneshot;
use serde_json::value::RawValue;
use sesemr_viewer::{
    message::{Ask, AskId, FromViewer, ToViewer, ViewError},
    wire,
};
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Event, MessageEvent, Worker};

use crate::api::within;

/// Where the build puts the worker's loader.
const LOADER: &str = "/viewer_loader.js";
/// How long the viewer may take to be fetched and to start.
const START_PATIENCE: Duration = Duration::from_mins(1);
/// How long it may take to answer: a page that is drawn for longer was made to be.
const PATIENCE: Duration = Duration::from_secs(30);

/// What travelled beside an answer.
type Parts = Vec<JsValue>;
/// The JSON of an answer, and what travelled beside it.
type RawAnswer = Result<(Box<RawValue>, Parts), ViewError>;

/// A viewer. Copies are the same one; it ends with the last of them.
#[derive(Clone)]
pub struct Viewer(Rc<Inner>);

struct Inner {
    worker: Worker,
    waiting: Rc<RefCell<Waiting>>,
    /// Kept alive as long as the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

/// Who waits for what.
#[derive(Default)]
struct Waiting {
    last: u32,
    is_ready: bool,
    /// Who waits for the worker to be ready.
    starting: Vec<oneshot::Sender<()>>,
    questions: HashMap<AskId, oneshot::Sender<RawAnswer>>,
    /// Why nothing will be answered any more.
    stopped: Option<ViewError>,
}

impl Viewer {
    /// Starts a worker.
    ///
    /// # Errors
    /// [`ViewError::Away`] where the browser refuses it.
    pub fn start() -> Result<Self, ViewError> {
        let worker = Worker::new(LOADER).map_err(|_| ViewError::Away)?;
        let waiting = Rc::<RefCell<Waiting>>::default();
        let on_message = on_message(Rc::clone(&waiting));
        let on_error = on_error(Rc::clone(&waiting));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self(Rc::new(Inner { worker, waiting, _on_message: on_message, _on_error: on_error })))
    }

    /// Asks, and waits for the answer and what travels beside it. A viewer that takes too long is ended.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn ask<A: Ask>(&self, verb: A, parts: Parts) -> Result<(A::Answer, Parts), ViewError> {
        self.ready().await?;
        let (sender, receiver) = oneshot::channel();
        let verb = verb.into();
        let id = self.0.waiting.borrow_mut().wait(sender)?;
        let packed = wire::pack(&ToViewer::Ask { id, verb }, parts).map_err(|_| ViewError::Broken)?;
        // Only a value that structured clone refuses can fail here, and only texts, files and arrays are packed.
        self.0.worker.post_message(&packed).map_err(|_| ViewError::Broken)?;
        let Some(answer) = within(PATIENCE, receiver).await else {
            self.end(ViewError::TookTooLong);
            return Err(ViewError::TookTooLong);
        };
        let (json, parts) = answer.unwrap_or(Err(ViewError::Stopped))?;
        let view = serde_json::from_str(json.get()).map_err(|_| ViewError::Broken)?;
        Ok((view, parts))
    }

    /// Waits until the viewer listens.
    ///
    /// # Errors
    /// [`ViewError::Away`] where it cannot be fetched.
    async fn ready(&self) -> Result<(), ViewError> {
        let (sender, receiver) = oneshot::channel();
        self.0.waiting.borrow_mut().start(sender)?;
        if within(START_PATIENCE, receiver).await.is_none() {
            self.end(ViewError::Away);
        }
        self.0.waiting.borrow().stopped.map_or(Ok(()), Err)
    }

    /// Whether it answers nothing any more.
    pub fn has_stopped(&self) -> bool {
        self.0.waiting.borrow().stopped.is_some()
    }

    /// Ends the worker, whatever it does: everybody who waits learns why.
    pub fn end(&self, why: ViewError) {
        self.0.worker.terminate();
        give_up(&self.0.waiting, why);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Waiting {
    fn wait(&mut self, sender: oneshot::Sender<RawAnswer>) -> Result<AskId, ViewError> {
        if let Some(why) = self.stopped {
            return Err(why);
        }
        self.last = self.last.wrapping_add(1);
        let id = AskId(self.last);
        self.questions.insert(id, sender);
        Ok(id)
    }

    /// Waits for the worker to be ready; at once where it is.
    fn start(&mut self, sender: oneshot::Sender<()>) -> Result<(), ViewError> {
        if let Some(why) = self.stopped {
            return Err(why);
        }
        if self.is_ready {
            // Who asks waits for it.
            _ = sender.send(());
        } else {
            self.starting.push(sender);
        }
        Ok(())
    }
}

fn on_message(waiting: Rc<RefCell<Waiting>>) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |event: MessageEvent| match wire::unpack(&event.data()) {
        Some((FromViewer::Ready, _)) => {
            let starting = {
                let mut waiting = waiting.borrow_mut();
                waiting.is_ready = true;
                std::mem::take(&mut waiting.starting)
            };
            for sender in starting {
                _ = sender.send(());
            }
        }
        Some((FromViewer::Answer { id, result }, parts)) => {
            let sender = waiting.borrow_mut().questions.remove(&id);
            if let Some(sender) = sender {
                // Who asked may have gone: a page that was left.
                drop(sender.send(result.map(|json| (json, parts))));
            }
        }
        None => {}
    })
}

/// A viewer that fails at what it looks into, or that cannot be fetched, answers nothing any more.
fn on_error(waiting: Rc<RefCell<Waiting>>) -> Closure<dyn FnMut(Event)> {
    Closure::new(move |event: Event| {
        // It is told to the person: the browser need not report it again.
        event.prevent_default();
        let why = if waiting.borrow().is_ready { ViewError::Stopped } else { ViewError::Away };
        give_up(&waiting, why);
    })
}

fn give_up(waiting: &RefCell<Waiting>, why: ViewError) {
    let (starting, questions) = {
        let mut waiting = waiting.borrow_mut();
        waiting.stopped.get_or_insert(why);
        (std::mem::take(&mut waiting.starting), std::mem::take(&mut waiting.questions))
    };
    // Dropped, they wake who waits for the worker to be ready.
    drop(starting);
    for sender in questions.into_values() {
        drop(sender.send(Err(why)));
    }
}
