//! The open portal, always in sight: whose records, how long still, and the button that closes it.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

use super::{
    button::{Button, Look},
    error_summary::ErrorSummary,
    form_errors::FormErrors,
    icon::Icon,
    time_left::{TimeLeft, use_now},
};
use crate::{
    act::Act,
    api::VaultClient,
    message::{CloseOpening, KeepOpen},
    model::opening::PortalView,
    route,
    session::Session,
    text::{t, use_i18n},
};

/// The last two minutes of thirty idle ones.
const WARN_SECONDS: u32 = 120;

/// One bar for each open portal.
#[component]
pub fn PortalBars() -> impl IntoView {
    let session = Session::expect();
    view! {
        <For each=move || session.portals().get() key=|portal| portal.opening let:portal>
            <PortalBar portal />
        </For>
    }
}

#[component]
fn PortalBar(portal: PortalView) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let navigate = use_navigate();
    let errors = FormErrors::new(&[]);
    let PortalView { opening, patient, expires_at, idle_at } = portal;
    // Reading puts the idle close off.
    let idle_at = Memo::new(move |_| {
        session.portals().with(|portals| {
            portals.iter().find(|portal| portal.opening == opening).map_or(idle_at, |portal| portal.idle_at)
        })
    });
    let close = Act::new(move || {
        let navigate = navigate.clone();
        async move {
            match client.ask(CloseOpening { opening }).await {
                Ok(closing) => {
                    session.portal_closed(closing);
                    // Its own pages show what is left of it.
                    let path = window().location().pathname().unwrap_or_default();
                    if !path.starts_with(&route::opening(opening)) {
                        navigate(&route::closed(opening), NavigateOptions::default());
                    }
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    let keep = Act::new(move || async move {
        match client.ask(KeepOpen { opening }).await {
            Ok(portal) => session.portal_opened(portal),
            Err(error) => errors.show(i18n, &error),
        }
    });
    let now = use_now(Duration::from_secs(5));
    let is_idle = move || idle_at.get() < expires_at && idle_at.get().seconds_after(now.get()) <= WARN_SECONDS;
    let [closes, closed] = [(); 2].map(|()| patient.clone());
    let open = t!(i18n, portal.open, person = patient);
    // Several may be open: each is told apart by whose records they are.
    let label = open.clone();
    let hint_id = format!("portal-hint-{opening}");
    view! {
        <section class="portal" aria-label=label>
            <div class="portal-row">
                <A
                    href=route::opening(opening)
                    attr:class="ds-link portal-whose"
                    on:click=move |_| session.lists().go_back_to(&route::opening(opening))
                >
                    <Icon name="door-open" />
                    {open}
                </A>
                <TimeLeft until=Signal::derive(move || expires_at.min(idle_at.get())) />
                <Button
                    look=Look::Danger
                    icon="lock"
                    pending=close.pending()
                    on_press=close
                    attr:aria-describedby=hint_id.clone()
                >
                    {t!(i18n, portal.close, person = closes)}
                </Button>
            </div>
            <p class="portal-hint" id=hint_id>{t!(i18n, portal.close_hint, person = closed)}</p>
            <Show when=is_idle>
                <div class="portal-idle" role="alert">
                    <p>{t!(i18n, portal.idle)}</p>
                    <Button pending=keep.pending() on_press=keep>{t!(i18n, portal.keep)}</Button>
                </div>
            </Show>
            <ErrorSummary errors />
        </section>
    }
}
