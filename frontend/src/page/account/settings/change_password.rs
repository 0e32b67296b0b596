//! A new password, and a new kit.

use leptos::prelude::*;

use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::Button,
        field::PasswordField,
        form::Form,
        form_errors::FormErrors,
        kit_sheet::give_up_kit,
        notice::{Notice, Tone},
        progress_bar::ProgressBar,
        revealed::Revealed,
    },
    message::{ChangePassword, MakeNewKit, Typed},
    model::{account::KitView, password_meter::judge_password},
    page::account::register::steps::PasswordMeter,
    text::{t, use_i18n},
};

/// A new password; other sessions end.
#[component]
pub fn ChangePasswordForm() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&["old_password", "new_password"]);
    let [old, new] = [(); 2].map(|()| RwSignal::new(String::new()));
    let done = RwSignal::new(false);
    let submit = Act::new(move || {
        let weak = !judge_password(&new.get_untracked()).is_enough();
        let verb = ChangePassword {
            old_password: Typed::from(old.get_untracked()),
            new_password: Typed::from(new.get_untracked()),
        };
        async move {
            done.set(false);
            if errors.check(weak.then(|| ("new_password", t!(i18n, error.password_too_short).to_owned()))) {
                return;
            }
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(()) => {
                    old.set(String::new());
                    new.set(String::new());
                    done.set(true);
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    view! {
        <Form on_submit=submit errors>
            <Show when=move || done.get()>
                <Revealed><Notice tone=Tone::Success><p>{t!(i18n, settings.password_changed)}</p></Notice></Revealed>
            </Show>
      <PasswordField
                id="old_password"
                label=t!(i18n, field.old_password)
                value=old
                errors
            />
      <PasswordField
                id="new_password"
                label=t!(i18n, field.new_password)
                hint=t!(i18n, field.new_password_hint)
                value=new
                errors
                autocomplete="new-password"
            />
            <PasswordMeter password=new />
            <p class="consequence">{t!(i18n, settings.password_hint)}</p>
            <div class="actions"><Button pending=submit.pending()>{t!(i18n, settings.change_password)}</Button></div>
            <ProgressBar job />
        </Form>
    }
}

/// A new kit; the old one works until the new one is confirmed.
#[component]
pub fn NewKitForm(
    /// Takes the new kit.
    on_kit: Callback<KitView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&["kit_password"]);
    let password = RwSignal::new(String::new());
    let submit = Act::new(move || {
        let verb = MakeNewKit { password: Typed::from(password.get_untracked()) };
        async move {
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(kit) => {
                    // The page was left meanwhile.
                    if on_kit.try_run(kit).is_none() {
                        give_up_kit(client).await;
                    }
                }
                Err(error) => errors.show(i18n, &error.in_field("kit_password")),
            }
        }
    });
    view! {
        <Form on_submit=submit errors>
            <p>{t!(i18n, settings.new_kit_why)}</p>
            <PasswordField
                id="kit_password"
                label=t!(i18n, field.password)
                value=password
                errors
            />
            <div class="actions"><Button pending=submit.pending()>{t!(i18n, settings.new_kit_do)}</Button></div>
            <ProgressBar job />
        </Form>
    }
}
