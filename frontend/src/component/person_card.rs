//! Another person: their own words about themself, each "not verified", and the fingerprint to compare.

use leptos::prelude::*;
use sesemr_common::sharing::Role;

use super::{
    button::{Button, Look},
    error_summary::ErrorSummary,
    fold::Fold,
    form_errors::FormErrors,
    icon::Icon,
    revealed::Revealed,
    scan_fingerprint::ScanFingerprint,
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

/// The fingerprint, and the button that pins it as compared. What the comparison changes is drawn here, so that nothing
/// around the card has to be drawn again.
#[component]
fn FingerprintCheck(person: PersonView) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let PersonView { account, key, display_name, fingerprint, trust, .. } = person;
    let trust = RwSignal::new(trust);
    let just_compared = RwSignal::new(false);
    let may_confirm = move || !matches!(trust.get(), Trust::Compared { .. });
    let confirm = Act::new(move || async move {
        match client.ask(ConfirmFingerprint { person: account, shown: key }).await {
            Ok(compared) => {
                trust.try_set(compared.trust);
                just_compared.try_set(true);
                client.changed();
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let name = StoredValue::new(display_name);
    let shown = StoredValue::new(fingerprint.clone());
    let same = move |()| {
        if may_confirm() {
            confirm.run();
        }
    };
    let state = move || match trust.get() {
        Trust::NotCompared => t!(i18n, person.trust_not_compared).to_owned(),
        Trust::Compared { at } => t!(i18n, person.trust_compared, date = when::date(i18n, at)),
        Trust::Changed { .. } => t!(i18n, person.trust_changed).to_owned(),
    };
    view! {
        <Fold summary=Signal::derive(state)>
            <ErrorSummary errors />
            <ScanFingerprint
                fingerprint=Signal::derive(move || shown.get_value())
                person=Signal::derive(move || name.get_value())
                on_same=same
            />
            <p>{t!(i18n, person.fingerprint_how, person = name.get_value())}</p>
            <p class="digits">{fingerprint}</p>
            <Show when=may_confirm>
                <Button look=Look::Secondary icon="shield-check" pending=confirm.pending() on_press=confirm>
                    {t!(i18n, person.fingerprint_same)}
                </Button>
            </Show>
            <Show when=move || just_compared.get()>
                <Revealed><p>{state}</p></Revealed>
            </Show>
        </Fold>
    }
}
