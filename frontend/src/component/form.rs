//! A form: what is wrong stands at its top, and its button or Enter does what it is for.

use leptos::prelude::*;

use super::{error_summary::ErrorSummary, form_errors::FormErrors};

/// A form. Its first button without an act of its own submits it.
#[component]
pub fn Form(
    /// What submitting does.
    #[prop(into)]
    on_submit: Callback<()>,
    /// What is wrong with what was typed.
    errors: FormErrors,
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form class="form" on:submit=submit>
            <ErrorSummary errors />
            {children()}
        </form>
    }
}
