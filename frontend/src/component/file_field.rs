//! A field for one file. For many, with a place to drop them, see `drop_zone`.

use leptos::{html::Input, prelude::*};
use web_sys::File;

use super::{field::FieldError, form_errors::FormErrors};

/// A field for one file.
#[component]
pub fn FileField(
    /// Its id, and the name errors use.
    id: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: Signal<String>,
    /// What was chosen.
    value: RwSignal<Option<File>, LocalStorage>,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let error = errors.of(id);
    let input = NodeRef::<Input>::new();
    let chosen = move |_| value.set(input.get().and_then(|input| input.files()?.get(0)));
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id>{label}</label>
            <input
                class="ds-input"
                id=id
                type="file"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=format!("{id}-error")
                node_ref=input
                on:change=chosen
            />
            <FieldError id error />
        </div>
    }
}
