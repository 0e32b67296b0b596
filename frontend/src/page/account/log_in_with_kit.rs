//! Signing in on a new device: the kit is typed once, and the device keeps what it needs.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

use super::kept_form::KitForm;
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
        scan_code::ScanCode,
    },
    message::{LogInWithKit, Typed},
    model::{handle::tidy_handle, scanned::scanned_kit},
    page::guard::home_of,
    route,
    session::Session,
    text::{t, use_i18n},
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
    let KitForm { handle, kit, password, .. } = KitForm::draw();
    let submit = Act::new(move || {
        let navigate = navigate.clone();
        let verb = LogInWithKit {
            handle: tidy_handle(&handle.get_untracked()),
            kit: Typed::from(kit.get_untracked()),
            password: Typed::from(password.get_untracked()),
        };
        async move {
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(account) => {
                    let home = home_of(&account, session);
                    session.signed_in(account);
                    navigate(&home, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    view! {
        <Page title=t!(i18n, log_in_with_kit.title)>
            <p>{t!(i18n, log_in_with_kit.why)}</p>
            <Form on_submit=submit errors>
                <TextField
                    id="handle"
                    label=t!(i18n, field.handle)
                    value=handle
                    errors
                    autocomplete="username"
                />
                <KitField value=kit errors />
                <PasswordField
                    id="password"
                    label=t!(i18n, field.password)
                    value=password
                    errors
                />
                <div class="actions"><Button pending=submit.pending()>{t!(i18n, log_in.submit)}</Button></div>
                <ProgressBar job />
            </Form>
            <p><A href=route::RECOVER attr:class="ds-link">{t!(i18n, log_in.forgotten)}</A></p>
        </Page>
    }
}

/// One field for the whole kit, in any spacing and case, or scanned.
#[component]
pub fn KitField(
    /// What was typed.
    value: RwSignal<String>,
    /// What is wrong.
    errors: FormErrors,
) -> impl IntoView {
    let i18n = use_i18n();
    let take = move |text: String| {
        let kit = scanned_kit(&text);
        let is_kit = kit.is_some();
        if let Some(kit) = kit {
            value.set(kit);
        }
        is_kit
    };
    view! {
        <TextField
            id="kit"
            label=t!(i18n, field.kit)
            hint=t!(i18n, field.kit_hint)
            value
            errors
            class="field-code"
        />
        <ScanCode label=t!(i18n, scan.kit) wrong=t!(i18n, scan.not_kit) on_code=take />
    }
}
