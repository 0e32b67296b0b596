//! What happened elsewhere, at the top of every page until it is read.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::components::A;

use super::{icon::Icon, link_button::leads_on, notice::Tone, shell::leave, when};
use crate::{
    message::LiveEvent,
    model::opening::EndCause,
    route,
    session::{News, Session},
    text::{Texts, t, use_i18n},
};

/// The banners.
#[component]
pub fn Banners() -> impl IntoView {
    let session = Session::expect();
    view! {
        <div class="banners" aria-live="polite">
            <For each=move || session.news().all().get() key=|news| news.number let:news>
                <Banner news />
            </For>
        </div>
    }
}

#[component]
fn Banner(news: News) -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::expect();
    let number = news.number;
    let event = news.event.clone();
    let read = move || session.news().read(number);
    let burnt = match &news.event {
        LiveEvent::KeyBurnt { grant, .. } => Some(*grant),
        _ => None,
    };
    // The page of this address may be open already, for the same or for what was before: it starts over.
    let went = move |press: &MouseEvent, href: &str| {
        if !leads_on(press) {
            return;
        }
        if let Some(grant) = burnt.filter(|grant| route::random_key(*grant) == href) {
            session.want_key(grant);
        }
        read();
        if window().location().pathname().is_ok_and(|path| path == href) {
            session.start_over();
        }
    };
    let stopped = (event == LiveEvent::WorkerStopped).then(|| {
        view! {
            <button class="ds-button" type="button" data-variant="secondary" on:click=move |_| leave()>
                <Icon name="refresh-cw" />
                {t!(i18n, banner.load_again)}
            </button>
        }
    });
    view! {
        <div class="ds-alert banner" data-color=tone(&news.event).colour()>
            <p>{move || sentence(i18n, &event)}</p>
            <div class="banner-ways">
                {stopped}
                {ways(i18n, &news.event).into_iter().map(|(href, words)| {
                    let to = href.clone();
                    view! { <A href=href attr:class="ds-link" on:click=move |press| went(&press, &to)>{words}</A> }
                }).collect_view()}
                <button class="ds-button banner-read" type="button" data-variant="tertiary" on:click=move |_| read()>
                    <Icon name="x" />
                    <span class="banner-read-words">{t!(i18n, banner.read)}</span>
                </button>
            </div>
        </div>
    }
}

const fn tone(event: &LiveEvent) -> Tone {
    match event {
        LiveEvent::KeyChanged { .. } => Tone::Danger,
        LiveEvent::KeyBurnt { .. }
        | LiveEvent::TakenBack { .. }
        | LiveEvent::OpeningEnded { .. }
        | LiveEvent::SessionEnded
        | LiveEvent::LockedByTries
        | LiveEvent::WorkerStopped
        | LiveEvent::ServerAway => Tone::Warning,
        LiveEvent::Granted { .. } | LiveEvent::PrescriptionWritten { .. } | LiveEvent::ReadingsSent { .. } => {
            Tone::Success
        }
        _ => Tone::Info,
    }
}

fn sentence(texts: Texts, event: &LiveEvent) -> String {
    match event.clone() {
        LiveEvent::RequestArrived { person, .. } => t!(texts, banner.request_arrived, person = person),
        LiveEvent::Opened { person, at, .. } => {
            t!(texts, banner.opened, person = person, at = when::time(texts, at))
        }
        LiveEvent::KeyBurnt { person, at, .. } => {
            t!(texts, banner.key_burnt, person = person, at = when::time_and_day(texts, at))
        }
        LiveEvent::PrescriptionWritten { person, .. } => t!(texts, banner.prescription_written, person = person),
        LiveEvent::PortalClosed { person, at, by_server: true, .. } => {
            t!(texts, banner.portal_lapsed, person = person, at = when::time(texts, at))
        }
        LiveEvent::PortalClosed { person, at, .. } => {
            t!(texts, banner.portal_closed, person = person, at = when::time(texts, at))
        }
        LiveEvent::Granted { person, .. } => t!(texts, banner.granted, person = person),
        LiveEvent::Refused { person, reason, .. } if reason.is_empty() => {
            t!(texts, banner.refused, person = person)
        }
        LiveEvent::Refused { person, reason, .. } => {
            t!(texts, banner.refused_because, person = person, reason = reason)
        }
        LiveEvent::KeyChanged { person, .. } => t!(texts, error.key_changed, person = person),
        LiveEvent::RandomKeyReady { person, in_app: true, .. } => t!(texts, banner.key_in_app, person = person),
        LiveEvent::RandomKeyReady { person, .. } => t!(texts, banner.key_ready, person = person),
        LiveEvent::TakenBack { person, .. } | LiveEvent::OpeningEnded { person, cause: EndCause::TakenBack, .. } => {
            t!(texts, banner.taken_back, person = person)
        }
        LiveEvent::OpeningEnded { person, .. } => t!(texts, banner.opening_ended, person = person),
        LiveEvent::ReadingsSent { count } => t!(texts, banner.readings_sent, count = count),
        LiveEvent::SessionEnded => t!(texts, banner.session_ended).to_owned(),
        LiveEvent::LockedByTries => t!(texts, banner.locked_by_tries).to_owned(),
        LiveEvent::WorkerStopped => t!(texts, error.worker_stopped).to_owned(),
        LiveEvent::ServerAway => t!(texts, banner.server_away).to_owned(),
        LiveEvent::RequestAnswered { .. }
        | LiveEvent::GrantSettled { .. }
        | LiveEvent::OpeningIdle { .. }
        | LiveEvent::ServerBack
        | LiveEvent::Changed => String::new(),
    }
}

/// Where a banner leads: address and words.
fn ways(texts: Texts, event: &LiveEvent) -> Vec<(String, String)> {
    match event {
        LiveEvent::RequestArrived { request, .. } => {
            vec![(route::request(*request), t!(texts, banner.to_request).to_owned())]
        }
        LiveEvent::KeyBurnt { grant, person, .. } => vec![
            (route::random_key(*grant), t!(texts, banner.new_key).to_owned()),
            (route::take_back(*grant), t!(texts, access.stop, person = person.clone())),
        ],
        LiveEvent::Opened { .. } => vec![(route::ACCESS.to_owned(), t!(texts, banner.to_access).to_owned())],
        LiveEvent::PrescriptionWritten { .. } | LiveEvent::ReadingsSent { .. } => {
            vec![(route::RECORDS.to_owned(), t!(texts, banner.to_records).to_owned())]
        }
        LiveEvent::PortalClosed { .. } => vec![(route::LOG.to_owned(), t!(texts, banner.to_log).to_owned())],
        LiveEvent::KeyChanged { request, .. } => {
            vec![(route::compare_keys(*request), t!(texts, my_requests.compare_keys).to_owned())]
        }
        LiveEvent::RandomKeyReady { opening, .. } => {
            vec![(route::open(*opening), t!(texts, banner.to_open).to_owned())]
        }
        LiveEvent::Granted { .. } | LiveEvent::Refused { .. } | LiveEvent::TakenBack { .. } => {
            vec![(route::MY_REQUESTS.to_owned(), t!(texts, banner.to_my_requests).to_owned())]
        }
        LiveEvent::SessionEnded | LiveEvent::LockedByTries => {
            vec![(route::LOG_IN.to_owned(), t!(texts, banner.to_log_in).to_owned())]
        }
        _ => Vec::new(),
    }
}
