//! The frame of the application: whose it is, where to go, what is open, what happened; and the page within.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    auto_lock::AutoLock,
    banner::Banners,
    button::{Button, Look},
    confirm_password::ConfirmPasswordDialog,
    icon::Icon,
    language_choice::LanguageChoice,
    notice::{Notice, Tone},
    portal_bar::PortalBars,
    when,
};
use crate::{
    act::Act,
    api::VaultClient,
    model::{account::AccountView, moment::Moment},
    place::Place,
    route,
    session::Session,
    text::{t, use_i18n},
};

/// The frame.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    view! {
        <a class="ds-skip-link" href="#main" on:click=skip>{t!(i18n, shell.skip)}</a>
        <header class="header">
            <div class="header-row">
                <A href="/" attr:class="brand">
                    <span class="brand-mark"><Icon name="shield-check" /></span>
                    <span class="brand-name">{t!(i18n, app.name)}</span>
                </A>
                {move || session.account().get().map(|account| view! { <Whose account /> })}
            </div>
            {move || session.account().get().map(|account| view! { <Navigation is_patient=account.is_patient() /> })}
        </header>
        <PortalBars />
        <main id="main" class="main">
            {move || session.account().get().and_then(|account| account.offline_since).map(|since| view! { <Offline since /> })}
            <AutoLock />
            <Banners />
            {children()}
        </main>
        // Signed in, the language is chosen in the settings.
        <Show when=move || session.account().with(Option::is_none)>
            <footer class="foot"><LanguageChoice /></footer>
        </Show>
        <ConfirmPasswordDialog />
    }
}

/// The router would take the link for an address.
#[expect(clippy::needless_pass_by_value, reason = "listeners are given their event")]
fn skip(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast as _;
    event.prevent_default();
    // An interruption has a heading of its own, before that of the page behind it.
    let mut headings = ["#main .key-changed h1", "#main h1"].into_iter();
    let heading = headings.find_map(|heading| document().query_selector(heading).ok().flatten());
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(heading.focus());
    }
}

/// Whose session it is, and the lock.
#[component]
fn Whose(account: AccountView) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let lock = Act::new(move || leave_signed_out(client, session, route::START));
    view! {
        <p class="whose">
            <Icon name=if account.is_patient() { "user" } else { "stethoscope" } />
            <span class="whose-name">{account.display_name}</span>
        </p>
        <button class="ds-button lock" type="button" data-variant="secondary" on:click=move |_| lock.run()>
            <Icon name="lock" />
            {t!(i18n, shell.lock)}
        </button>
    }
}

/// No server answered at signing in: what is shown is what this device kept.
#[component]
fn Offline(since: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let again = Act::new(move || leave_signed_out(client, session, route::START));
    view! {
        <Notice tone=Tone::Warning>
            <p>{move || t!(i18n, offline.notice, when = when::time_and_day(i18n, since))}</p>
            <Button look=Look::Secondary icon="refresh-cw" pending=again.pending() on_press=again>
                {t!(i18n, offline.again)}
            </Button>
        </Notice>
    }
}

/// Ends the worker, and with it every key; then nobody is signed in, and a fresh page takes the place of this one.
pub async fn leave_signed_out(client: VaultClient, session: Session, address: &str) {
    client.lock().await;
    session.signed_out();
    leave_to(address);
}

/// Replaces the page by a fresh one: nothing of what was shown stays in memory or behind the back button.
pub fn leave() {
    leave_to(route::START);
}

/// The same, for another page than the first.
fn leave_to(address: &str) {
    Place::forget();
    // Replacing the address by one of our own does not fail.
    drop(window().location().replace(address));
}

#[component]
fn Navigation(is_patient: bool) -> impl IntoView {
    let i18n = use_i18n();
    let ways = move || {
        if is_patient {
            vec![
                (route::RECORDS, "house", t!(i18n, nav.records)),
                (route::REQUESTS, "inbox", t!(i18n, nav.requests)),
                (route::ACCESS, "key-round", t!(i18n, nav.access)),
                (route::LOG, "eye", t!(i18n, nav.log)),
                (route::SETTINGS, "settings", t!(i18n, nav.settings)),
            ]
        } else {
            vec![
                (route::MY_REQUESTS, "inbox", t!(i18n, nav.my_requests)),
                (route::FIND, "search", t!(i18n, nav.find)),
                (route::RESEARCH, "flask-conical", t!(i18n, nav.research)),
                (route::SETTINGS, "settings", t!(i18n, nav.settings)),
            ]
        }
    };
    view! {
        <nav class="nav" aria-label=t!(i18n, nav.label)>
            {move || ways().into_iter().map(|(href, icon, words)| view! {
                <A href=href attr:class="nav-way">
                    <Icon name=icon />
                    <span>{words}</span>
                </A>
            }).collect_view()}
        </nav>
    }
}
