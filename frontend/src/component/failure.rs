//! A whole page, or a part of one, that could not be shown: what happened, what is kept, and the next step.

use leptos::prelude::*;

use super::{
    button::{Button, Look},
    error_text::error_text,
    key_changed::KeyChanged,
    notice::{Notice, Tone},
};
use crate::{
    message::{AppError, ErrorCode},
    text::{t, use_i18n},
};

/// What happened and what to do. A changed key is a full stop: there is nothing to try again.
#[component]
pub fn Failure(
    /// What happened.
    error: AppError,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    match (error.code, &error.person) {
        (ErrorCode::KeyChanged, Some(person)) => {
            view! { <KeyChanged person=(**person).clone() on_confirmed=on_retry /> }.into_any()
        }
        (ErrorCode::ServerWentBack, _) => {
            view! { <Notice tone=Tone::Danger><p>{error_text(i18n, &error)}</p></Notice> }.into_any()
        }
        _ => view! {
            <Notice tone=Tone::Warning>
                <p>{error_text(i18n, &error)}</p>
                <Button look=Look::Secondary icon="refresh-cw" on_press=on_retry>{t!(i18n, loaded.retry)}</Button>
            </Notice>
        }
        .into_any(),
    }
}
