//! The password is forgotten: the kit sets a new one. The new kit is shown and confirmed before anything changes.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_navigate};

use super::{kept_form::KitForm, log_in_with_kit::KitField, register::steps::PasswordMeter};
use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::Button,
        field::{PasswordField, TextField},
        form::Form,
        form_errors::FormErrors,
        kit_sheet::{KIT, KitSteps, give_up_kit},
        notice::Notice,
        page::Page,
        progress_bar::ProgressBar,
        step_history::{on_step, push_step},
    },
    message::{Recover, Typed},
    model::{
        account::{AccountView, KitView},
        handle::tidy_handle,
        password_meter::judge_password,
    },
    page::guard::home_of,
    session::Session,
    text::{t, use_i18n},
};

/// Setting a new password with the kit.
#[component]
pub fn RecoverPage() -> impl IntoView {
    let session = Session::expect();
    let navigate = use_navigate();
    let form = KitForm::draw();
    on_step(move |step| {
        if step.is_none() && form.made.with_untracked(Option::is_some) {
            form.made.set(None);
        }
    });
    let take = Callback::new(move |made| {
        push_step(KIT);
        form.made.set(Some(made));
    });
    let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
    let done = Callback::new(move |account: AccountView| {
        let home = home_of(&account, session);
        session.signed_in(account);
        navigate(&home, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    move || {
        // Behind the browser's own buttons nothing of it is left.
        if let Some(account) = session.account().get() {
            return view! { <Redirect path=home_of(&account, session) options=replace.clone() /> }.into_any();
        }
        match form.made.get() {
            Some(kit) => view! { <KitSteps kit on_confirmed=done in_history=true /> }.into_any(),
            None => view! { <RecoverForm form on_kit=take /> }.into_any(),
        }
    }
}

#[component]
fn RecoverForm(form: KitForm, on_kit: Callback<KitView>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&["handle", "kit", "new_password"]);
    let KitForm { handle, kit, password, .. } = form;
    let submit = Act::new(move || {
        let verb = Recover {
            handle: tidy_handle(&handle.get_untracked()),
            kit: Typed::from(kit.get_untracked()),
            new_password: Typed::from(password.get_untracked()),
        };
        let weak = !judge_password(&password.get_untracked()).is_enough();
        async move {
            if errors.check(weak.then(|| ("new_password", t!(i18n, error.password_too_short).to_owned()))) {
                return;
            }
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(made) => {
                    // The page was left meanwhile.
                    if on_kit.try_run(made).is_none() {
                        give_up_kit(client).await;
                    }
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    view! {
        <Page title=t!(i18n, recover.title)>
            <Notice><p>{t!(i18n, recover.why)}</p></Notice>
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
                    id="new_password"
                    label=t!(i18n, field.new_password)
                    hint=t!(i18n, field.new_password_hint)
                    value=password
                    errors
                    autocomplete="new-password"
                />
                <PasswordMeter password />
                <p class="consequence">{t!(i18n, recover.consequence)}</p>
                <div class="actions"><Button pending=submit.pending()>{t!(i18n, recover.submit)}</Button></div>
                <ProgressBar job />
            </Form>
        </Page>
    }
}
