//! What a press does. All acts are one type, so that each costs its own code and nothing more.
//!
//! Not leptos' `Action`: while one of those goes on, it keeps its page from being cleaned up, and what leaving a page is to
//! stop, such as the camera or a long piece of work, would never be told to.

use core::{future::Future, pin::Pin};
use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};

type Run = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>;

/// Something that a press does, and that takes a while. It goes on when its page is left, whose signals are gone then. Copies
/// are the same one.
#[derive(Clone, Copy)]
pub struct Act {
    run: StoredValue<Run, LocalStorage>,
    running: RwSignal<u32>,
}

impl Act {
    /// What `run` does, each time anew.
    pub fn new<F: Future<Output = ()> + 'static>(run: impl Fn() -> F + 'static) -> Self {
        Self::of(Rc::new(move || Box::pin(run())))
    }

    fn of(run: Run) -> Self {
        Self { run: StoredValue::new_local(run), running: RwSignal::new(0) }
    }

    /// Does it.
    pub fn run(self) {
        let Some(run) = self.run.try_get_value() else { return };
        self.running.update(|running| *running = running.saturating_add(1));
        let doing = untrack(|| run());
        spawn_local(async move {
            doing.await;
            self.running.try_update(|running| *running = running.saturating_sub(1));
        });
    }

    /// Whether it is going on.
    pub fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.running.try_get().is_some_and(|running| running > 0))
    }
}

/// So that a button or a form takes an act as what it does.
impl From<Act> for Callback<()> {
    fn from(act: Act) -> Self {
        Self::new(move |()| act.run())
    }
}
