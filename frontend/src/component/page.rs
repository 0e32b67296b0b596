//! The frame of every page and of every step of a form: its title is the window's title, and its heading has the focus
//! when it appears.

use leptos::{html::H1, prelude::*};

use crate::text::{t, use_i18n};

/// A page, or one step of a form.
#[component]
pub fn Page(
    /// The heading, and the window's title.
    #[prop(into)]
    title: Signal<String>,
    /// Lets tables and charts use the width of the window.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let heading = NodeRef::<H1>::new();
    Effect::new(move |_| document().set_title(&t!(i18n, app.title, page = title.get())));
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // A heading that was taken away meanwhile needs no focus.
            drop(heading.focus());
        }
    });
    view! {
        <div class="page" class:page-wide=wide>
            <h1 class="ds-heading page-title" data-size="lg" tabindex="-1" node_ref=heading>{title}</h1>
            {children()}
        </div>
    }
}
