//! Tells the page what happened elsewhere.

use std::{cell::Cell, rc::Rc};

use web_sys::DedicatedWorkerGlobalScope;

use super::{post, reporter::Reporter};
use crate::message::{AskId, FromVault, LiveEvent};

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

    /// Who reports on work that nobody asked for: to nobody, for the page counts its questions from 1.
    pub(super) fn unasked(&self) -> Reporter {
        Reporter::new(AskId(0), self.scope.clone())
    }

    /// Notes whether the server answers, and tells the page when that changes.
    pub(super) fn server_is_away(&self, away: bool) {
        if self.away.replace(away) != away {
            self.send(if away { LiveEvent::ServerAway } else { LiveEvent::ServerBack });
        }
    }
}
