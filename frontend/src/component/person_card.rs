//! Another person: their own words about themself, each "not verified", and the fingerprint to compare.

use leptos::prelude::*;
use sesemr_common::sharing::Role;

use super::{
    button::{Button, Look},
    error_summary::ErrorSummary,
    fold::Fold,
    form_errors::FormErrors,
    icon::Icon,
    when,
};
use crate::{
    act::Act,
    api::VaultClient,
    message::ConfirmFingerprint,
    model::person::{PersonView, Trust},
    text::{Texts, t, use_i18n},
};

/// What a role is called.
pub fn role_name(texts: Texts, role: Role) -> &'static str {
    match role {
        Role::Patient => t!(texts, role.patient),
        Role::Doctor => t!(texts, role.doctor),
        Role::Nurse => t!(texts, role.nurse),
        Role::Pharmacist => t!(texts, role.pharmacist),
        Role::Laboratory => t!(texts, role.laboratory),
        Role::Insurer => t!(texts, role.insurer),
        Role::Researcher => t!(texts, role.researcher),
    }
}

/// Who somebody says they are, and whether it is who they were.
#[component]
pub fn PersonCard(
    /// Who.
    person: PersonView,
) -> impl IntoView {
    let i18n = use_i18n();
    let role = person.role;
    let organisation = person.organisation.clone();
    view! {
        <section class="ds-card person">
            <p class="person-name">
                <Icon name=if role == Role::Patient { "user" } else { "stethoscope" } />
                <strong>{person.display_name.clone()}</strong>
                <span class="person-handle">{format!("@{}", person.handle)}</span>
            </p>
            <p class="person-words">
                {move || match organisation.as_str() {
                    "" => role_name(i18n, role).to_owned(),
                    organisation => t!(i18n, person.role_at, role = role_name(i18n, role), organisation = organisation.to_owned()),
                }}
                <span class="ds-tag" data-color="warning" data-size="sm">{t!(i18n, person.not_verified)}</span>
            </p>
            <FingerprintCheck person />
        </section>
    }
}

/// The fingerprint, and the button that pins it as compared.
#[component]
fn FingerprintCheck(person: PersonView) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let account = person.account;
    let name = person.display_name.clone();
    let compared = person.is_compared();
    let confirm = Act::new(move || async move {
        match client.ask(ConfirmFingerprint { person: account }).await {
            Ok(_) => client.changed(),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let state = move || match &person.trust {
        Trust::New => t!(i18n, person.trust_new).to_owned(),
        Trust::Seen => t!(i18n, person.trust_seen).to_owned(),
        Trust::Compared { at } => t!(i18n, person.trust_compared, date = when::date(i18n, *at)),
        Trust::Changed { .. } => t!(i18n, person.trust_changed).to_owned(),
    };
    view! {
        <Fold summary=Signal::derive(state)>
            <p>{t!(i18n, person.fingerprint_how, person = name.clone())}</p>
            <p class="digits">{person.fingerprint.clone()}</p>
            <ErrorSummary errors />
            {(!compared).then(|| view! {
                <Button look=Look::Secondary icon="shield-check" pending=confirm.pending() on_press=move || confirm.run()>
                    {t!(i18n, person.fingerprint_same)}
                </Button>
            })}
        </Fold>
    }
}
