//! What is typed into a form, kept sealed on the device while it is typed: there again after another page and after a reload.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;

use crate::{
    api::VaultClient,
    message::{DraftOf, KeepDraft},
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
}

impl DraftKeeper {
    /// For a form of which this device keeps so much already.
    pub fn new(of: DraftOf, kept: Option<String>) -> Self {
        let (wanted, kept) = (RefCell::new(kept.clone()), RefCell::new(kept));
        Self(Rc::new(Keeping { of, client: VaultClient::expect(), wanted, kept, is_busy: Cell::new(false) }))
    }

    /// Keeps what was typed so far, now and with every change; nothing typed is nothing to keep.
    pub fn follow<T: Serialize + 'static>(&self, typed: impl Fn() -> Option<T> + 'static) {
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
            if self.client.ask(KeepDraft { of: self.of, content: wanted.clone() }).await.is_ok() {
                *self.kept.borrow_mut() = wanted;
            } else if wanted == *self.wanted.borrow() {
                // The next change tries again.
                break;
            }
        }
        self.is_busy.set(false);
    }
}
