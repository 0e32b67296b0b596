//! Who waits for an answer of the worker, and what waits for the worker to be ready.

use std::collections::HashMap;

use futures_channel::oneshot;
use js_sys::Array;

use super::{OnProgress, RawAnswer};
use crate::{
    message::{AppError, AskId},
    model::moment::Moment,
};

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
    /// When somebody was last told how far it has come.
    progress_at: Option<Moment>,
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
        self.questions.insert(id, Question { sender, progress, progress_at: None });
        true
    }

    /// The question `id` is answered: who asked it?
    pub(super) fn answered(&mut self, id: AskId) -> Option<oneshot::Sender<RawAnswer>> {
        self.questions.remove(&id).map(|question| question.sender)
    }

    /// The question `id` has come further: who wants to know?
    pub(super) fn progressed(&mut self, id: AskId, now: Moment) -> Option<OnProgress> {
        let question = self.questions.get_mut(&id)?;
        let listener = question.progress.clone()?;
        question.progress_at = Some(now);
        Some(listener)
    }

    /// When any of what is waited for came further last.
    pub(super) fn last_progress(&self) -> Option<Moment> {
        self.questions.values().filter_map(|question| question.progress_at).max()
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
    use std::rc::Rc;

    use super::*;
    use crate::message::ErrorCode;

    #[test]
    fn only_work_that_is_going_on_and_is_watched_comes_further() {
        let mut waiting = Waiting::default();
        let watch: OnProgress = Rc::new(|_| ());
        assert!(waiting.wait(AskId(1), oneshot::channel().0, Some(watch)));
        assert!(waiting.wait(AskId(2), oneshot::channel().0, None));
        assert_eq!(waiting.last_progress(), None);
        assert!(waiting.progressed(AskId(1), Moment(5)).is_some());
        assert!(waiting.progressed(AskId(2), Moment(7)).is_none());
        assert!(waiting.progressed(AskId(3), Moment(9)).is_none(), "nobody asked that");
        assert_eq!(waiting.last_progress(), Some(Moment(5)));
        assert!(waiting.answered(AskId(1)).is_some());
        assert_eq!(waiting.last_progress(), None);
    }

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
