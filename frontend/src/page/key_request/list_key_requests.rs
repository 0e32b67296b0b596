//! The patient's inbox: who asks, for what, why.

use leptos::prelude::*;

use crate::{
    component::{
        link_button::LinkButton,
        loaded::{Loaded, use_answer},
        page::Page,
        person_card::role_name,
        portion::portion_names,
        purpose::purpose_name,
        when,
    },
    message::ListKeyRequests,
    model::key_request::{KeyRequestView, RequestState},
    route,
    text::{Texts, t, use_i18n},
};

/// The patient's inbox.
#[component]
pub fn ListKeyRequestsPage() -> impl IntoView {
    let i18n = use_i18n();
    let answer = use_answer(|| ListKeyRequests {});
    view! {
        <Page title=t!(i18n, requests.title)>
            <Loaded answer let:requests>
                {if requests.is_empty() {
                    view! { <p>{t!(i18n, requests.empty)}</p> }.into_any()
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
fn RequestCard(request: KeyRequestView) -> impl IntoView {
    let i18n = use_i18n();
    let KeyRequestView { request: id, clinician, portions, purpose, asked_at, expires_at, state, message, .. } =
        request;
    let name = clinician.display_name.clone();
    let answered = state_words(i18n, &state);
    let who = match clinician.organisation.as_str() {
        "" => role_name(i18n, clinician.role).to_owned(),
        organisation => {
            t!(i18n, person.role_at, role = role_name(i18n, clinician.role), organisation = organisation.to_owned())
        }
    };
    view! {
        <section class="ds-card card">
            <h2 class="ds-heading" data-size="xs">
                {t!(i18n, requests.asks, person = name.clone(), portions = portion_names(i18n, &portions))}
            </h2>
            <p>{who}</p>
            <p>{t!(i18n, requests.why, purpose = purpose_name(i18n, purpose), when = when::time_and_day(i18n, asked_at))}</p>
            {message.filter(|message| !message.is_empty()).map(|message| view! { <blockquote class="message">{message}</blockquote> })}
            {match answered {
                None => view! {
                    <p class="small">{t!(i18n, requests.lapses, when = when::date_time(i18n, expires_at))}</p>
                    <div class="actions"><LinkButton href=route::request(id)>{t!(i18n, requests.answer, person = name)}</LinkButton></div>
                }.into_any(),
                Some(words) => view! { <p><span class="ds-tag" data-color="neutral">{words}</span></p> }.into_any(),
            }}
        </section>
    }
}

fn state_words(texts: Texts, state: &RequestState) -> Option<&'static str> {
    match state {
        RequestState::Waiting => None,
        RequestState::Granted { .. } => Some(t!(texts, requests.granted)),
        RequestState::Refused { .. } => Some(t!(texts, requests.refused)),
        RequestState::Lapsed => Some(t!(texts, requests.lapsed)),
    }
}
