//! The page's end of the research worker. Every question has a worker of its own, started for it and ended after the answer:
//! nothing of a table stays anywhere, and cancelling is ending it.

use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use leptos::prelude::*;
use serde_json::value::RawValue;
use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{Blob, Event, MessageEvent, Worker};

use super::Blobs;
use crate::message::{
    research::{AskResearch, FromResearch, TableProblem, ToResearch},
    wire,
};

/// Where the build puts the worker's loader.
const LOADER: &str = "/research_loader.js";

type Answer = Result<(Box<RawValue>, Vec<Blob>), TableProblem>;

/// One piece of work at a time, how far it has come, and a way to stop it. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Calculation {
    /// In thousandths; none before the worker has said.
    progress: RwSignal<Option<u32>>,
    running: RwSignal<bool>,
    /// Which question is the last one.
    last: StoredValue<u32>,
    stop: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
}

impl Calculation {
    /// Nothing going on yet. It ends with the component that makes it.
    #[expect(clippy::new_without_default, reason = "it makes signals, which a default would hide")]
    pub fn new() -> Self {
        let this = Self {
            progress: RwSignal::new(None),
            running: RwSignal::new(false),
            last: StoredValue::new(0),
            stop: StoredValue::new_local(None),
        };
        on_cleanup(move || this.cancel());
        this
    }

    /// How much is done, in percent.
    pub fn percent(self) -> Signal<Option<u32>> {
        Signal::derive(move || self.progress.get().map(|thousandths| thousandths / 10))
    }

    /// Whether it is going on.
    pub fn running(self) -> Signal<bool> {
        self.running.into()
    }

    /// Stops it, and the worker with it.
    pub fn cancel(self) {
        // Whoever waits for this takes a sender that is gone for the same.
        drop(self.stop.try_update_value(Option::take));
    }

    /// Asks a worker that is started for this question, with the table beside it. What ran before is stopped.
    ///
    /// # Errors
    /// [`TableProblem`]; `Cancelled` when it was stopped.
    pub async fn ask<A: AskResearch>(self, verb: A, table: Blob) -> Result<(A::Answer, Blobs), TableProblem> {
        let (stop, stopped) = oneshot::channel();
        self.stop.set_value(Some(stop));
        self.progress.set(None);
        self.running.set(true);
        let number = self.last.get_value().wrapping_add(1);
        self.last.set_value(number);
        let result = self.run(verb.into(), table, stopped).await;
        // The page may have been left meanwhile, and its signals with it; or another question was asked.
        if self.last.try_get_value() == Some(number) {
            self.running.try_set(false);
        }
        let (json, blobs) = result?;
        let answer = serde_json::from_str(json.get()).map_err(|error| TableProblem::Defect(error.to_string()))?;
        Ok((answer, Blobs(blobs)))
    }

    async fn run(self, question: ToResearch, table: Blob, stopped: oneshot::Receiver<()>) -> Answer {
        let (sender, receiver) = oneshot::channel();
        let _worker = Started::start(self.progress, question, table, sender)?;
        match select(receiver, stopped).await {
            Either::Left((answer, _)) => answer.unwrap_or(Err(TableProblem::Stopped)),
            Either::Right(_) => Err(TableProblem::Cancelled),
        }
    }
}

/// A worker that runs as long as this lives.
struct Started {
    worker: Worker,
    /// Kept alive as long as the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Started {
    fn start(
        progress: RwSignal<Option<u32>>,
        question: ToResearch,
        table: Blob,
        sender: oneshot::Sender<Answer>,
    ) -> Result<Self, TableProblem> {
        let worker = Worker::new(LOADER).map_err(|_| TableProblem::Stopped)?;
        let sender = Rc::new(RefCell::new(Some(sender)));
        let answer = move |answer: Answer| {
            if let Some(sender) = sender.borrow_mut().take() {
                // Who asked may have gone: a page that was left.
                drop(sender.send(answer));
            }
        };
        let on_message = {
            let (worker, answer) = (worker.clone(), answer.clone());
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match wire::unpack(&event.data()) {
                Some((FromResearch::Ready, _)) => {
                    if let Ok(packed) = wire::pack(&question, [table.clone().into()]) {
                        // Only values that structured clone refuses can fail here; a text and a blob are packed.
                        drop(worker.post_message(&packed));
                    }
                }
                Some((FromResearch::Progress(thousandths), _)) => _ = progress.try_set(Some(thousandths)),
                Some((FromResearch::Answer(result), blobs)) => {
                    let blobs = blobs.into_iter().filter_map(|blob| blob.dyn_into().ok()).collect();
                    answer(result.map(|json| (json, blobs)));
                }
                None => {}
            })
        };
        let on_error = Closure::<dyn FnMut(Event)>::new(move |_: Event| answer(Err(TableProblem::Stopped)));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
