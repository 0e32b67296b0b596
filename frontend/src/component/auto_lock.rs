//! Locks a page that was not used for a while, and says so a minute before.

use core::time::Duration;

use leptos::{ev, prelude::*};

use super::{button::Button, shell::leave_signed_out, time_left::use_now, when};
use crate::{
    act::Act,
    api::VaultClient,
    model::auto_lock::{IdleStep, lock_minutes},
    route,
    session::Session,
    text::{t, use_i18n},
};

/// Watches while somebody is signed in.
#[component]
pub fn AutoLock() -> impl IntoView {
    let session = Session::expect();
    let signed_in = Memo::new(move |_| session.account().get().is_some());
    view! { <Show when=move || signed_in.get()><Watch /></Show> }
}

#[component]
fn Watch() -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let used_at = RwSignal::new(when::now());
    // A pointer that moves tells more often than anybody asks.
    let used = move || {
        let now = when::now();
        if used_at.try_get_untracked().is_some_and(|before| now.seconds_after(before) > 0) {
            used_at.set(now);
        }
    };
    let listeners = [
        window_event_listener(ev::keydown, move |_| used()),
        window_event_listener(ev::pointerdown, move |_| used()),
        window_event_listener(ev::pointermove, move |_| used()),
        window_event_listener(ev::wheel, move |_| used()),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    let lock = Act::new(move || leave_signed_out(client, session, route::START));
    let now = use_now(Duration::from_secs(1));
    let step = Memo::new(move |_| {
        let minutes = session.account().with(|account| account.as_ref().map(|it| lock_minutes(it.preferences)));
        let idle = now.get().seconds_after(used_at.get());
        minutes.map_or(IdleStep::StayOpen, |minutes| IdleStep::after(idle, minutes))
    });
    Effect::new(move |_| match step.get() {
        // Long work is use: an upload is not cut off because its person watches it.
        IdleStep::Warn { .. } if client.is_working() => used(),
        IdleStep::Lock => lock.run(),
        IdleStep::Warn { .. } | IdleStep::StayOpen => {}
    });
    let warned = Memo::new(move |_| matches!(step.get(), IdleStep::Warn { .. }));
    let left = move || match step.get() {
        IdleStep::Warn { left } => when::duration(i18n, left),
        _ => String::new(),
    };
    view! {
        <Show when=move || warned.get()>
            <div class="ds-alert banner" data-color="warning" role="alert">
                <p>{t!(i18n, auto_lock.warning)}</p>
                <p aria-live="off">{move || t!(i18n, auto_lock.left, left = left())}</p>
                <div class="banner-ways"><Button on_press=used>{t!(i18n, auto_lock.keep_open)}</Button></div>
            </div>
        </Show>
    }
}
