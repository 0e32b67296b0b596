//! A folded part whose content is made when it is opened for the first time. For content that is there anyway see `fold`.

use leptos::prelude::*;
use web_sys::HtmlDetailsElement;

/// A folded part under a line of its own.
#[component]
pub fn LazyFold<L>(
    /// The line.
    line: L,
    /// Whether it is open from the beginning.
    #[prop(optional)]
    open: bool,
    /// Its content.
    children: ChildrenFn,
) -> impl IntoView
where
    L: IntoView + 'static,
{
    let is_open = RwSignal::new(open);
    let was_opened = Memo::new(move |before: Option<&bool>| is_open.get() || before.is_some_and(|before| *before));
    view! {
        <details
            class="ds-details lazy-fold"
            open=open
            on:toggle=move |event| is_open.set(event_target::<HtmlDetailsElement>(&event).open())
        >
            <summary>{line}</summary>
            <div>{move || was_opened.get().then(|| children())}</div>
        </details>
    }
}
