//! A random key on the screen: groups, QR, time left, and the ways to hand it over. Hidden after two minutes.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        code_groups::CodeGroups,
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        notice::{Notice, Tone},
        person_card::PersonCard,
        qr_code::QrCode,
        time_left::{TimeLeft, use_now},
        when,
    },
    message::SendRandomKey,
    model::{grant::RandomKeyView, spelling::spell},
    text::{t, use_i18n},
};

/// The code is hidden after this many seconds, until it is wanted again.
const HIDE_AFTER: u32 = 120;

/// A random key on the screen.
#[component]
pub fn CodeSheet(
    /// The key.
    key: RandomKeyView,
    /// Makes a new one in its place.
    #[prop(into)]
    on_new: Callback<()>,
    /// Whether a new one is being made.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let RandomKeyView { opening, clinician, groups, qr, expires_at, may_send_in_app, sent, .. } = key;
    let name = clinician.display_name.clone();
    let shown_since = RwSignal::new(when::now());
    let now = use_now(Duration::from_secs(1));
    let hidden = Memo::new(move |_| now.get() > shown_since.get().plus_seconds(HIDE_AFTER));
    let spelled = RwSignal::new(false);
    let groups = StoredValue::new(groups);
    let qr = StoredValue::new(qr);
    view! {
        <p class="lead">{t!(i18n, key.lead, person = name.clone())}</p>
        {move || if hidden.get() {
            view! {
                <Button look=Look::Secondary icon="eye" on_press=move || shown_since.set(when::now())>{t!(i18n, key.show)}</Button>
            }.into_any()
        } else {
            view! {
                <section class="ds-card code-sheet">
                    <CodeGroups groups=groups.get_value() large=true />
                    <QrCode text=qr.get_value() label=t!(i18n, key.qr) />
                </section>
                <Show when=move || spelled.get()><Spelled groups=groups.get_value() /></Show>
            }.into_any()
        }}
        <p><TimeLeft until=expires_at /></p>
        <div class="actions">
            <Button look=Look::Secondary icon="volume-2" on_press=move || spelled.update(|spelled| *spelled = !*spelled)>
                {t!(i18n, key.spell)}
            </Button>
            <Button look=Look::Secondary icon="refresh-cw" pending on_press=on_new>{t!(i18n, key.make_new)}</Button>
        </div>
        <SendInApp opening name may_send_in_app sent />
        <p class="consequence">{t!(i18n, key.consequence)}</p>
        <PersonCard person=clinician />
    }
}

/// The code as it is spelled on the telephone.
#[component]
fn Spelled(groups: Vec<String>) -> impl IntoView {
    view! {
        <ol class="spelled">
            {groups.into_iter().map(|group| view! { <li>{spell(&group).join(" · ")}</li> }).collect_view()}
        </ol>
    }
}

/// Sending the key in the app, where the fingerprints were compared.
#[component]
fn SendInApp(opening: sesemr_common::id::OpeningId, name: String, may_send_in_app: bool, sent: bool) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let sent = RwSignal::new(sent);
    let send = Act::new(move || async move {
        match client.ask(SendRandomKey { opening }).await {
            Ok(()) => sent.set(true),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let name = StoredValue::new(name);
    view! {
        <ErrorSummary errors />
        {move || match (sent.get(), may_send_in_app) {
            (true, _) => view! { <Notice tone=Tone::Success><p>{t!(i18n, key.sent, person = name.get_value())}</p></Notice> }.into_any(),
            (false, true) => view! {
                <div class="actions">
                    <Button icon="send" pending=send.pending() on_press=move || send.run()>
                        {t!(i18n, key.send, person = name.get_value())}
                    </Button>
                </div>
            }.into_any(),
            (false, false) => view! { <p class="small">{t!(i18n, key.compare_first)}</p> }.into_any(),
        }}
    }
}
