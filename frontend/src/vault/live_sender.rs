//! Tells the page what happened elsewhere.

use std::{cell::Cell, rc::Rc};

use web_sys::DedicatedWorkerGlobalScope;

use super::post;
use crate::message::{FromVault, LiveEvent};

/// Sends live events. Clones share what they know of the server being away.
#[derive(Clone)]
pub(super) struct LiveSender {
    scope: DedicatedWorkerGlobalScope,
    away: Rc<Cell<bool>>,
}

impl LiveSender {
    pub(super) fn new(scope: DedicatedWorkerGlobalScope) -> Self {
        Self { scope, away: Rc::default() }
    }

    /// Tells the page.
    pub(super) fn send(&self, event: LiveEvent) {
        post(&self.scope, &FromVault::Live(event), []);
    }

    /// Notes whether the server answers, and tells the page when that changes.
    pub(super) fn server_is_away(&self, away: bool) {
        if self.away.replace(away) != away {
            self.send(if away { LiveEvent::ServerAway } else { LiveEvent::ServerBack });
        }
    }
}
