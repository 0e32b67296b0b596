//! Signing in on a new device: the kit is typed once, and the device keeps what it needs.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

use crate::{
    api::{Job, VaultClient},
    component::{
        button::Button,
        error_summary::ErrorSummary,
        field::{PasswordField, TextField},
        form_errors::FormErrors,
        page::Page,
        progress_bar::ProgressBar,
    },
    message::{LogInWithKit, Typed},
    model::handle::tidy_handle,
    page::guard::home_of,
    route,
    session::Session,
    text::{t, t_string, use_i18n},
};

/// Signing in with the kit.
#[component]
pub fn LogInWithKitPage() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let navigate = use_navigate();
    let job = Job::new();
    let errors = FormErrors::new(&["handle", "kit", "password"]);
    let [handle, kit, password] = [(); 3].map(|()| RwSignal::new(String::new()));
    let submit = Action::new_local(move |(): &()| {
        let navigate = navigate.clone();
        let verb = LogInWithKit {
            handle: tidy_handle(&handle.get_untracked()),
            kit: Typed::from(kit.get_untracked()),
            password: Typed::from(password.get_untracked()),
        };
        async move {
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(account) => {
                    let home = home_of(&account);
                    session.signed_in(account);
                    navigate(home, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    view! {
        <Page title=Signal::derive(move || t_string!(i18n, log_in_with_kit.title).to_owned())>
            <p>{t!(i18n, log_in_with_kit.why)}</p>
            <form
                class="form"
                on:submit=move |event| {
                    event.prevent_default();
                    submit.dispatch(());
                }
            >
                <ErrorSummary errors />
                <TextField
                    id="handle"
                    label=Signal::derive(move || t_string!(i18n, field.handle).to_owned())
                    value=handle
                    errors
                    autocomplete="username"
                />
                <KitField value=kit errors />
                <PasswordField
                    id="password"
                    label=Signal::derive(move || t_string!(i18n, field.password).to_owned())
                    value=password
                    errors
                />
                <div class="actions"><Button pending=submit.pending()>{t!(i18n, log_in.submit)}</Button></div>
                <ProgressBar job />
            </form>
            <p><A href=route::RECOVER attr:class="ds-link">{t!(i18n, log_in.forgotten)}</A></p>
        </Page>
    }
}

/// One field for the whole kit, in any spacing and case.
#[component]
pub fn KitField(
    /// What was typed.
    value: RwSignal<String>,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TextField
            id="kit"
            label=Signal::derive(move || t_string!(i18n, field.kit).to_owned())
            hint=Signal::derive(move || t_string!(i18n, field.kit_hint).to_owned())
            value
            errors
            class="field-code"
        />
    }
}
