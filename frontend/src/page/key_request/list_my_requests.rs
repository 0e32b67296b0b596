//! A clinician's home: what was asked, and what became of it.

use leptos::prelude::*;

use crate::{
    act::Act,
    api::VaultClient,
    component::{
        button::{Button, Look},
        error_summary::ErrorSummary,
        form_errors::FormErrors,
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        notice::{Notice, Tone},
        page::Page,
        portion::portion_names,
        time_left::TimeLeft,
        when,
    },
    message::{CloseOpening, ListMyRequests},
    model::key_request::{MyGrantView, MyOpeningState, MyRequestView, NextStep, RequestState},
    route,
    session::Session,
    text::{Texts, t, use_i18n},
};
use sesemr_common::id::OpeningId;

/// A clinician's home.
#[component]
pub fn ListMyRequestsPage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListMyRequests {});
    view! {
        <Page title=t!(i18n, my_requests.title)>
            <div class="actions">
                <LinkButton href=route::FIND icon="search">{t!(i18n, my_requests.find)}</LinkButton>
            </div>
            <Loaded answer let:requests>
                {if requests.is_empty() {
                    view! { <p>{t!(i18n, my_requests.empty)}</p> }.into_any()
                } else {
                    view! {
                        <ul class="cards">
                            {requests.into_iter().map(|request| view! { <li><RequestCard request /></li> }).collect_view()}
                        </ul>
                    }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn RequestCard(request: MyRequestView) -> impl IntoView {
    let i18n = use_i18n();
    let next = request.next_step();
    let MyRequestView { request, patient, portions, asked_at, expires_at, state, grant, .. } = request;
    let is_changed = patient.is_changed();
    let name = patient.display_name;
    let again = route::ask_again(&patient.handle, request);
    let next = next.map(|next| match next {
        NextStep::AskAgain => (again, "send", t!(i18n, my_requests.ask_again, person = name.clone())),
        NextStep::AskForKey => (again, "send", t!(i18n, my_requests.ask_new_key).to_owned()),
        NextStep::CompareKeys => {
            (route::compare_keys(request), "shield-check", t!(i18n, my_requests.compare_keys).to_owned())
        }
    });
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">{name.clone()} " " <span class="small">{format!("@{}", patient.handle)}</span></h2>
            <p class="small">
                {t!(i18n, my_requests.asked, portions = portion_names(i18n, &portions), when = when::time_and_day(i18n, asked_at))}
            </p>
            {match (state, grant) {
                _ if is_changed => view! {
                    <Notice tone=Tone::Danger><p>{t!(i18n, error.key_changed, person = name)}</p></Notice>
                }
                .into_any(),
                (RequestState::Granted { .. }, Some(grant)) => view! { <Granted grant name /> }.into_any(),
                (state, _) => view! { <p>{unanswered(i18n, &state, &when::date_time(i18n, expires_at))}</p> }.into_any(),
            }}
            {next.map(|(href, icon, words)| view! {
                <div class="actions"><LinkButton href look=Look::Secondary icon>{words}</LinkButton></div>
            })}
        </section>
    }
}

fn unanswered(texts: Texts, state: &RequestState, lapses: &str) -> String {
    match state {
        RequestState::Waiting => t!(texts, my_requests.waiting, when = lapses.to_owned()),
        RequestState::Granted { .. } => t!(texts, my_requests.granted).to_owned(),
        RequestState::Refused { reason } if reason.is_empty() => t!(texts, my_requests.refused).to_owned(),
        RequestState::Refused { reason } => t!(texts, my_requests.refused_because, reason = reason.clone()),
        RequestState::Lapsed => t!(texts, my_requests.lapsed).to_owned(),
    }
}

#[component]
fn Granted(grant: MyGrantView, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let MyGrantView { portions, single_records, expires_at, openings, openings_left, write_back, opening, .. } = grant;
    view! {
        <dl class="facts">
            <dt>{t!(i18n, my_requests.given)}</dt>
            <dd>{scope_words(i18n, &portions, single_records)}</dd>
            <dt>{t!(i18n, my_requests.until)}</dt>
            <dd><TimeLeft until=expires_at /></dd>
            <dt>{t!(i18n, my_requests.openings)}</dt>
            <dd>{openings_words(i18n, openings, openings_left)}</dd>
            {write_back.then(|| view! {
                <dt>{t!(i18n, my_requests.write_back)}</dt>
                <dd>{t!(i18n, my_requests.write_back_yes)}</dd>
            })}
        </dl>
        <OpeningLine opening name />
    }
}

/// "medicines and allergies, and 2 single records".
pub fn scope_words(texts: Texts, portions: &[sesemr_common::portion::Portion], single_records: u32) -> String {
    match (portions.is_empty(), single_records) {
        (_, 0) => portion_names(texts, portions),
        (true, count) => t!(texts, count.records, count = count),
        (false, count) => {
            t!(texts, grant.both, portions = portion_names(texts, portions), count = count)
        }
    }
}

/// "Opened once, none left".
pub fn openings_words(texts: Texts, openings: u16, left: u16) -> String {
    let used = openings.saturating_sub(left);
    let used = t!(texts, grant.opened, count = used);
    let left = t!(texts, grant.left, count = left);
    format!("{used}, {left}")
}

#[component]
fn OpeningLine(opening: MyOpeningState, name: String) -> impl IntoView {
    let i18n = use_i18n();
    match opening {
        MyOpeningState::NoKeyYet => view! { <p>{t!(i18n, my_requests.no_key, person = name)}</p> }.into_any(),
        MyOpeningState::KeyReady { opening, in_app, expires_at } => view! {
            <p>
                {if in_app { t!(i18n, my_requests.key_in_app).into_any() } else { t!(i18n, my_requests.key_ready).into_any() }}
                " "
                <TimeLeft until=expires_at />
            </p>
            <div class="actions">
                <LinkButton href=route::open(opening) icon="key-round">{t!(i18n, my_requests.open, person = name)}</LinkButton>
            </div>
        }
        .into_any(),
        MyOpeningState::BeingTried { .. } => view! { <p>{t!(i18n, my_requests.being_tried)}</p> }.into_any(),
        MyOpeningState::Open { opening, .. } => view! {
            <div class="actions">
                <LinkButton href=route::opening(opening) icon="door-open">{t!(i18n, my_requests.go_on, person = name)}</LinkButton>
            </div>
        }
        .into_any(),
        MyOpeningState::OpenElsewhere { opening } => view! { <CloseElsewhere opening name /> }.into_any(),
        MyOpeningState::KeyBurnt => view! { <KeyBurnt name /> }.into_any(),
        MyOpeningState::Used { closed_at } => {
            view! { <p>{t!(i18n, my_requests.used, when = when::time_and_day(i18n, closed_at))}</p> }.into_any()
        }
        MyOpeningState::Paused => view! { <p>{t!(i18n, my_requests.paused, person = name)}</p> }.into_any(),
        MyOpeningState::Expired => view! { <p>{t!(i18n, my_requests.expired)}</p> }.into_any(),
        MyOpeningState::TakenBack => view! { <p>{t!(i18n, my_requests.taken_back, person = name)}</p> }.into_any(),
    }
}

/// The last key is used up. The patient gives a new one with one tap; asking again is for when none comes.
#[component]
pub fn KeyBurnt(
    /// Whose records: the name.
    name: String,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, error.burnt_key, person = name.clone())}</p>
        <p>{t!(i18n, open.burnt_told, person = name)}</p>
        <p class="small">{t!(i18n, open.burnt_ask)}</p>
    }
}

/// Opened, and its keys are gone from this browser: what is left is to close it.
#[component]
fn CloseElsewhere(opening: OpeningId, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let errors = FormErrors::new(&[]);
    let close = Act::new(move || async move {
        match client.ask(CloseOpening { opening }).await {
            Ok(closing) => {
                session.portal_closed(closing);
                client.changed();
            }
            Err(error) => errors.show(i18n, &error),
        }
    });
    view! {
        <p>{t!(i18n, my_requests.elsewhere)}</p>
        <ErrorSummary errors />
        <div class="actions">
            <Button look=Look::Danger icon="lock" pending=close.pending() on_press=close>
                {t!(i18n, portal.close, person = name)}
            </Button>
        </div>
    }
}
