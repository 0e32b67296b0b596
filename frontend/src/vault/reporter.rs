//! The worker's end of one question: progress, cancellation, attachments, the answer.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use serde_json::value::RawValue;
use wasm_bindgen::JsValue;
use web_sys::{Blob, DedicatedWorkerGlobalScope};

use super::post;
use crate::message::{AppError, AskId, Attachment, ErrorCode, FromVault, Progress};

/// One question, as its verb sees it. Clones are the same question.
#[derive(Clone)]
pub(super) struct Reporter(Rc<Question>);

struct Question {
    id: AskId,
    scope: DedicatedWorkerGlobalScope,
    cancelled: Cell<bool>,
    attachments: RefCell<Vec<JsValue>>,
}

impl Reporter {
    pub(super) fn new(id: AskId, scope: DedicatedWorkerGlobalScope) -> Self {
        Self(Rc::new(Question { id, scope, cancelled: Cell::new(false), attachments: RefCell::default() }))
    }

    /// Which question.
    pub(super) fn id(&self) -> AskId {
        self.0.id
    }

    /// Tells the page how far the work has come.
    pub(super) fn progress(&self, progress: Progress) {
        post(&self.0.scope, &FromVault::Progress { id: self.0.id, progress }, []);
    }

    /// Lets a blob travel beside the answer; the view names it by what this gives.
    pub(super) fn attach(&self, blob: Blob) -> Attachment {
        let mut attachments = self.0.attachments.borrow_mut();
        attachments.push(blob.into());
        Attachment(u32::try_from(attachments.len().saturating_sub(1)).unwrap_or(u32::MAX))
    }

    /// The person pressed cancel.
    pub(super) fn cancel(&self) {
        self.0.cancelled.set(true);
    }

    /// Whether the person pressed cancel; long work asks between its pieces.
    pub(super) fn is_cancelled(&self) -> bool {
        self.0.cancelled.get()
    }

    /// Stops long work whose person pressed cancel.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`] when they did.
    pub(super) fn go_on(&self) -> Result<(), AppError> {
        if self.is_cancelled() { Err(ErrorCode::Cancelled.into()) } else { Ok(()) }
    }

    /// Ends the question.
    pub(super) fn answer(self, result: Result<Box<RawValue>, AppError>) {
        let attachments = if result.is_ok() { self.0.attachments.take() } else { Vec::new() };
        post(&self.0.scope, &FromVault::Answer { id: self.0.id, result }, attachments);
    }
}
