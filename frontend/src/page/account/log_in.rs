//! Signing in on a device that knows the account.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::Button,
        field::{PasswordField, TextField},
        form::Form,
        form_errors::FormErrors,
        page::Page,
        progress_bar::ProgressBar,
    },
    message::{ErrorCode, LogIn, Start, Typed},
    model::{
        account::{DeviceView, KnownAccount},
        handle::tidy_handle,
    },
    page::guard::home_of,
    route,
    session::Session,
    text::{t, use_i18n},
};

/// Signing in. A person whom this device knows is greeted by name: the worker says whom, and the form stands before.
#[component]
pub fn LogInPage() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let navigate = use_navigate();
    let job = Job::new();
    let errors = FormErrors::new(&["handle", "password"]);
    let known = Memo::new(move |_| session.device().get().and_then(|device| device.known));
    let handle = RwSignal::new(known.get_untracked().map_or_else(String::new, |known| known.handle));
    Effect::new(move |_| {
        if let Some(known) = known.get() {
            fill_in(handle, known);
        }
    });
    let password = RwSignal::new(String::new());
    let needs_kit = RwSignal::new(false);
    let submit = Act::new(move || {
        let navigate = navigate.clone();
        let (mut typed, password) = (handle.get_untracked(), Typed::from(password.get_untracked()));
        async move {
            // Pressed before the worker has said whom this device knows.
            if typed.is_empty()
                && session.device().with_untracked(Option::is_none)
                && let Ok(DeviceView { known: Some(known), .. }) = client.ask(Start {}).await
            {
                typed.clone_from(&known.handle);
                fill_in(handle, known);
            }
            let verb = LogIn { handle: tidy_handle(&typed), password };
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(account) => {
                    let home = home_of(&account, session);
                    session.signed_in(account);
                    navigate(&home, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(error) => {
                    needs_kit.try_set(matches!(error.code, ErrorCode::KitNeeded | ErrorCode::KitReplaced));
                    errors.show(i18n, &error);
                }
            }
        }
    });
    let title = move || match known.get() {
        Some(known) if !known.display_name.is_empty() => {
            t!(i18n, log_in.welcome_back, person = known.display_name)
        }
        _ => t!(i18n, log_in.title).to_owned(),
    };
    view! {
        <Page title=Signal::derive(title)>
            <Form on_submit=submit errors>
                <Show when=move || needs_kit.get()>
                    <p><A href=route::LOG_IN_WITH_KIT attr:class="ds-button">{t!(i18n, log_in.with_kit)}</A></p>
                </Show>
                <TextField
                    id="handle"
                    label=t!(i18n, field.handle)
                    value=handle
                    errors
                    autocomplete="username"
                />
                <PasswordField
                    id="password"
                    label=t!(i18n, field.password)
                    value=password
                    errors
                />
                <div class="actions"><Button pending=submit.pending()>{t!(i18n, log_in.submit)}</Button></div>
                <Show when=move || submit.pending().get() && !job.running().get()>
                    <p role="status">{t!(i18n, progress.loading)}</p>
                </Show>
                <ProgressBar job />
            </Form>
            <ul class="ds-list">
                <li><A href=route::LOG_IN_WITH_KIT attr:class="ds-link">{t!(i18n, log_in.with_kit)}</A></li>
                <li><A href=route::RECOVER attr:class="ds-link">{t!(i18n, log_in.forgotten)}</A></li>
                <li><A href=route::LOST_DEVICE attr:class="ds-link">{t!(i18n, lost_device.link)}</A></li>
                <li><A href=route::REGISTER attr:class="ds-link">{t!(i18n, log_in.register)}</A></li>
            </ul>
        </Page>
    }
}

/// The handle of whom this device knows. What somebody typed before stays.
fn fill_in(handle: RwSignal<String>, known: KnownAccount) {
    if handle.try_with_untracked(String::is_empty) == Some(true) {
        handle.set(known.handle);
    }
}
