//! Closing the account: what goes, what may remain, the password again.

use leptos::prelude::*;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        field::PasswordField,
        form::Form,
        form_errors::FormErrors,
        page::Page,
        shell::leave_signed_out,
    },
    message::{CloseAccount, ErrorCode, Typed},
    route,
    session::Session,
    text::{t, use_i18n},
};

/// The form.
#[component]
pub fn CloseAccountForm() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let errors = FormErrors::new(&["close_password"]);
    let password = RwSignal::new(String::new());
    let failed = RwSignal::new(false);
    let submit = Act::new(move || {
        let verb = CloseAccount { password: Typed::from(password.get_untracked()) };
        async move {
            match client.ask(verb).await {
                Ok(()) => {
                    session.device_forgotten();
                    leave_signed_out(client, session, route::CLOSED_ACCOUNT).await;
                }
                Err(error) => {
                    client.changed();
                    failed.try_set(error.code != ErrorCode::NotYourPassword);
                    errors.show(i18n, &error);
                }
            }
        }
    });
    view! {
        <Form on_submit=submit errors>
            <Show when=move || failed.get()>
                <p>{t!(i18n, close_account.still_open)}</p>
            </Show>
            <p>{t!(i18n, close_account.what)}</p>
            <WhatRemains />
            <PasswordField id="close_password" label=t!(i18n, field.password) value=password errors />
            <p class="consequence">{t!(i18n, close_account.consequence)}</p>
            <div class="actions">
                <Button look=Look::Danger icon="ban" pending=submit.pending()>{t!(i18n, close_account.submit)}</Button>
            </div>
        </Form>
    }
}

/// What closing cannot reach.
#[component]
fn WhatRemains() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, close_account.remains)}</p>
        <ul class="ds-list">
            <li>{t!(i18n, close_account.remains_handle)}</li>
            <li>{t!(i18n, close_account.remains_srs)}</li>
            <li>{t!(i18n, close_account.remains_backups)}</li>
            <li>{t!(i18n, close_account.remains_copies)}</li>
            <li>{t!(i18n, close_account.remains_read)}</li>
            <li>{t!(i18n, close_account.remains_signed)}</li>
        </ul>
    }
}

/// What is said once it is done.
#[component]
pub fn ClosedAccountPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Page title=t!(i18n, close_account.done_title)>
            <p>{t!(i18n, close_account.done)}</p>
            <WhatRemains />
        </Page>
    }
}
