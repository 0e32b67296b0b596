//! A copy of one's own records on this device, for when no server answers.

use leptos::prelude::*;

use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        field::PasswordField,
        form::Form,
        form_errors::FormErrors,
        loaded::{Loaded, use_answer},
        progress_bar::ProgressBar,
        when,
    },
    message::{ForgetOffline, KeepOffline, ReadOffline, Typed},
    model::account::OfflineCopyView,
    service_worker,
    text::{t, use_i18n},
};

/// What is kept, with the way to remove it, or the way to keep a copy.
#[component]
pub fn KeepOfflineSection() -> impl IntoView {
    let i18n = use_i18n();
    let kept = use_answer(|| ReadOffline {});
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, offline.title)}</h2>
            <Loaded answer=kept let:kept>
                {match kept {
                    Some(kept) => view! { <Kept kept /> }.into_any(),
                    None => view! { <KeepForm /> }.into_any(),
                }}
            </Loaded>
        </section>
    }
}

#[component]
fn Kept(kept: OfflineCopyView) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let forget = Act::new(move || async move {
        match client.ask(ForgetOffline {}).await {
            Ok(()) => client.changed(),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let words = move || {
        let (records, size) = (kept.records, when::bytes(i18n, kept.bytes));
        t!(i18n, offline.kept_plain, records = records, size = size, when = when::time_and_day(i18n, kept.at))
    };
    view! {
        <ErrorSummary errors />
        <p>{words}</p>
        <Show when=move || { kept.left_out > 0 }>
            <p>{t!(i18n, offline.left_out, count = kept.left_out)}</p>
        </Show>
        <Show when=move || { kept.missing > 0 }>
            <p>{t!(i18n, offline.missing, count = kept.missing)}</p>
        </Show>
        <div class="actions">
            <Button look=Look::Secondary icon="x" pending=forget.pending() on_press=forget>
                {t!(i18n, offline.forget)}
            </Button>
        </div>
        <p class="consequence">{t!(i18n, offline.forget_hint)}</p>
    }
}

#[component]
fn KeepForm() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let job = Job::new();
    let errors = FormErrors::new(&["offline_password"]);
    let password = RwSignal::new(String::new());
    let submit = Act::new(move || {
        let verb = KeepOffline { password: Typed::from(password.get_untracked()) };
        async move {
            match client.ask_long(verb, Vec::new(), job).await {
                Ok(_) => {
                    client.changed();
                    service_worker::keep_viewers();
                }
                Err(error) => errors.show(i18n, &error.in_field("offline_password")),
            }
        }
    });
    view! {
        <Form on_submit=submit errors>
            <p>{t!(i18n, offline.why)}</p>
            <PasswordField id="offline_password" label=t!(i18n, field.password) value=password errors />
            <p class="consequence">{t!(i18n, offline.risk)}</p>
            <div class="actions"><Button pending=submit.pending()>{t!(i18n, offline.keep)}</Button></div>
            <ProgressBar job cancellable=true />
        </Form>
    }
}
