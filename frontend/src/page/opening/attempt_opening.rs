//! Entering a random key: one field, any spacing and case; a slip is caught before anything is sent.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sesemr_common::id::OpeningId;

use crate::{
    act::Act,
    api::{Job, VaultClient},
    component::{
        button::{Button, Look},
        field::TextField,
        form::Form,
        form_errors::FormErrors,
        link_button::LinkButton,
        loaded::{Answer, Loading, use_answer},
        notice::{Notice, Tone},
        page::Page,
        progress_bar::ProgressBar,
        revealed::Revealed,
        scan_code::ScanCode,
        time_left::TimeLeft,
    },
    message::{AttemptOpening, ErrorCode, ListMyRequests, Typed},
    model::{
        enter_key::{EnterStep, WaitingKey},
        key_request::MyRequestView,
        scanned::scanned_key,
    },
    page::{
        key_request::list_my_requests::{KeyBurnt, scope_words},
        param::use_id,
    },
    route,
    session::Session,
    text::{t, use_i18n},
};

/// Entering a random key.
#[component]
pub fn AttemptOpeningPage() -> impl IntoView {
    let i18n = use_i18n();
    let opening = use_id::<OpeningId>("opening");
    let answer = use_answer(|| ListMyRequests {});
    let job = Job::new();
    // A burnt key is remembered here: the list says the same a moment later, and then forgets the form.
    let burnt = RwSignal::new(None::<WaitingKey>);
    // What is typed stays while other requests change.
    let step = Memo::new(move |before: Option<&Option<EnterStep>>| {
        if burnt.with(Option::is_some) {
            // Nothing draws anew what is said of it.
            return None;
        }
        let (Some(requests), Some(opening)) = (answer.view(), opening) else { return None };
        Some(EnterStep::of(&requests, opening, before.and_then(Option::as_ref), job.running().get()))
    });
    view! {
        <Page title=t!(i18n, open.title)>
            {move || match (burnt.get(), step.get()) {
                (Some(key), _) => view! { <Burnt key answer /> }.into_any(),
                (None, Some(EnterStep::Enter(waiting))) => view! { <CodeForm waiting job burnt /> }.into_any(),
                (None, Some(EnterStep::BeingTried { patient })) => view! {
                    <p>{t!(i18n, open.being_tried, person = patient)}</p>
                    <ToMyRequests />
                }
                .into_any(),
                (None, Some(EnterStep::Nothing)) => view! { <NoKey /> }.into_any(),
                (None, None) if opening.is_none() => view! { <NoKey /> }.into_any(),
                (None, None) => ().into_any(),
            }}
            <Loading answer />
        </Page>
    }
}

#[component]
fn NoKey() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, open.no_key)}</p>
        <ToMyRequests />
    }
}

#[component]
fn ToMyRequests() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p><LinkButton href=route::MY_REQUESTS look=Look::Secondary>{t!(i18n, banner.to_my_requests)}</LinkButton></p> }
}

#[component]
fn CodeForm(waiting: WaitingKey, job: Job, burnt: RwSignal<Option<WaitingKey>>) -> impl IntoView {
    let i18n = use_i18n();
    let client = VaultClient::expect();
    let session = Session::expect();
    let navigate = use_navigate();
    let errors = FormErrors::new(&["code"]);
    let code = RwSignal::new(String::new());
    let used_up = StoredValue::new(waiting.clone());
    let WaitingKey { opening, patient, portions, single_records, in_app, expires_at, .. } = waiting;
    let scope = scope_words(i18n, &portions, single_records);
    let name = StoredValue::new(patient);
    let attempt = move |typed: bool| {
        let navigate = navigate.clone();
        Act::new(move || {
            let navigate = navigate.clone();
            let verb = AttemptOpening { opening, code: typed.then(|| Typed::from(code.get_untracked())) };
            let key = used_up.get_value();
            async move {
                match client.ask_long(verb, Vec::new(), job).await {
                    Ok(portal) => {
                        session.portal_opened(portal);
                        client.changed();
                        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
                        navigate(&route::opening(opening), replace);
                    }
                    Err(error) if error.code == ErrorCode::BurntKey => drop(burnt.try_set(Some(key))),
                    Err(error) => errors.show(i18n, &error),
                }
            }
        })
    };
    let take = move |text: String| {
        let key = scanned_key(&text);
        let is_key = key.is_some();
        if let Some(key) = key {
            code.set(key);
        }
        is_key
    };
    let (with_code, in_app_code) = (attempt(true), attempt(false));
    view! {
        <p class="lead">{t!(i18n, open.what, person = name.get_value(), scope = scope)}</p>
        <p><TimeLeft until=expires_at /></p>
        {in_app.then(|| view! {
            <Notice>
                <p>{t!(i18n, open.in_app, person = name.get_value())}</p>
                <Button icon="door-open" pending=in_app_code.pending() on_press=in_app_code>
                    {t!(i18n, open.submit, person = name.get_value())}
                </Button>
            </Notice>
        })}
        <Form on_submit=with_code errors>
            <TextField
                id="code"
                label=t!(i18n, open.code)
                hint=t!(i18n, open.code_hint)
                value=code
                errors
                class="field-code"
                autocomplete="one-time-code"
            />
            <ScanCode label=t!(i18n, scan.key) wrong=t!(i18n, scan.not_key) on_code=take />
            <p class="consequence">{t!(i18n, open.consequence, person = name.get_value())}</p>
            <div class="actions"><Button icon="door-open" pending=with_code.pending()>{t!(i18n, open.submit, person = name.get_value())}</Button></div>
            <ProgressBar job />
        </Form>
    }
}

/// The key is used up. A new one appears here, where the patient gives it; asking again is for when none comes.
#[component]
fn Burnt(key: WaitingKey, answer: Answer<Vec<MyRequestView>>) -> impl IntoView {
    let i18n = use_i18n();
    let (name, again) = (key.patient.clone(), route::ask_again(&key.handle, key.request));
    let whose = StoredValue::new(name.clone());
    let next = Memo::new(move |_| answer.view().and_then(|requests| key.next(&requests)));
    view! {
        <Revealed><Notice tone=Tone::Warning><KeyBurnt name /></Notice></Revealed>
        {move || next.get().map(|opening| view! {
            <Notice tone=Tone::Success>
                <p>{t!(i18n, my_requests.key_ready)}</p>
                <LinkButton href=route::open(opening) icon="key-round">
                    {t!(i18n, my_requests.open, person = whose.get_value())}
                </LinkButton>
            </Notice>
        })}
        <div class="actions">
            <LinkButton href=again look=Look::Secondary icon="send">{t!(i18n, my_requests.ask_new_key)}</LinkButton>
            <LinkButton href=route::MY_REQUESTS look=Look::Secondary>{t!(i18n, banner.to_my_requests)}</LinkButton>
        </div>
    }
}
