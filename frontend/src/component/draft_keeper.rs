//! What is typed into a form, kept sealed on the device while it is typed: there again after another page and after a reload.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;

use super::form_errors::FormErrors;
use crate::{
    api::VaultClient,
    message::{AppError, DraftOf, ErrorCode, KeepDraft},
    text::Texts,
};

/// Keeps what is typed into one form. Clones are the same.
#[derive(Clone)]
pub struct DraftKeeper(Rc<Keeping>);

struct Keeping {
    of: DraftOf,
    client: VaultClient,
    /// What is to be kept.
    wanted: RefCell<Option<String>>,
    /// What the device keeps.
    kept: RefCell<Option<String>>,
    is_busy: Cell<bool>,
    /// Where it is told that the device does not keep it.
    form: Cell<Option<(Texts, FormErrors)>>,
    has_told: Cell<bool>,
}

impl DraftKeeper {
    /// For a form of which this device keeps so much already.
    pub fn new(of: DraftOf, kept: Option<String>) -> Self {
        let (wanted, kept) = (RefCell::new(kept.clone()), RefCell::new(kept));
        Self(Rc::new(Keeping {
            of,
            client: VaultClient::expect(),
            wanted,
            kept,
            is_busy: Cell::new(false),
            form: Cell::new(None),
            has_told: Cell::new(false),
        }))
    }

    /// Keeps what was typed so far, now and with every change; nothing typed is nothing to keep. That the device does not keep
    /// it stands among what is wrong on the form.
    pub fn follow<T: Serialize + 'static>(
        &self,
        texts: Texts,
        errors: FormErrors,
        typed: impl Fn() -> Option<T> + 'static,
    ) {
        self.0.form.set(Some((texts, errors)));
        let keeper = self.clone();
        Effect::new(move |_| keeper.keep(typed().and_then(|typed| serde_json::to_string(&typed).ok())));
    }

    /// What was typed is sent: it is kept no longer.
    pub fn forget(&self) {
        self.keep(None);
    }

    /// One at a time, and of what changes meanwhile the last alone: the device keeps up with whoever types fast.
    fn keep(&self, content: Option<String>) {
        *self.0.wanted.borrow_mut() = content;
        if !self.0.is_busy.replace(true) {
            let keeping = Rc::clone(&self.0);
            spawn_local(async move {
                keeping.catch_up().await;
            });
        }
    }
}

impl Keeping {
    async fn catch_up(&self) {
        loop {
            let wanted = self.wanted.borrow().clone();
            if wanted == *self.kept.borrow() {
                break;
            }
            match self.client.ask(KeepDraft { of: self.of, content: wanted.clone() }).await {
                Ok(()) => *self.kept.borrow_mut() = wanted,
                Err(error) => {
                    self.tell(&error);
                    if wanted == *self.wanted.borrow() {
                        // The next change tries again.
                        break;
                    }
                }
            }
        }
        self.is_busy.set(false);
    }

    /// Once, and not with every letter.
    fn tell(&self, error: &AppError) {
        if is_told_elsewhere(error.code) || self.has_told.replace(true) {
            return;
        }
        if let Some((texts, errors)) = self.form.get() {
            errors.show(texts, error);
        }
    }
}

/// Whoever is signed out, or whose opening ended, learns so from the whole page.
const fn is_told_elsewhere(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::Closed
            | ErrorCode::Locked
            | ErrorCode::SessionEnded
            | ErrorCode::Expired
            | ErrorCode::TakenBack
            | ErrorCode::AccessEnded
            | ErrorCode::AccessPaused
            | ErrorCode::Cancelled
            | ErrorCode::WorkerStopped
    )
}
