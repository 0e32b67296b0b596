//! The summary of what is wrong, at the top of a form, with the focus moved to it and one link per field. A changed key
//! takes the place of the whole form.

use leptos::{html::Div, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::{
    form_errors::{FormError, FormErrors},
    key_changed::KeyChanged,
};
use crate::text::{t, use_i18n};

/// The summary. Takes no room while nothing is wrong.
#[component]
pub fn ErrorSummary(
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let i18n = use_i18n();
    let summary = NodeRef::<Div>::new();
    let all = errors.all();
    Effect::new(move |_| {
        if !all.with(Vec::is_empty)
            && let Some(summary) = summary.get()
        {
            drop(summary.focus());
        }
    });
    let changed_key = errors.changed_key();
    view! {
        {move || changed_key.get().map(|person| view! { <KeyChanged person on_confirmed=move || errors.clear() /> })}
        <Show when=move || !all.with(Vec::is_empty)>
            <div class="ds-error-summary" tabindex="-1" role="alert" node_ref=summary>
                <h2 class="ds-heading" data-size="xs">{t!(i18n, form.summary)}</h2>
                <ul class="ds-list">
                    <For each=move || all.get() key=|error| error.text.clone() let:error>
                        <li><ErrorLink error /></li>
                    </For>
                </ul>
            </div>
        </Show>
    }
}

#[component]
fn ErrorLink(error: FormError) -> impl IntoView {
    match error.field {
        Some(field) => view! {
            <a
                class="ds-link"
                href=format!("#{field}")
                on:click=move |event| {
                    event.prevent_default();
                    focus(field);
                }
            >
                {error.text}
            </a>
        }
        .into_any(),
        None => view! { <span>{error.text}</span> }.into_any(),
    }
}

fn focus(field: &str) {
    if let Some(element) =
        document().get_element_by_id(field).and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        // A field that cannot take the focus is at least scrolled to.
        element.scroll_into_view();
        drop(element.focus());
    }
}
