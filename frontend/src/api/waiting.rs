//! Who waits for an answer of the worker, and what waits for the worker to be ready.

use std::collections::HashMap;

use futures_channel::oneshot;
use js_sys::Array;

use super::{OnProgress, RawAnswer};
use crate::message::{AppError, AskId};

/// Who waits.
#[derive(Default)]
pub(super) struct Waiting {
    last: u32,
    ready: bool,
    held_back: Vec<Array>,
    questions: HashMap<AskId, Question>,
    /// Why nothing will be answered any more.
    stopped: Option<AppError>,
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

    /// Waits for the answer to `id`, and gives whether there will be one. Where the worker has stopped, that is the
    /// answer.
    pub(super) fn wait(&mut self, id: AskId, sender: oneshot::Sender<RawAnswer>, progress: Option<OnProgress>) -> bool {
        if let Some(error) = &self.stopped {
            drop(sender.send(Err(error.clone())));
            return false;
        }
        self.questions.insert(id, Question { sender, progress });
        true
    }

    /// The question `id` is answered: who asked it?
    pub(super) fn answered(&mut self, id: AskId) -> Option<oneshot::Sender<RawAnswer>> {
        self.questions.remove(&id).map(|question| question.sender)
    }

    /// Who wants to know how far `id` has come?
    pub(super) fn progress_of(&self, id: AskId) -> Option<OnProgress> {
        self.questions.get(&id)?.progress.clone()
    }

    /// Everybody: nothing will be answered any more, to them and to who asks later.
    pub(super) fn give_up(&mut self, why: &AppError) -> Vec<oneshot::Sender<RawAnswer>> {
        self.stopped = Some(why.clone());
        self.held_back.clear();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::ErrorCode;

    #[test]
    fn a_worker_that_stopped_answers_at_once_that_it_did() {
        let mut waiting = Waiting::default();
        let (sender, _) = oneshot::channel();
        assert!(waiting.wait(AskId(1), sender, None));
        assert_eq!(waiting.give_up(&AppError::new(ErrorCode::WorkerStopped)).len(), 1);
        let (sender, mut receiver) = oneshot::channel();
        assert!(!waiting.wait(AskId(2), sender, None));
        let answer = receiver.try_recv().ok().flatten();
        assert!(matches!(answer, Some(Err(error)) if error.code == ErrorCode::WorkerStopped));
    }
}
