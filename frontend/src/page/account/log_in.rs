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
    message::{ErrorCode, LogIn, Typed},
    model::{account::KnownAccount, handle::tidy_handle},
    page::guard::home_of,
    route,
    session::Session,
    text::{t, use_i18n},
};

/// Signing in. Whom this device knows is told by the worker a moment after the page appears.
#[component]
pub fn LogInPage() -> impl IntoView {
    let session = Session::expect();
    move || session.device().get().map(|device| view! { <LogInForm known=device.known /> })
}

/// The form; a known person is greeted by name.
#[component]
pub fn LogInForm(
    /// The account that this device knows.
    known: Option<KnownAccount>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let navigate = use_navigate();
    let job = Job::new();
    let errors = FormErrors::new(&["handle", "password"]);
    let (handle, known_as) = known.map(|known| (known.handle, known.display_name)).unwrap_or_default();
    let handle = RwSignal::new(handle);
    let password = RwSignal::new(String::new());
    let needs_kit = RwSignal::new(false);
    let submit = Act::new(move || {
        let navigate = navigate.clone();
        let verb =
            LogIn { handle: tidy_handle(&handle.get_untracked()), password: Typed::from(password.get_untracked()) };
        async move {
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
    let title = move || match known_as.as_str() {
        "" => t!(i18n, log_in.title).to_owned(),
        name => t!(i18n, log_in.welcome_back, person = name.to_owned()),
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
