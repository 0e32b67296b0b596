//! A few ways of which one is taken.

use leptos::prelude::*;

/// One way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<T> {
    /// What it stands for.
    pub value: T,
    /// Its words.
    pub label: String,
    /// A line under them; may be empty.
    pub hint: String,
}

impl<T> Choice<T> {
    /// A way without a line under it.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into(), hint: String::new() }
    }
}

/// A question with its ways.
#[component]
pub fn RadioGroup<T: Clone + PartialEq + Send + Sync + 'static>(
    /// The name of the group, unique on the page; the first way has it as its id, so that errors find it.
    id: &'static str,
    /// The question.
    #[prop(into)]
    legend: Signal<String>,
    /// The ways.
    choices: Vec<Choice<T>>,
    /// The one that is taken.
    value: RwSignal<T>,
) -> impl IntoView {
    let way = move |(index, choice): (usize, Choice<T>)| {
        let Choice { value: of, label, hint } = choice;
        let taken = {
            let of = of.clone();
            move || value.with(|value| *value == of)
        };
        view! {
            <label class="ds-field choice">
                <input
                    class="ds-input"
                    type="radio"
                    name=id
                    id=(index == 0).then_some(id)
                    prop:checked=taken
                    on:change=move |_| value.set(of.clone())
                />
                <span class="choice-words">
                    <span class="choice-label">{label}</span>
                    {(!hint.is_empty()).then(|| view! { <span class="choice-hint">{hint}</span> })}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{legend}</legend>
            {choices.into_iter().enumerate().map(way).collect_view()}
        </fieldset>
    }
}
