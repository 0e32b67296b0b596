//! A box that says something: information, success, warning, danger. It stays; nothing flies by.

use leptos::prelude::*;

/// What kind of thing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Success,
    /// Mind this.
    Warning,
    /// It did not work, or is not safe.
    Danger,
}

impl Tone {
    /// As Designsystemet names it.
    pub const fn colour(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A box that says something.
#[component]
pub fn Notice(
    /// What kind of thing.
    #[prop(optional)]
    tone: Tone,
    children: Children,
) -> impl IntoView {
    view! { <div class="ds-alert notice" data-color=tone.colour()>{children()}</div> }
}
