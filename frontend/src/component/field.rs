//! Fields that are typed into: label above, hint under it, what is wrong under that.

use leptos::prelude::*;

use super::form_errors::FormErrors;
use crate::text::{t, use_i18n};

/// A field for one line of text.
#[component]
pub fn TextField(
    /// Its id, and the name errors use.
    id: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: Signal<String>,
    /// How it is wanted.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// What is wrong.
    errors: FormErrors,
    /// `text`, `date`, `datetime-local`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// A class for the width of what is expected.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    let error = errors.of(id);
    view! {
        <div class=format!("ds-field {class}")>
            <Label id label hint />
            <input
                class="ds-input"
                id=id
                name=id
                type=kind
                inputmode=inputmode
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=describedby(id)
                bind:value=value
            />
            <FieldError id error />
        </div>
    }
}

/// A field for a password: it can be shown and pasted into.
#[component]
pub fn PasswordField(
    /// Its id, and the name errors use.
    id: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: Signal<String>,
    /// How it is wanted.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// What is wrong.
    errors: FormErrors,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let error = errors.of(id);
    let shown = RwSignal::new(false);
    view! {
        <div class="ds-field">
            <Label id label hint />
            <div class="field-password">
                <input
                    class="ds-input"
                    id=id
                    name=id
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=describedby(id)
                    bind:value=value
                />
                <button
                    class="ds-button"
                    type="button"
                    data-variant="secondary"
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { t!(i18n, form.hide).into_any() } else { t!(i18n, form.show).into_any() }}
                </button>
            </div>
            <FieldError id error />
        </div>
    }
}

/// A field for several lines.
#[component]
pub fn TextArea(
    /// Its id, and the name errors use.
    id: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: Signal<String>,
    /// How it is wanted.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let error = errors.of(id);
    view! {
        <div class="ds-field">
            <Label id label hint />
            <textarea
                class="ds-input"
                id=id
                name=id
                rows="3"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=describedby(id)
                bind:value=value
            ></textarea>
            <FieldError id error />
        </div>
    }
}

/// A field that offers a few values: pairs of value and words.
#[component]
pub fn SelectField(
    /// Its id, and the name errors use.
    id: &'static str,
    /// What is wanted.
    #[prop(into)]
    label: Signal<String>,
    /// How it is wanted.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// Values and their words.
    options: Vec<(String, String)>,
    /// The chosen value.
    value: RwSignal<String>,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let error = errors.of(id);
    let option = move |(option, words): (String, String)| {
        let chosen = {
            let option = option.clone();
            move || value.with(|value| *value == option)
        };
        view! { <option value=option selected=chosen>{words}</option> }
    };
    view! {
        <div class="ds-field">
            <Label id label hint />
            <select
                class="ds-input"
                id=id
                name=id
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=describedby(id)
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options.into_iter().map(option).collect_view()}
            </select>
            <FieldError id error />
        </div>
    }
}

#[component]
fn Label(id: &'static str, label: Signal<String>, hint: MaybeProp<String>) -> impl IntoView {
    view! {
        <label class="ds-label" for=id>{label}</label>
        <p class="field-hint" data-field="description" id=format!("{id}-hint")>{move || hint.get()}</p>
    }
}

/// What is wrong, under a field; for sets of boxes too, which name it in their `aria-describedby`.
#[component]
pub fn FieldError(
    /// The id of the field.
    id: &'static str,
    /// What is wrong.
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div id=format!("{id}-error")>
            {move || error.get().map(|text| view! { <p class="ds-validation-message">{text}</p> })}
        </div>
    }
}

fn describedby(id: &str) -> String {
    format!("{id}-hint {id}-error")
}
