//! Who waits for an answer of the worker, and what waits for the worker to be ready.

use std::collections::HashMap;

use futures_channel::oneshot;
use js_sys::Array;

use super::{OnProgress, RawAnswer};
use crate::message::AskId;

/// Who waits.
#[derive(Default)]
pub(super) struct Waiting {
    last: u32,
    ready: bool,
    held_back: Vec<Array>,
    questions: HashMap<AskId, Question>,
}

struct Question {
    sender: oneshot::Sender<RawAnswer>,
    progress: Option<OnProgress>,
}

impl Waiting {
    /// A number that no other question has.
    pub(super) fn next_id(&mut self) -> AskId {
        self.last = self.last.wrapping_add(1);
        AskId(self.last)
    }

    /// Waits for the answer to `id`.
    pub(super) fn wait(&mut self, id: AskId, sender: oneshot::Sender<RawAnswer>, progress: Option<OnProgress>) {
        self.questions.insert(id, Question { sender, progress });
    }

    /// The question `id` is answered: who asked it?
    pub(super) fn answered(&mut self, id: AskId) -> Option<oneshot::Sender<RawAnswer>> {
        self.questions.remove(&id).map(|question| question.sender)
    }

    /// Who wants to know how far `id` has come?
    pub(super) fn progress_of(&self, id: AskId) -> Option<OnProgress> {
        self.questions.get(&id)?.progress.clone()
    }

    /// Everybody: nothing will be answered any more.
    pub(super) fn give_up(&mut self) -> Vec<oneshot::Sender<RawAnswer>> {
        self.questions.drain().map(|(_, question)| question.sender).collect()
    }

    /// Whether the worker listens.
    pub(super) fn is_ready(&self) -> bool {
        self.ready
    }

    /// Keeps a message until the worker listens.
    pub(super) fn hold_back(&mut self, packed: Array) {
        self.held_back.push(packed);
    }

    /// The worker listens now: what was held back?
    pub(super) fn ready(&mut self) -> Vec<Array> {
        self.ready = true;
        std::mem::take(&mut self.held_back)
    }
}
