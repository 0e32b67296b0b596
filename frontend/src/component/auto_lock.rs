//! Locks a page that was not used for a while, and says so a minute before.

use core::time::Duration;

use leptos::{ev, prelude::*};

use super::{button::Button, shell::leave_signed_out, time_left::use_now, when};
use crate::{
    act::Act,
    api::VaultClient,
    model::auto_lock::{IdleStep, is_use, lock_minutes},
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
    let minutes = Memo::new(move |_| {
        session.account().with(|account| account.as_ref().map(|account| lock_minutes(account.preferences)))
    });
    let locking = Act::new(move || leave_signed_out(client, session, route::START));
    let is_locking = locking.pending();
    // Once is enough.
    let lock = move || {
        if is_locking.try_get_untracked() == Some(false) {
            locking.run();
        }
    };
    // A pointer that moves tells more often than anybody asks. On a device that slept it may tell before the clock does: a page
    // whose time is over locks then, too.
    let used = move || {
        let now = when::now();
        let Some(idle) = used_at.try_get_untracked().map(|before| now.seconds_after(before)) else { return };
        if step_after(idle, minutes.try_get_untracked().flatten()) == IdleStep::Lock {
            lock();
        } else if idle > 0 {
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
    let now = use_now(Duration::from_secs(1));
    let step = Memo::new(move |_| step_after(now.get().seconds_after(used_at.get()), minutes.get()));
    let works = move || client.last_progress().is_some_and(|progress| is_use(progress, when::now()));
    Effect::new(move |_| match step.get() {
        IdleStep::Warn { .. } if works() => used(),
        IdleStep::Lock => lock(),
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

/// Where nobody is signed in, nothing locks.
fn step_after(idle: u32, minutes: Option<u16>) -> IdleStep {
    minutes.map_or(IdleStep::StayOpen, |minutes| IdleStep::after(idle, minutes))
}
