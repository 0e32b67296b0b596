//! What a press does. All acts are one type of leptos' `Action`, so that each costs its own code and nothing more.

use core::{future::Future, pin::Pin};
use std::rc::Rc;

use leptos::prelude::*;

type Run = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>;

/// Something that a press does, and that takes a while. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Act(Action<(), ()>);

impl Act {
    /// What `run` does, each time anew.
    pub fn new<F: Future<Output = ()> + 'static>(run: impl Fn() -> F + 'static) -> Self {
        Self::of(Rc::new(move || Box::pin(run())))
    }

    fn of(run: Run) -> Self {
        Self(Action::new_local(move |(): &()| run()))
    }

    /// Does it.
    pub fn run(self) {
        self.0.dispatch(());
    }

    /// Whether it is going on.
    pub fn pending(self) -> Signal<bool> {
        self.0.pending().into()
    }
}

/// So that a button or a form takes an act as what it does.
impl From<Act> for Callback<()> {
    fn from(act: Act) -> Self {
        Self::new(move |()| act.run())
    }
}
