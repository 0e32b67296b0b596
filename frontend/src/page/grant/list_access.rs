//! Everything granted and opened, on one page; access is paused in one tap, taken back in two.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::components::A;

use super::granted_records::GrantedRecords;
use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        fold::Fold,
        form_errors::FormErrors,
        lasting_act::LastingAct,
        link_button::{LinkButton, leads_on},
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        revealed::Revealed,
        time_left::TimeLeft,
        when,
    },
    message::{ListAccess, PauseGrant, TakeBackGrant},
    model::grant::{GrantState, GrantView, OpeningState, OpeningStateView},
    page::key_request::list_my_requests::{openings_words, scope_words},
    route,
    session::Session,
    text::{Texts, t, use_i18n},
};

/// Everything granted and opened.
#[component]
pub fn ListAccessPage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListAccess {});
    // Above the list, which is drawn anew when access was taken back: the focus goes here instead of being lost.
    let done = RwSignal::new(None::<String>);
    let on_done = Callback::new(move |words| drop(done.try_set(Some(words))));
    view! {
        <Page title=t!(i18n, access.title)>
            <p><A href=route::PEOPLE attr:class="ds-link">{t!(i18n, access.people)}</A></p>
            {move || done.get().map(|words| view! {
                <Revealed><Notice tone=Tone::Success><p>{words}</p></Notice></Revealed>
            })}
            <Loaded answer let:grants>
                {if grants.is_empty() {
                    view! { <p>{t!(i18n, access.empty)}</p> }.into_any()
                } else {
                    view! {
                        <ul class="cards">
                            {grants.into_iter().map(|grant| view! { <li><GrantCard grant on_done /></li> }).collect_view()}
                        </ul>
                    }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn GrantCard(grant: GrantView, on_done: Callback<String>) -> impl IntoView {
    let i18n = use_i18n();
    let name = grant.clinician.display_name.clone();
    let is_live = grant.state == GrantState::Live;
    let single_records = u32::try_from(grant.records.len()).unwrap_or(u32::MAX);
    let can_key = grant.may_issue() || grant.waiting().is_some();
    let open_now = grant.open_now().is_some();
    let (id, session) = (grant.grant, Session::expect());
    let want_key = move |press: MouseEvent| {
        if leads_on(&press) {
            session.want_key(id);
        }
    };
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{name.clone()}</h2>
            {open_now.then(|| view! { <p><span class="ds-tag" data-color="warning">{t!(i18n, access.open_now)}</span></p> })}
            <dl class="facts">
                <dt>{t!(i18n, access.what)}</dt>
                <dd>{scope_words(i18n, &grant.portions, single_records)}</dd>
                <dt>{t!(i18n, access.until)}</dt>
                <dd>{until(i18n, &grant)}</dd>
                <dt>{t!(i18n, access.openings)}</dt>
                <dd>{openings_words(i18n, grant.openings, grant.openings_left)}</dd>
                {grant.write_back.then(|| view! {
                    <dt>{t!(i18n, my_requests.write_back)}</dt>
                    <dd>{t!(i18n, my_requests.write_back_yes)}</dd>
                })}
            </dl>
            <GrantedRecords records=grant.records.clone() />
            {(!grant.history.is_empty()).then(|| view! { <History openings=grant.history.clone() /> })}
            {(is_live && can_key).then(|| view! {
                <div class="actions">
                    <LinkButton href=route::random_key(id) icon="key-round" on:click=want_key>
                        {t!(i18n, access.key, person = name)}
                    </LinkButton>
                </div>
            })}
            <Pause grant=grant.clone() on_done />
            {grant.may_take_back().then(|| view! { <TakeBack grant=grant.clone() on_done /> })}
        </section>
    }
}

/// Until when a grant gives something, or why it gives nothing any more.
pub(super) fn until(texts: Texts, grant: &GrantView) -> AnyView {
    match grant.state {
        GrantState::Live => view! { <TimeLeft until=grant.expires_at /> }.into_any(),
        GrantState::Paused => t!(texts, access.paused).into_any(),
        GrantState::Used => t!(texts, access.used).into_any(),
        GrantState::Expired => t!(texts, access.expired, when = when::date_time(texts, grant.expires_at)).into_any(),
        GrantState::TakenBack { at, confirmed: true } => {
            t!(texts, access.taken_back, when = when::time_and_day(texts, at)).into_any()
        }
        GrantState::TakenBack { at, confirmed: false } => {
            t!(texts, access.taken_back_unconfirmed, when = when::time_and_day(texts, at)).into_any()
        }
    }
}

/// A grant in short, where more than grants is told: what, until when, and the way to end it.
#[component]
pub fn GrantSummary(
    /// The grant.
    grant: GrantView,
    /// Takes what was done, in words.
    on_done: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let single_records = u32::try_from(grant.records.len()).unwrap_or(u32::MAX);
    view! {
        <dl class="facts">
            <dt>{t!(i18n, access.what)}</dt>
            <dd>{scope_words(i18n, &grant.portions, single_records)}</dd>
            <dt>{t!(i18n, access.until)}</dt>
            <dd>{until(i18n, &grant)}</dd>
        </dl>
        <GrantedRecords records=grant.records.clone() />
        <Pause grant=grant.clone() on_done />
        {grant.may_take_back().then(|| view! { <TakeBack grant on_done /> })}
    }
}

/// Pausing a grant in one tap, and letting it go on; nothing where it gives nothing any more.
#[component]
fn Pause(
    /// The grant.
    grant: GrantView,
    /// Takes what was done, in words. The page's own: the card is drawn anew as soon as the server has told of it, which may
    /// be before it has answered.
    on_done: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let (id, pauses) = (grant.grant, grant.state == GrantState::Live);
    let name = grant.clinician.display_name;
    let whose = name.clone();
    let pause = Act::new(move || {
        let person = whose.clone();
        async move {
            match client.ask(PauseGrant { grant: id, paused: pauses }).await {
                Ok(()) => {
                    client.changed();
                    on_done.try_run(if pauses {
                        t!(i18n, access.pause_done, person)
                    } else {
                        t!(i18n, access.resume_done, person)
                    });
                }
                Err(error) => errors.show(i18n, &error),
            }
        }
    });
    matches!(grant.state, GrantState::Live | GrantState::Paused).then(|| {
        let (icon, label) = if pauses {
            ("clock", t!(i18n, access.pause, person = name))
        } else {
            ("circle-check", t!(i18n, access.resume, person = name))
        };
        view! {
            <ErrorSummary errors />
            <div class="actions">
                <Button look=Look::Secondary icon pending=pause.pending() on_press=pause>{label}</Button>
            </div>
            {pauses.then(|| view! { <p class="consequence">{t!(i18n, access.pause_hint)}</p> })}
        }
    })
}

#[component]
fn History(openings: Vec<OpeningStateView>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Fold summary=t!(i18n, access.history)>
            <ul class="ds-list">
                {openings.into_iter().map(|opening| view! { <li>{opening_words(i18n, &opening)}</li> }).collect_view()}
            </ul>
        </Fold>
    }
}

fn opening_words(texts: Texts, opening: &OpeningStateView) -> String {
    let made = when::time_and_day(texts, opening.made_at);
    match opening.state {
        OpeningState::Waiting { .. } => t!(texts, opening.waiting, made = made),
        OpeningState::Open { at } => t!(texts, opening.open, at = when::time_and_day(texts, at)),
        OpeningState::BeingTried { at } => t!(texts, opening.being_tried, at = when::time_and_day(texts, at)),
        OpeningState::Burnt { at } => t!(texts, opening.burnt, at = when::time_and_day(texts, at)),
        OpeningState::Unused => t!(texts, opening.unused, made = made),
        OpeningState::TakenBack { at } => t!(texts, opening.taken_back, at = when::time_and_day(texts, at)),
        OpeningState::Closed { at, lent, written, by_server, confirmed } => {
            let at = when::time_and_day(texts, at);
            let lent = t!(texts, count.records, count = lent);
            let closed = t!(texts, opening.closed, at = at, lent = lent);
            let written = (written > 0).then(|| t!(texts, opening.written, count = written));
            let by_server = by_server.then(|| t!(texts, opening.by_server).to_owned());
            let unconfirmed = (!confirmed).then(|| t!(texts, opening.unconfirmed).to_owned());
            [Some(closed), written, by_server, unconfirmed].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    }
}

/// Taking access back: the first tap shows what it means, the second does it.
#[component]
pub fn TakeBack(
    /// The grant.
    grant: GrantView,
    /// Takes what was done, in words.
    #[prop(optional, into)]
    on_done: Option<Callback<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let errors = FormErrors::new(&[]);
    let id = grant.grant;
    let name = StoredValue::new(grant.clinician.display_name);
    let take_back = Act::new(move || async move {
        match client.ask(TakeBackGrant { grant: id }).await {
            Ok(()) => {
                client.changed();
                if let (Some(on_done), Some(person)) = (on_done, name.try_get_value()) {
                    on_done.try_run(t!(i18n, access.took_back, person = person));
                }
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    let [ask, hint] = [(); 2].map(|()| name.get_value());
    view! {
        <LastingAct
            act=take_back
            errors
            ask=t!(i18n, access.take_back, person = ask)
            consequence=t!(i18n, access.take_back_hint, person = hint)
            now=t!(i18n, access.take_back_now)
        />
    }
}
