//! A known person shows another key: an interruption page without a "continue".
//!
//! Where only something that they are said to have signed is under another key, and the key that they show is the known one,
//! there is nothing to compare: it is not theirs.

use leptos::{html::H1, prelude::*};

use super::{
    button::{Button, Look},
    error_text::error_text,
    notice::{Notice, Tone},
    page::Interruption,
    scan_fingerprint::ScanFingerprint,
};
use crate::{
    act::Act,
    api::VaultClient,
    message::{AppError, ConfirmFingerprint, ErrorCode},
    model::person::{PersonView, Trust},
    text::{t, use_i18n},
};

/// Both fingerprints, and the two honest ways on. It takes the place of the page that it interrupts, and of its title.
#[component]
pub fn KeyChanged(
    /// Whose key.
    person: PersonView,
    /// The key that is shown was compared in person, or is the known one: what was interrupted is tried again.
    #[prop(optional, into)]
    on_confirmed: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let person = RwSignal::new(person);
    let known = Memo::new(move |_| match person.with(|person| person.trust.clone()) {
        Trust::Changed { known } => known,
        _ => String::new(),
    });
    let is_known_again = Memo::new(move |_| person.with(|person| person.fingerprint == known.get()));
    let name = Signal::derive(move || person.with(|person| person.display_name.clone()));
    let title = move || {
        if is_known_again.get() {
            t!(i18n, key_changed.not_theirs, person = name.get())
        } else {
            t!(i18n, key_changed.title, person = name.get())
        }
    };
    Interruption::entitle(title);
    let heading = NodeRef::<H1>::new();
    Effect::new(move |_| {
        // The words that take the place of others are read out like those of a page.
        is_known_again.track();
        if let Some(heading) = heading.get() {
            drop(heading.focus());
        }
    });
    view! {
        <div class="key-changed">
            <Notice tone=Tone::Danger>
                <h1 class="ds-heading page-title" data-size="md" tabindex="-1" node_ref=heading>{title}</h1>
                {move || if is_known_again.get() {
                    view! { <NotTheirs name on_confirmed /> }.into_any()
                } else {
                    view! { <Compare person known name on_confirmed /> }.into_any()
                }}
            </Notice>
        </div>
    }
}

/// What is signed under another key than the one that they show.
#[component]
fn NotTheirs(name: Signal<String>, on_confirmed: Option<Callback<()>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let look_again = move || {
        client.changed();
        if let Some(on_confirmed) = on_confirmed {
            on_confirmed.run(());
        }
    };
    view! {
        <p>{move || t!(i18n, key_changed.not_theirs_what, person = name.get())}</p>
        <div class="actions">
            <Button look=Look::Secondary icon="refresh-cw" on_press=look_again>
                {t!(i18n, key_changed.look_again)}
            </Button>
        </div>
    }
}

/// Both fingerprints, and the two honest ways on.
#[component]
fn Compare(
    person: RwSignal<PersonView>,
    known: Memo<String>,
    name: Signal<String>,
    on_confirmed: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let asked = RwSignal::new(false);
    let failed = RwSignal::new(None::<AppError>);
    let confirm = Act::new(move || {
        let PersonView { account, key, .. } = person.get_untracked();
        async move {
            match client.ask(ConfirmFingerprint { person: account, shown: key }).await {
                Ok(_) => {
                    client.changed();
                    if let Some(on_confirmed) = on_confirmed {
                        on_confirmed.try_run(());
                    }
                }
                // Yet another key meanwhile: what was compared is not what is shown now.
                Err(AppError { code: ErrorCode::KeyChanged, person: Some(now), .. }) => {
                    drop(person.try_set(*now));
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
        }
    });
    let fingerprint = Signal::derive(move || person.with(|person| person.fingerprint.clone()));
    view! {
        <p>{t!(i18n, key_changed.what)}</p>
        <ScanFingerprint fingerprint person=name on_same=move |()| confirm.run() />
        <dl class="facts">
            <dt>{t!(i18n, key_changed.known)}</dt>
            <dd class="digits">{known}</dd>
            <dt>{t!(i18n, key_changed.shown)}</dt>
            <dd class="digits">{fingerprint}</dd>
        </dl>
        {move || failed.get().map(|error| view! { <p class="ds-validation-message">{error_text(i18n, &error)}</p> })}
        {move || asked.get().then(|| view! { <p>{t!(i18n, key_changed.asked, person = name.get())}</p> })}
        <div class="actions">
            <Button on_press=move || asked.set(true)>{t!(i18n, key_changed.ask)}</Button>
            <Button look=Look::Secondary pending=confirm.pending() on_press=confirm>
                {t!(i18n, key_changed.compared)}
            </Button>
        </div>
        <p class="small">{t!(i18n, key_changed.compared_hint)}</p>
    }
}
