//! A part of a page that is folded away until it is wanted.

use leptos::prelude::*;

/// Folded text under a line that says what it is.
#[component]
pub fn Fold(
    /// The line.
    #[prop(into)]
    summary: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="ds-details">
            <summary>{summary}</summary>
            <div class="fold-body">{children()}</div>
        </details>
    }
}
