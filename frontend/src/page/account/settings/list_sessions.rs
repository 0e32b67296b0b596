//! Where this person is signed in; one tap ends one session, one tap all others.

use leptos::prelude::*;
use sesemr_common::id::SessionId;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        revealed::Revealed,
        when,
    },
    message::{EndSessions, ListSessions},
    model::session::{DeviceName, SessionView},
    text::{Texts, t, use_i18n},
};

/// The sessions.
#[component]
pub fn Sessions() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListSessions {});
    // Above the list, which is drawn anew when a session was ended: the focus goes here instead of being lost.
    let ended = RwSignal::new(None::<String>);
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{t!(i18n, sessions.title)}</h2>
            {move || ended.get().map(|words| view! {
                <Revealed><Notice tone=Tone::Success><p>{words}</p></Notice></Revealed>
            })}
            <Loaded answer let:sessions>
                <SessionList sessions ended />
            </Loaded>
        </section>
    }
}

#[component]
fn SessionList(sessions: Vec<SessionView>, ended: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let others = sessions.iter().filter(|session| !session.current).count();
    let rows = sessions.into_iter().map(|session| view! { <li><SessionRow session ended /></li> }).collect_view();
    let words = t!(i18n, sessions.others_ended).to_owned();
    view! {
        <ul class="cards">{rows}</ul>
        {(others > 0).then(|| view! { <p class="consequence">{t!(i18n, sessions.end_hint)}</p> })}
        {(others > 1).then(|| view! { <End session=None label=t!(i18n, sessions.end_others).to_owned() words ended /> })}
    }
}

#[component]
fn SessionRow(session: SessionView, ended: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let name = device_words(i18n, &session.device);
    let end = (!session.current).then(|| {
        let label = t!(i18n, sessions.end, device = name.clone());
        let words = t!(i18n, sessions.ended, device = name.clone());
        view! { <End session=Some(session.session) label words ended /> }
    });
    view! {
        <p>
            <strong>{name}</strong>
            " "
            {session.current.then(|| view! { <span class="ds-tag" data-color="info">{t!(i18n, sessions.this_one)}</span> })}
        </p>
        <dl class="facts">
            <dt>{t!(i18n, sessions.started)}</dt>
            <dd>{when::time_and_day(i18n, session.started_at)}</dd>
            <dt>{t!(i18n, sessions.last_used)}</dt>
            <dd>{when::time_and_day(i18n, session.last_used_at)}</dd>
        </dl>
        {end}
    }
}

/// The button that ends one session, or all others.
#[component]
fn End(
    /// Which.
    session: Option<SessionId>,
    /// What the button says.
    label: String,
    /// What is said when it is done.
    words: String,
    ended: RwSignal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let end = Act::new(move || {
        let words = words.clone();
        async move {
            match client.ask(EndSessions { session }).await {
                Ok(()) => {
                    ended.try_set(Some(words));
                    client.changed();
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    view! {
        <ErrorSummary errors />
        <div class="actions">
            <Button look=Look::Secondary icon="log-out" pending=end.pending() on_press=end>{label}</Button>
        </div>
    }
}

fn device_words(texts: Texts, device: &DeviceName) -> String {
    let DeviceName { browser, system } = device.clone();
    match (browser.is_empty(), system.is_empty()) {
        (false, false) => t!(texts, sessions.device, browser = browser, system = system),
        (false, true) => browser,
        (true, false) => system,
        (true, true) => t!(texts, sessions.unnamed).to_owned(),
    }
}
