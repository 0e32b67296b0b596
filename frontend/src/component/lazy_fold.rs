//! A folded part whose content is made when it is opened for the first time. For content that is there anyway see `fold`.

use leptos::prelude::*;
use web_sys::HtmlDetailsElement;

use super::as_left::AsLeft;

/// A folded part under a line of its own.
#[component]
pub fn LazyFold<L>(
    /// The line.
    line: L,
    /// Whether it is open from the beginning.
    #[prop(optional)]
    open: bool,
    /// By which it is found again in a list page that somebody goes back to.
    #[prop(optional, into)]
    name: Option<String>,
    /// Its content.
    children: ChildrenFn,
) -> impl IntoView
where
    L: IntoView + 'static,
{
    let noted = AsLeft::of_page().zip(name);
    let before = noted.as_ref().and_then(|(page, name)| page.look(|list| list.folds.get(name).copied()));
    let open = before.unwrap_or(open);
    let is_open = RwSignal::new(open);
    let was_opened = Memo::new(move |before: Option<&bool>| is_open.get() || before.is_some_and(|before| *before));
    let toggled = move |open: bool| {
        is_open.set(open);
        if let Some((page, name)) = &noted {
            page.note(|list| _ = list.folds.insert(name.clone(), open));
        }
    };
    view! {
        <details
            class="ds-details lazy-fold"
            open=open
            on:toggle=move |event| toggled(event_target::<HtmlDetailsElement>(&event).open())
        >
            <summary>{line}</summary>
            <div>{move || was_opened.get().then(|| children())}</div>
        </details>
    }
}
