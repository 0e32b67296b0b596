//! After how long an unused page locks itself.

use leptos::prelude::*;
use sesemr_common::vault::Preferences;

use super::save_preferences::use_keeper;
use crate::{
    component::{
        error_summary::ErrorSummary,
        radio::{Choice, RadioGroup},
        when,
    },
    model::auto_lock::{LOCK_MINUTES, lock_minutes},
    session::Session,
    text::{t, use_i18n},
};

/// The choice.
#[component]
pub fn LockTime() -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    let keeper = use_keeper();
    let chosen = session.account().with_untracked(|account| account.as_ref().map(|it| lock_minutes(it.preferences)));
    let minutes = RwSignal::new(chosen.unwrap_or_default());
    Effect::new(move |before: Option<u16>| {
        let now = minutes.get();
        if before.is_some_and(|before| before != now) {
            keeper.keep(Preferences { lock_after_minutes: Some(now), ..Preferences::default() });
        }
        now
    });
    let choices = LOCK_MINUTES
        .into_iter()
        .map(|minutes| Choice::new(minutes, when::duration(i18n, u32::from(minutes) * 60)))
        .collect();
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, auto_lock.title)}</h2>
            <ErrorSummary errors=keeper.errors() />
            <RadioGroup id="lock-minutes" legend=t!(i18n, auto_lock.legend) choices value=minutes />
            <p class="consequence">{t!(i18n, auto_lock.hint)}</p>
        </section>
    }
}
