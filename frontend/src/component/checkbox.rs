//! A box to tick. Nothing is ticked that nobody asked for.

use leptos::prelude::*;

/// A box with words, and perhaps a line under them.
#[component]
pub fn Checkbox(
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// What a tick does.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Its words.
    #[prop(into)]
    label: Signal<String>,
    /// A line under them.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <label class="ds-field choice">
            <input
                class="ds-input"
                type="checkbox"
                prop:checked=checked
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class="choice-words">
                <span class="choice-label">{label}</span>
                {move || hint.get().map(|hint| view! { <span class="choice-hint">{hint}</span> })}
            </span>
        </label>
    }
}
