//! What a press has revealed in the place of what was pressed: the focus goes there instead of being lost.

use leptos::{html::Div, prelude::*};

/// A part of a page that has the focus when it appears.
#[component]
pub fn Revealed(children: Children) -> impl IntoView {
    let part = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(part) = part.get() {
            drop(part.focus());
        }
    });
    view! { <div class="revealed stack-tight" tabindex="-1" node_ref=part>{children()}</div> }
}
