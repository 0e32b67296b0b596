//! The dialog that asks for the password again, where it was last typed more than ten minutes ago. Then the verb that
//! wanted it goes on by itself.

use leptos::{html::Dialog, prelude::*};

use super::{
    button::{Button, Look},
    field::PasswordField,
    form::Form,
    form_errors::FormErrors,
};
use crate::{
    act::Act,
    api::{PasswordPrompt, VaultClient},
    message::{ConfirmPassword, Typed},
    session::Session,
    text::{t, use_i18n},
};

/// The dialog. It stands once in the application, and its fields only while it is shown.
#[component]
pub fn ConfirmPasswordDialog() -> impl IntoView {
    let prompt = VaultClient::expect().password_prompt();
    let session = Session::expect();
    // Too many wrong passwords end the session: what waited ends with it, and the sign-in page is free.
    Effect::new(move |_| {
        if session.account().get().is_none() && prompt.is_open().get_untracked() {
            prompt.end(false);
        }
    });
    view! {
        <Show when=move || prompt.is_open().get()>
            <OpenDialog prompt />
        </Show>
    }
}

#[component]
fn OpenDialog(prompt: PasswordPrompt) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let dialog = NodeRef::<Dialog>::new();
    let password = RwSignal::new(String::new());
    let errors = FormErrors::new(&["confirm_password"]);
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Showing a dialog that is shown already is the only way this fails.
            drop(dialog.show_modal());
        }
    });
    let submit = Act::new(move || async move {
        let typed = Typed::from(password.get_untracked());
        match client.ask(ConfirmPassword { password: typed }).await {
            Ok(()) => prompt.end(true),
            Err(error) => errors.show(i18n, &error.in_field("confirm_password")),
        }
    });
    view! {
        <dialog
            class="ds-dialog"
            node_ref=dialog
            aria-labelledby="confirm-password-title"
            on:cancel=move |_: web_sys::Event| prompt.end(false)
        >
            <div class="form">
                <h2 class="ds-heading" data-size="sm" id="confirm-password-title">{t!(i18n, confirm_password.title)}</h2>
                <p>{t!(i18n, confirm_password.why)}</p>
            </div>
            <Form on_submit=submit errors>
                <PasswordField
                    id="confirm_password"
                    label=t!(i18n, field.password)
                    value=password
                    errors
                />
                <div class="actions">
                    <Button pending=submit.pending()>{t!(i18n, confirm_password.go_on)}</Button>
                    <Button look=Look::Secondary on_press=move || prompt.end(false)>{t!(i18n, form.cancel)}</Button>
                </div>
            </Form>
        </dialog>
    }
}
