//! A question that the page asks before an act that lasts. As long as it is open, what it stands in is not drawn anew: an
//! event from elsewhere would take the question away between its two taps.

use leptos::prelude::*;

/// How many questions are open in a view that is fetched again by itself.
#[derive(Clone, Copy)]
pub struct OpenQuestions(RwSignal<u32>);

impl OpenQuestions {
    /// None yet; provided to every component below.
    pub fn provide() -> Self {
        let open = Self(RwSignal::new(0));
        provide_context(open);
        open
    }

    /// Whether there is one.
    pub fn any(self) -> bool {
        self.0.get() > 0
    }
}

/// One of them. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Question {
    is_open: RwSignal<bool>,
    all: Option<OpenQuestions>,
}

impl Question {
    /// Not asked yet. It ends with the component that asks it.
    pub fn unasked() -> Self {
        let question = Self { is_open: RwSignal::new(false), all: use_context() };
        on_cleanup(move || question.end());
        question
    }

    /// Whether it is open.
    pub fn is_open(self) -> bool {
        self.is_open.get()
    }

    /// Asks it.
    pub fn ask(self) {
        self.turn(true, |count| count.saturating_add(1));
    }

    /// It was answered or put away.
    pub fn end(self) {
        self.turn(false, |count| count.saturating_sub(1));
    }

    /// The page may have been left meanwhile.
    fn turn(self, open: bool, count: fn(u32) -> u32) {
        if self.is_open.try_get_untracked() != Some(!open) {
            return;
        }
        self.is_open.try_set(open);
        if let Some(OpenQuestions(all)) = self.all {
            all.try_update(|all| *all = count(*all));
        }
    }
}
