//! The frame of every page and of every step of a form: its title is the window's title, and its heading has the focus
//! when it appears.

use leptos::{html::H1, prelude::*};

use crate::text::{t, use_i18n};

/// The title of what interrupts a page, while it does: it takes the place of the page's own.
#[derive(Clone, Copy)]
pub struct Interruption(RwSignal<Option<String>>);

impl Interruption {
    /// Gives the page around this component another title, as long as the component is there.
    pub fn entitle(title: impl Fn() -> String + 'static) {
        let Some(Self(interruption)) = use_context() else { return };
        Effect::new(move |_| interruption.set(Some(title())));
        on_cleanup(move || drop(interruption.try_set(None)));
    }
}

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
    let interruption = RwSignal::new(None);
    provide_context(Interruption(interruption));
    Effect::new(move |_| {
        let shown = interruption.get().unwrap_or_else(|| title.get());
        document().set_title(&t!(i18n, app.title, page = shown));
    });
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
