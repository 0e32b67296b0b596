//! A known person shows another key: an interruption page without a "continue".

use leptos::prelude::*;

use super::{
    button::{Button, Look},
    error_summary::ErrorSummary,
    form_errors::FormErrors,
    notice::{Notice, Tone},
};
use crate::{
    act::Act,
    api::VaultClient,
    message::ConfirmFingerprint,
    model::person::{PersonView, Trust},
    text::{t, use_i18n},
};

/// Both fingerprints, and the two honest ways on.
#[component]
pub fn KeyChanged(
    /// Whose key.
    person: PersonView,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let asked = RwSignal::new(false);
    let errors = FormErrors::new(&[]);
    let account = person.account;
    let confirm = Act::new(move || async move {
        match client.ask(ConfirmFingerprint { person: account }).await {
            Ok(_) => client.changed(),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let name = person.display_name.clone();
    let known = match &person.trust {
        Trust::Changed { known } => known.clone(),
        _ => String::new(),
    };
    view! {
        <Notice tone=Tone::Danger>
            <h2 class="ds-heading" data-size="xs">{t!(i18n, key_changed.title, person = name.clone())}</h2>
            <p>{t!(i18n, key_changed.what)}</p>
            <dl class="facts">
                <dt>{t!(i18n, key_changed.known)}</dt>
                <dd class="digits">{known}</dd>
                <dt>{t!(i18n, key_changed.shown)}</dt>
                <dd class="digits">{person.fingerprint}</dd>
            </dl>
            <ErrorSummary errors />
            {move || asked.get().then(|| view! { <p>{t!(i18n, key_changed.asked, person = name.clone())}</p> })}
            <div class="actions">
                <Button on_press=move || asked.set(true)>{t!(i18n, key_changed.ask)}</Button>
                <Button
                    look=Look::Secondary
                    pending=confirm.pending()
                    on_press=move || confirm.run()
                >
                    {t!(i18n, key_changed.compared)}
                </Button>
            </div>
            <p class="small">{t!(i18n, key_changed.compared_hint)}</p>
        </Notice>
    }
}
