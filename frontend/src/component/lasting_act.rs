//! An act that lasts: the first tap shows what it means, the second does it.

use leptos::prelude::*;

use super::{
    button::{Button, Look},
    error_summary::ErrorSummary,
    form_errors::FormErrors,
    question::Question,
    revealed::Revealed,
};
use crate::{
    act::Act,
    text::{t, use_i18n},
};

/// The button that asks, and then what the act means with the button that does it. Children are choices between the two.
#[component]
pub fn LastingAct(
    /// What it does.
    act: Act,
    /// What was wrong when it was done.
    errors: FormErrors,
    /// The words of the first button.
    #[prop(into)]
    ask: String,
    /// What it means, before it is done.
    #[prop(into)]
    consequence: String,
    /// The words of the second button.
    #[prop(into)]
    now: String,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView {
    let i18n = use_i18n();
    let question = Question::unasked();
    // What was done asks no more; what went wrong is shown beside its question.
    Effect::new(move |was_pending: Option<bool>| {
        let is_pending = act.pending().get();
        if was_pending == Some(true) && !is_pending && errors.is_empty() {
            question.end();
        }
        is_pending
    });
    let [ask, consequence, now] = [ask, consequence, now].map(StoredValue::new);
    let choices = StoredValue::new(children);
    view! {
        <ErrorSummary errors />
        {move || if question.is_open() {
            view! {
                <Revealed>
                    <p class="consequence">{consequence.get_value()}</p>
                    {choices.with_value(|choices| choices.as_ref().map(|choices| choices()))}
                    <div class="actions">
                        <Button look=Look::Danger icon="ban" pending=act.pending() on_press=move || {
                            errors.clear();
                            act.run();
                        }>{now.get_value()}</Button>
                        <Button look=Look::Secondary on_press=move || question.end()>{t!(i18n, form.cancel)}</Button>
                    </div>
                </Revealed>
            }.into_any()
        } else {
            view! {
                <div class="actions">
                    <Button look=Look::Danger on_press=move || question.ask()>{ask.get_value()}</Button>
                </div>
            }.into_any()
        }}
    }
}
